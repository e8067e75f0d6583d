export const rpFilterDrop = {
  title: '反向路径过滤丢弃数据包',
  why: 'rp_filter=1 时，除非返回源地址的路由正好从数据包进入的接口出去，否则内核丢弃该包。在有多个接口、默认路由或隧道的主机上，返回路径常常是另一条：于是从另一条路来的数据包全部消失，除此计数器外毫无痕迹，而另一网络的客户端却正常。每个接口生效的是 conf.all 与 conf.接口 中的较大者；2（宽松）只要求存在某条返回路由。',
  problem:
    '反向路径过滤丢弃了 {n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占到达总数的 {share:percent}]]',
  suspect:
    '自启动以来反向路径过滤丢弃了 {n} 个数据包[[（平均 {rate:rate}）]][[，占到达总数的 {share:percent}]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来反向路径过滤丢弃了 {n} 个数据包，采集期间的 {flat:duration} 内没有发生',
  ok: '反向路径过滤没有丢弃任何东西',
  risk: '{devices} 启用了严格反向路径过滤，而本机有不止一条进出路径：从一条路进来、应从另一条路应答的数据包会被丢弃',
  strict: '{device} 为严格模式',
  loose: '{device} 不是严格模式',
  'by-log':
    '内核把来自 {source}、在 {device} 上的数据包记录为 martian，而该处为严格反向路径过滤：返回它的路径不是 {device}',
  martian: '内核点名了一个：来自 {source}、在 {device} 上的数据包',
  'ping-not-proof': 'ping 通并不能排除它：只能排除该接口上的该源地址。',
  'fix-routing': '查看返回路径：若不是数据包进入的接口，则要么路由有误，要么过滤对它过严',
  'less-protection': '宽松模式仍丢弃完全没有路由的源地址。请按接口设置：conf.all 会改变其他所有接口。',
  'log-them':
    '查看是哪些数据包：sysctl -w net.ipv4.conf.all.log_martians=1 一分钟，然后 dmesg：“martian source A from B” 中 A 是目的地址，B 是源地址。',
};
