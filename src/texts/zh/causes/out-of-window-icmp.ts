export const outOfWindowIcmp = {
  title: '被 TCP 忽略的 ICMP 错误',
  why: 'ICMP 错误引用它所针对的报文段。只有其中的序列号落在正在传输的范围内，TCP 才相信它（OutOfWindowIcmps 统计其余的）：迟到的错误，以及企图破坏连接的伪造错误。程序正在操作套接字时到达的错误也会被略过（LockDroppedIcmps），下一次重传会再带来它。没有数据包被丢弃，尽管 netstat -s 这样称呼。',
  ok: 'TCP 没有忽略 ICMP 错误',
  ignored: 'TCP 忽略了 {n} 个 ICMP 错误[[，{seconds:duration} 内]]，因其迟到、伪造或时机不当：无害',
  'when-stalled':
    '仅当大的传输停滞时才需注意：代替对端确认的设备（广域网优化器、代理）会使 TCP 把真正的“需要分片”当作伪造。参见 pmtu-blackhole。',
  'old-kernel': 'Linux 3.5 及以前，套接字忙时“需要分片”也会被略过：路径 MTU 发现会延迟。',
};
