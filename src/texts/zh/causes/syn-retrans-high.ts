export const synRetransHigh = {
  title: '握手需要多次尝试',
  why: 'SYN 或应答它的 SYN-ACK 没有及时得到回应而被重发：1 秒后，然后 2、4 秒……每次重发都是一个在等待的客户端。若由本机打开连接，则是其 SYN 或应答丢失：对端队列已满或有过滤、NAT 没有空闲端口、路径中断。若由本机接受连接，则是其 SYN-ACK 或最后的 ACK 丢失；扫描者和伪造的地址从不应答，因此在互联网上少量属正常。',
  out: '本机的 {n} 个 SYN 被重发[[，{seconds:duration} 内]][[（{rate:rate}）]][[，自启动以来（平均 {average:rate}）]]，同期打开 {opens} 个连接',
  in: '本机的 {n} 个 SYN-ACK 被重发[[，{seconds:duration} 内]][[（{rate:rate}）]][[，自启动以来（平均 {average:rate}）]]，同期接受 {opens} 个连接',
  both: '本机的 {n} 个 SYN 或 SYN-ACK 被重发[[，{seconds:duration} 内]][[（{rate:rate}）]][[，自启动以来（平均 {average:rate}）]]，同期 {opens} 个连接',
  past: '自启动以来有 {n} 个 SYN 或 SYN-ACK 被重发，两次采集之间的 {flat:duration} 内没有',
  ok: 'SYN 或 SYN-ACK 很少被重发[[：{n} 个，对应 {opens} 个连接]]',
  'not-counted': '采集到的内容没有统计重发的数量，也没有连接停在打开过程中',
  hangs: '到 {peer} 有 {n} 个连接在等待对其 SYN 的应答[[，至今重发 {attempts} 次]]',
  'half-open': '到端口 {port} 有 {n} 个半开连接：客户端尚未确认',
  'see-peers': '查看哪些目的地不应答：只有一个则指向该主机或其路径，很多则指向本机自己的出口',
  'see-clients': '查看缺少谁的确认：大量地址各一个连接是洪泛或扫描，少数几个是回程路径中断',
  'at-both-ends':
    '在两端同时抓包：SYN 没到对端是去程问题，SYN-ACK 没到本机是回程问题，有 SYN 而无 SYN-ACK 是对端主机问题。',
};
