export const udpSndbufFull = {
  title: 'UDP 发送缓冲区已满',
  why: '应用程序发送的数据报在网卡发出之前计入其套接字的发送缓冲区。缓冲区满时，阻塞式发送会等待，非阻塞式发送会失败并计入此处。接口队列或下层驱动拒绝数据报时，同一计数器也会上升，因此请先查看那里。',
  problem:
    '{n} 个数据报因缺少缓冲区或队列空间没有发出[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占发送总数的 {share:percent}]]',
  suspect:
    '自启动以来 {n} 个数据报因缺少缓冲区或队列空间没有发出[[（平均 {rate:rate}）]][[，占发送总数的 {share:percent}]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来 {n} 个数据报因缺少缓冲区或队列空间没有发出，采集期间的 {flat:duration} 内没有发生',
  ok: '没有数据报因缺少缓冲区空间而发送失败',
  nearly: '{socket} 的发送缓冲区接近满：{used:bytes}，上限 {limit:bytes}',
  'below-first': '先查看套接字以下：tc -s qdisc 中的丢弃、停止的驱动队列，或不应答的邻居，都会填满缓冲区',
  'only-new': '只对此后打开的套接字有效：请重启应用程序。缓冲区中越多，延迟越大。',
};
