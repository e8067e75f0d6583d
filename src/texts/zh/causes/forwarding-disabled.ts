export const forwardingDisabled = {
  title: 'IP 转发已关闭',
  why: '收到目的地为其他主机的数据包：本机被用作路由器、VPN 网关或容器主机。net.ipv4.ip_forward=0（IPv6：net.ipv6.conf.all.forwarding=0）时内核丢弃全部这类数据包，并计入 InAddrErrors。本机服务正常，应当经过的一切都失败。',
  problem:
    '{family} 转发已关闭，丢弃了 {n} 个发往其他主机的数据包[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占到达总数的 {share:percent}]]',
  suspect:
    '{family} 转发已关闭，自启动以来丢弃了 {n} 个发往其他主机的数据包[[（平均 {rate:rate}）]]；时间不明',
  past: '{family} 转发已关闭；自启动以来丢弃了 {n} 个发往其他主机的数据包，采集期间的 {flat:duration} 内没有发生',
  ok: '没有需要转发的 {family} 数据包到达',
  on: '{family} 转发已启用',
  'one-way': '发往其他地址的 {family} 数据包是误送来的，也无处可转发[[，除了再从 {device} 送回]]',
  off: 'Forwarding 为 2 表示关闭（1 表示启用）',
  exposes: '主机将开始在其各网络之间转发：请确认包过滤是为此而设的。',
  'exposes-six':
    '主机将开始在其各网络之间转发：请确认包过滤是为此而设的。同时它不再从路由器通告中获取路由，并会失去已获取的路由：若其默认路由来自通告（ip -6 route 中的 "proto ra"），请先为该设备设置 net.ipv6.conf.DEVICE.accept_ra=2。',
  who: '首先确认本机应当转发。若不应当，查明是谁把别人的数据包发来：tcpdump -e not host 本机地址。',
};
