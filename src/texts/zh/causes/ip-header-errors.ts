export const ipHeaderErrors = {
  title: 'IP 头错误，或跳数耗尽的数据包',
  why: 'InHdrErrors 统计 IP 头格式错误的数据包，以及在转发的主机上 TTL（hop limit）在此减为零的数据包。后者常见得多：路由环路，或经过此处的 traceroute。除非被限速或过滤，发送方会收到 ICMP “time exceeded”。',
  problem:
    '{n} 个数据包的 IP 头错误或跳数耗尽[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占到达总数的 {share:percent}]]',
  suspect: '自启动以来 {n} 个数据包的 IP 头错误或跳数耗尽[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来 {n} 个数据包的 IP 头错误或跳数耗尽，采集期间的 {flat:duration} 内没有发生',
  ok: '自启动以来没有 IP 头错误，也没有跳数耗尽的数据包',
  expired: '本机以 ICMP time exceeded 应答：TTL 耗尽',
  loop: '跟踪数据包的路径：同样的路由器反复出现即为环路',
  capture: '查看哪些数据包到达时跳数所剩无几，来自谁',
};
