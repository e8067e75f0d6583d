export const tcpSocketBacklogDrop = {
  title: '被锁定套接字的 backlog 丢弃段',
  why: '应用程序处于对 TCP 连接的系统调用中时，套接字被锁定，其间到达的段在它的 backlog 中等待。backlog 大约能容纳接收与发送缓冲区之和；超出的被丢弃，对端必须重传。固定的小缓冲区，或使调用迟迟不能完成的 CPU，会让它溢出。此队列与监听或 SYN 无关。',
  problem:
    '因被锁定套接字的 backlog 已满丢弃 {n} 个收到的段[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占全部的 {share:percent}]]',
  suspect:
    '自启动以来因被锁定套接字的 backlog 已满丢弃 {n} 个收到的段[[（平均 {rate:rate}）]][[，占全部的 {share:percent}]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来因被锁定套接字的 backlog 已满丢弃 {n} 个收到的段，采集期间的 {flat:duration} 内没有发生',
  ok: '没有段从被锁定套接字的 backlog 中丢弃',
  waiting: '{socket}：现在 backlog 中有 {n:bytes}，接收缓冲区 {limit:bytes}',
  'no-fixed-buffer': '让应用程序不要在 TCP 套接字上设置 SO_RCVBUF：内核会自行调整缓冲区，最大到 tcp_rmem',
  'more-memory': '每个连接此后可能占用同样多的内存；总量受 tcp_mem 限制。',
  'not-softnet': '与 softnet_stat 的 backlog（每 CPU，在 IP 之前）和 listen() 的 backlog（连接）都不同。',
};
