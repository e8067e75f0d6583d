export const udpInErrors = {
  title: '没有专门计数器解释的 UDP 接收错误',
  why: 'InErrors（netstat -s 的 “packet receive errors”）是 UDP 在送往套接字途中丢弃的全部数据报之和：接收缓冲区没有空间、UDP 总内存不足、校验和错误，以及其余部分。其余部分是被套接字上的过滤器（SO_ATTACH_FILTER、eBPF）或 IPsec 策略拒绝，或长度错误。',
  problem:
    '{n} 次 UDP 接收错误中有 {rest} 次[[（{seconds:duration} 内）]]没有专门的计数器[[，占数据报的 {share:percent}]][[；{socket} 丢弃的恰好一样多]]',
  suspect:
    '自启动以来 {n} 次 UDP 接收错误中有 {rest} 次没有专门的计数器[[，占数据报的 {share:percent}]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]][[；{socket} 丢弃的恰好一样多]]',
  past: '自启动以来 {n} 次 UDP 接收错误，采集期间的 {flat:duration} 内没有发生',
  ok: '没有 UDP 接收错误',
  explained: '{n} 次 UDP 接收错误已有解释：{parts}',
  'not-split':
    '{n} 次 UDP 接收错误[[，{seconds:duration} 内]][[，占数据报的 {share:percent}]]；此处没有列出是哪一种：多半是接收缓冲区已满',
  part: '其中 {n} 次',
  dropped: '{socket} 在同一时间内丢弃了 {n} 个：它们是发给它的',
  filters:
    '查找拒绝数据报的东西：套接字上的过滤器（此时 ss -m 的 skmem 中 o 大于 0，有多播成员关系时也是如此）、它或其 cgroup 上的 eBPF 程序、IPsec 策略',
};
