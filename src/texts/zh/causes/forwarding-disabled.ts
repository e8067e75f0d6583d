export const forwardingDisabled = {
  title: 'IP 转发已关闭',
  why: '收到目的地为其他主机的数据包：本机被用作路由器、VPN 网关或容器主机。net.ipv4.ip_forward=0 时内核丢弃全部这类数据包，并计入 InAddrErrors。本机服务正常，应当经过的一切都失败。',
  problem:
    '转发已关闭，丢弃了 {n} 个发往其他主机的数据包[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占到达总数的 {share:percent}]]',
  suspect: '转发已关闭，自启动以来丢弃了 {n} 个发往其他主机的数据包[[（平均 {rate:rate}）]]；时间不明',
  past: '转发已关闭；自启动以来丢弃了 {n} 个发往其他主机的数据包，采集期间的 {flat:duration} 内没有发生',
  ok: '没有需要转发的数据包到达',
  on: '转发已启用',
  'one-way': '除 {device} 外没有其他设备：发往其他地址的数据包是误送来的，也无处可转发',
  off: 'Forwarding 为 2 表示关闭（1 表示启用）',
  exposes: '主机将开始在其各网络之间转发：请确认包过滤是为此而设的。',
  who: '首先确认本机应当转发。若不应当，查明是谁把别人的数据包发来：tcpdump -e not host 本机地址。',
};
