export const challengeAck = {
  title: '段与所属连接不符（挑战 ACK）',
  why: '到达已有连接的 SYN、复位或确认与该连接不符。这可能是盲目攻击，因此内核不予相信，而以它所知状态的 ACK 应答（RFC 5961）。已经丢失该连接的对端会回以相符的复位，随后即可建立新连接。多数情况是对端重启，或 NAT 把这里仍打开的端口分给了别人：其 SYN 得到的是 ACK 而非 SYN-ACK，如果防火墙丢弃这个 ACK，客户端就会挂起。重复到达的 SYN-ACK 也会计入，但无害。',
  problem:
    '{n} 个段与所属连接不符[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占全部的 {share:percent}]]，其中 {syn} 个是 SYN',
  suspect:
    '自启动以来 {n} 个段与所属连接不符[[（平均 {rate:rate}）]][[，占全部的 {share:percent}]]，其中 {syn} 个是 SYN；时间不明',
  past: '自启动以来 {n} 个段与所属连接不符，采集期间的 {flat:duration} 内没有',
  ok: '很少有段与所属连接不符：{n} 个[[（{rate:rate}）]]',
  suppressed: '被 net.ipv4.tcp_invalid_ratelimit 抑制的应答，每个连接半秒只发一个',
  limit:
    '此内核每秒发送的挑战 ACK 不超过该值：真正的对端可能白等，而在 4.7 之前的内核上攻击者可加以利用（CVE-2016-5696）',
  who: '查看由谁发来：总是同一客户端，则它重启过，或位于过早重用端口的 NAT 之后；同时来自许多地址，则是攻击，或防火墙、负载均衡器丢失了状态表',
  'let-through': '前面的防火墙必须放行对 SYN 应答的 ACK 以及随后的复位：conntrack 会视之为无效。',
};
