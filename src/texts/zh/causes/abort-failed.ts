export const abortFailed = {
  title: '复位（RST）发送失败',
  why: '本机要以复位结束连接，但复位没有发出：没有内存可用（netstat -s 称为 “unable to send RST due to no memory”），或更常见的是出口拒绝了它：包过滤器 OUTPUT 中的规则、路由已不存在、发送队列已满。复位只发一次，不会重发。对端不知道连接已经不在，仍保持打开，直到它自己的定时器或 keepalive 结束连接为止。',
  problem:
    '{n} 个复位未能发出[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占全部的 {share:percent}]]：对端仍保留着已死的连接',
  suspect: '自启动以来 {n} 个复位未能发出[[，占全部的 {share:percent}]]；时间不明',
  past: '自启动以来 {n} 个复位未能发出，采集期间的 {flat:duration} 内没有',
  ok: '每个复位都发出了',
  way: '查找是什么在出口拦住了它们：OUTPUT 中丢弃复位或 conntrack 视为无效之包的规则、消失的路由、已满的队列',
  memory: '只有日志中有记录，或 TCPAbortOnMemory 同时上升，原因才是内存。',
};
