export const oversizeFrames = {
  title: '收到大于 MTU 的帧',
  why: '链路两端的 MTU 必须一致。设备的 MTU 小于邻居或交换机时，大帧一到达就被丢弃（rx_length_errors；veth 对计入 rx_dropped）。因为没有经过路由器，不会有 ICMP 告知发送方：小包能通过，大包消失，传输在握手之后停滞。',
  problem:
    '{device} 丢弃了 {n} 个过长的帧[[，{seconds:duration} 内]][[，占到达总数的 {share:percent}]][[；其 MTU 为 {mtu}]]',
  suspect:
    '自启动以来 {device} 丢弃了 {n} 个过长的帧[[，占到达总数的 {share:percent}]][[；其 MTU 为 {mtu}]]；时间不明',
  past: '自启动以来 {device} 丢弃了 {n} 个过长的帧，采集期间的 {flat:duration} 内没有发生',
  ok: '没有帧超出设备允许的长度',
  mtu: '设备的 MTU',
  'before-count': '接收包数没有随之上升：在入口处、计数之前就被丢弃',
  same: '使两端 MTU 一致：查明邻居和交换机端口的设置',
  probe: '从对端试验：带“不分片”标志的满长包必须能返回',
};
