export const listenDropsUnexplained = {
  title: '监听套接字无明确原因的丢弃',
  why: 'ListenDrops 统计监听套接字因任何原因丢弃的每个 SYN 和最后的 ACK；一个重试的客户端会计数多次。部分原因有专门的计数器（accept 队列、SYN 队列、时间戳）。其余是因内存不足、安全模块拒绝、新套接字无法创建，或没有返回客户端的路由而丢弃。',
  problem:
    '监听套接字的 {n} 次丢弃中有 {rest} 次[[（{seconds:duration} 内）]]没有能解释的计数器[[（{rate:rate}）]]',
  suspect:
    '自启动以来监听套接字的 {n} 次丢弃中有 {rest} 次没有能解释的计数器[[（平均 {rate:rate}）]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来监听套接字丢弃了 {n} 次，采集期间的 {flat:duration} 内没有发生',
  ok: '监听套接字没有丢弃任何东西',
  explained: '监听套接字的 {n} 次丢弃已有解释：{parts}',
  part: '{n} 次中的 {part} 次',
  'no-way-back': '有同样多的数据包没有路由：SYN-ACK 没有返回客户端的路径',
  cookies: '发送了同样多的 SYN cookie：在此内核上它们也算作丢弃',
  'do-not-raise': '不要盲目加长队列：没有队列是满的。',
  trace:
    '询问内核在何处丢弃：perf record -a -g -e skb:kfree_skb -- sleep 30; perf script。tcp_conn_request 和 tcp_v4_syn_recv_sock 即为此；原因：NO_SOCKET、SECURITY_HOOK、NOMEM。',
};
