export const fragNeededLocal = {
  title: '数据包大于出口 MTU 且不允许分片',
  why: "要发出的数据包大于其设备或路由的 MTU，并且不允许分片（IPv4 的 Don't Fragment，IPv6 则总是如此）。内核丢弃它，计入 FragFails，并用 ICMP 错误（“需要分片”“数据包过大”）告诉发送方合适的大小。收到它的发送方会改发更小的数据包：少量这样的丢弃正是路径 MTU 发现的工作方式。数量多则说明发送方收不到（回程过滤了 ICMP）或不理会，或者有隧道使路径对所有人都变窄。",
  problem:
    '{n} 个数据包大于出口 MTU[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占待发送量的 {share:percent}]]',
  suspect: '自启动以来 {n} 个数据包大于出口 MTU[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来 {n} 个数据包大于出口 MTU，采集期间的 {flat:duration} 内没有发生',
  ok: '没有数据包大于出口 MTU',
  'few-only': '{n} 个数据包大于出口 MTU：如此之少，是路径 MTU 发现在正常工作',
  narrow: '{device} 只能承载 {mtu} 字节，小于 {wide} 的 {size}',
  told: '同一时间内向发送方发出了 ICMP 错误',
  'not-told': '发出的 ICMP 错误少于丢弃的数据包：并非每次都告知发送方，可能受速率限制',
  watch: '查看谁被要求改发更小的包，以及是否总是同一些发送方：它们那边过滤了 ICMP',
  clamp: '让经过本机的 TCP 协商出适合最窄设备的报文段',
  'tcp-only':
    '只对之后新建的 TCP 连接有效；其他协议需要 ICMP 错误能够到达。要保留它，请与其他过滤规则一起保存。',
  'let-icmp':
    '在回到发送方的整条路径上放行 ICMP 类型 3 代码 4（IPv6：ICMPv6 类型 2）：这才是根治，限制 MSS 只是权宜之计。',
};
