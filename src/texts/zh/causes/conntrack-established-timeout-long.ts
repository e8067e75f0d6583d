export const conntrackEstablishedTimeoutLong = {
  title: '连接跟踪把失效的连接保留数天',
  why: '已建立的 TCP 连接保留在跟踪表中，直到关闭，或静默达到 nf_conntrack_tcp_timeout_established：默认五天。两端不辞而别的连接会保留这么久，并填满跟踪表。',
  risk: '跟踪表已用 {share:percent}，已建立的条目在最后一个包之后保留 {timeout:duration}[[：表中有 {entries} 个]][[，本机有 {sockets} 个这样的连接]]',
  ok: '已建立连接的超时在此无害：跟踪表已用 {share:percent}',
  'fill-is': '跟踪表已用 {share:percent}',
  short: '已建立的条目在最后一个包之后保留 {timeout:duration}',
  'not-known': '没有采集已建立条目的超时，或跟踪表的使用情况',
  'table-holds': '{entries} 个已建立的条目',
  shorten: '让已建立的条目在静默一天后过期',
  'idle-flows':
    '此后经过本机的空闲连接会被遗忘。该值必须大于应用程序的 keepalive 时间（默认 7200 s）；各种指南中的 3600 s 不满足。只有再次收到包的条目才会采用新的时间。',
  'router-differs': '在路由器或 NAT 上，跟踪表中的连接本来就多于主机自身的连接。',
};
