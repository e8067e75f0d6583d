export const icmpRateLimited = {
  title: '本机的 ICMP 错误被限速',
  why: '内核限制向每个目的地（icmp_ratelimit）以及总共（icmp_msgs_per_sec）发送的 ICMP 错误数（port unreachable、time exceeded、fragmentation needed）。超出部分不发送：traceroute 显示星号，访问关闭端口的客户端超时而不是被拒绝，路径 MTU 发现变慢。echo reply 默认不受限制，也不会因此丢失数据。',
  problem: '因限速有 {n} 个 ICMP 错误没有发送[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  suspect: '自启动以来因限速有 {n} 个 ICMP 错误没有发送[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来因限速有 {n} 个 ICMP 错误没有发送，采集期间的 {flat:duration} 内没有发生',
  ok: '没有 ICMP 错误因限速而未发送',
  cause: '在考虑限值之前，先查明引起这些错误的原因（关闭的 UDP 端口、路由环路）',
};
