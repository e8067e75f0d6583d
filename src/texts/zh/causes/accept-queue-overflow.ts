export const acceptQueueOverflow = {
  title: 'accept 队列溢出',
  why:
    '握手完成的连接在监听套接字的 accept 队列中等待，直到应用程序调用 accept()。队列长度为应用程序传给 listen() 的 backlog ' +
    '与当时 net.core.somaxconn 中的较小者再加一。应用程序接受得太慢时队列会填满，内核随后不作任何回应地丢弃新的 SYN 和最后的 ' +
    'ACK：客户端在 1、3、7 秒后重传，表现为连接缓慢，最终超时。',
  problem:
    'accept 队列[[在 {seconds:duration} 内]]溢出 {n} 次[[（{rate:rate}）]][[，占连接尝试的 {share:percent}]]',
  suspect:
    'accept 队列自启动以来溢出 {n} 次[[（平均 {rate:rate}）]][[，占连接尝试的 {share:percent}]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: 'accept 队列自启动以来溢出 {n} 次，但在采集期间的 {flat:duration} 内没有发生：已经过去',
  ok: '自启动以来没有 accept 队列溢出',
  'full-now':
    '{socket} 的 accept 队列已满：{n} 个连接在等待，上限为 {limit}[[；{seconds:duration} 内溢出 {lost} 次]][[，占连接尝试的 {share:percent}]]',
  crowded:
    '{n} 个连接在等待 {socket} 接受；采集到的内容没有显示最多可以等待多少个[[，但 {backlog} 是常见的 backlog，再多一个即满]]',
  'not-full': '采集时没有 accept 队列是满的，但没有采集 ListenOverflows：此前是否溢出过不得而知',
  queue: '{n} 个等待接受，上限为 {limit}[[；此套接字丢弃了 {dropped} 个 SYN 和 ACK]]',
  'queue-often':
    '{n} 个等待接受，上限为 {limit}；{captures} 次采集中有 {times} 次是满的[[；此套接字丢弃了 {dropped} 个 SYN 和 ACK]]',
  'drops-only': '此套接字丢弃了 {dropped} 个 SYN 和 ACK；现在有 {n} 个等待接受',
  'culprit-exact': '仅 {socket} 的丢弃数就等于 ListenDrops 的增量：就是这个监听套接字',
  'limit-of-application':
    '应用程序传给 listen() 的是 {limit}；net.core.somaxconn 为 {somaxconn}，在此不是限制',
  'limit-of-somaxconn': 'backlog 等于 net.core.somaxconn（{somaxconn}）：应用程序要求的不低于此值',
  'syn-queue-clean': '不是 SYN 队列：TCPReqQFullDrop 和 TCPReqQFullDoCookies 都没有变化。',
  'nat-clean': '不是 tcp_tw_recycle：没有 SYN 因时间戳被拒绝（PAWSPassive）。',
  'older-kernel':
    '在 4.10 之前的内核上，队列满后仍会放行一段时间的 SYN：客户端以为已连接，发出的第一批数据却得不到回应。',
  'look-at-process': '查明应用程序为何接受得太慢：被停止、CPU 或文件描述符耗尽、阻塞在锁或后端上',
  'raise-backlog': '让应用程序要求更长的队列[[（{directive}）]]并重启它：上限在调用 listen() 时确定',
  'longer-hides': '更长的队列只能缓冲突发；应用程序平均慢于客户端时无济于事，还会增加等待时间。',
  'watch-queue': '在负载下观察队列：Recv-Q 是等待数，Send-Q 是上限；Recv-Q 大于 Send-Q 即为溢出。',
};
