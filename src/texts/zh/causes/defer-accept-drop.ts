export const deferAcceptDrop = {
  title: 'TCP_DEFER_ACCEPT 忽略不带数据的 ACK',
  why: '启用 TCP_DEFER_ACCEPT 的监听套接字（nginx “deferred”、Apache AcceptFilter）只在第一批数据到达时才接受连接。握手的最后一个 ACK 不带数据，被有意忽略并计入此处。等待服务器先说话的客户端（SMTP、SSH、MySQL），或只建立连接的健康检查，看到的就是应用程序永远得不到的连接。',
  problem:
    '{n} 个不带数据的最后 ACK 被忽略[[，{seconds:duration} 内]][[（{rate:rate}）]]：这些连接在等待数据',
  suspect: '自启动以来 {n} 个不带数据的最后 ACK 被忽略[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来 {n} 个不带数据的最后 ACK 被忽略，采集期间的 {flat:duration} 内没有发生',
  ok: '没有连接在等待第一批数据',
  option: '协议允许服务器先说话的监听套接字应去掉此选项，并让健康检查发送请求',
  normal: '对由客户端先说话的协议，这是正常的，没有代价。',
};
