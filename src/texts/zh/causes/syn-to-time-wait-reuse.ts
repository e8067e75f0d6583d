export const synToTimeWaitReuse = {
  title: '新连接撞上处于 TIME_WAIT 的旧连接',
  why: '关闭连接的一方将其保留在 TIME_WAIT 60 秒。此间来自同一地址和端口的 SYN，只有时间戳（或序列号）更新时才被接受。在 NAT 网关后面，多个客户端共用地址和端口，时钟却不同：分配到刚被他人用过的端口的客户端，发出的时间戳更旧。内核于是以旧连接的 ACK 而不是 SYN-ACK 应答，或完全不应答，客户端重试直到一分钟过去。',
  problem:
    '发往 TIME_WAIT 套接字的 {n} 个段被拒绝[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占连接尝试的 {share:percent}]]',
  suspect: '自启动以来发往 TIME_WAIT 套接字的 {n} 个段被拒绝[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来发往 TIME_WAIT 套接字的 {n} 个段被拒绝，采集期间的 {flat:duration} 内没有发生',
  ok: '没有段被 TIME_WAIT 套接字拒绝',
  gateway: '让 NAT 网关等待超过 60 s 再把端口分给另一客户端，或在那里使用更多地址',
  client: '让客户端关闭连接：TIME_WAIT 就留在它那一侧',
  'not-off': '不要关闭时间戳：它防止旧数据混入，tcp_tw_reuse 也需要它。',
};
