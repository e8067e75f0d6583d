export const twRecycleNat = {
  title: 'tcp_tw_recycle 丢弃 NAT 后面的客户端',
  why:
    '当 net.ipv4.tcp_tw_recycle=1 且启用 TCP 时间戳（默认）时，内核会记住每个远端地址的最后时间戳，并在大约一分钟内无声地丢弃来自' +
    '该地址、时间戳更小的 SYN。在 NAT、负载均衡或运营商网络后面，许多客户端共用一个地址，时钟却各不相同：时钟较小者无法连接，' +
    '同一地点的其他客户端却可以，ping 总是正常。4.10 起的内核每次连接使用随机偏移，即使没有 NAT 也可能被拒绝。内核 4.12 删除了此设置。',
  problem:
    '[[{seconds:duration} 内]]有 {n} 个 SYN 因时间戳被丢弃[[（{rate:rate}）]][[，占连接尝试的 {share:percent}]]：tcp_tw_recycle 拒绝了共用一个地址的客户端',
  suspect:
    '自启动以来有 {n} 个 SYN 因时间戳被丢弃[[（平均 {rate:rate}）]][[，占连接尝试的 {share:percent}]]：tcp_tw_recycle 拒绝过共用一个地址的客户端[[；两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来有 {n} 个 SYN 因时间戳被丢弃，采集期间的 {flat:duration} 内没有发生',
  ok: '没有 SYN 因时间戳被丢弃',
  risk: 'tcp_tw_recycle 和 tcp_timestamps 都已启用：NAT 后面的客户端会被随机拒绝',
  removed: '内核 {kernel} 没有 tcp_tw_recycle（4.12 已删除）',
  'turned-off': 'tcp_tw_recycle 已关闭',
  'without-timestamps': 'tcp_tw_recycle 已启用，但没有 tcp_timestamps 时不起作用',
  'not-known': '既没有采集 tcp_tw_recycle 的设置，也没有采集计数器 PAWSPassive',
  stale: '这一行在此内核上不起作用：请删除',
  'was-on': 'tcp_tw_recycle 启用期间有 {n} 个 SYN 因时间戳被丢弃；现在已关闭',
  split: 'ListenDrops：{drops}；其中 {n} 个因时间戳，{overflows} 个因 accept 队列已满',
  'keep-timestamps':
    '更多套接字会停留在 TIME_WAIT，每个 60 秒：这是正常的，代价很小。请保持 tcp_timestamps 启用。',
  'tw-reuse': '如果此设置是为了节省出站连接的端口，net.ipv4.tcp_tw_reuse=1 可以安全地做到。',
  capture:
    '在此服务器上：tcpdump -nn "tcp[tcpflags] & tcp-syn != 0" 会显示被拒绝客户端的 SYN 没有 SYN-ACK，其 TS val 低于同一地址先前客户端的值。',
};
