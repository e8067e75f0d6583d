export const netlinkOverrun = {
  title: '守护进程错过了内核的消息（netlink）',
  why: '内核通过 netlink 套接字告诉守护进程发生了什么变化：链路、地址、路由、邻居、连接。守护进程读得太慢时，其套接字的缓冲区已满，内核丢弃后续消息。没有丢失数据包，但守护进程依据的是旧的状态：缺少一条路由、切换来得太晚、复制的连接表有缺口。',
  problem: '[[在 {seconds:duration} 内]]丢弃了 {n} 条 netlink 消息[[（{rate:rate}）]]：某个守护进程读得太慢',
  suspect:
    '自套接字打开以来丢弃了 {n} 条 netlink 消息；时间未知[[：两次采集之间的 {flat:duration} 内没有，但时间太短，无法判断]]',
  past: '自套接字打开以来丢弃了 {n} 条 netlink 消息，两次采集之间的 {flat:duration} 内没有',
  ok: '没有 netlink 套接字丢弃消息',
  socket: '{owner} 的套接字（{family}）丢弃了 {n} 条消息',
  who: '查明读取者是谁，以及它是否得到 CPU 时间；其日志中多半有 ENOBUFS 或 "No buffer space available"',
  buffer:
    '在读取者自己的配置中给它更大的缓冲区（conntrackd 的 NetlinkBufferSize，systemd 单元的 ReceiveBufferBytes），并让它订阅更少的内容',
};
