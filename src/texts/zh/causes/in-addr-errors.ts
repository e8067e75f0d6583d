export const inAddrErrors = {
  title: '目的地址不属于本机的数据包',
  why: '到达的 IP 数据包的目的地既不属于本机，也不由本机转发：地址已迁走（虚拟 IP、已切换的服务）、发送方的邻居条目或路由错误，或交换机泛洪。内核丢弃它们并计入 InAddrErrors。',
  problem:
    '{n} 个数据包的目的地址不属于本机[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占到达总数的 {share:percent}]]',
  suspect: '自启动以来 {n} 个数据包的目的地址不属于本机[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来 {n} 个数据包的目的地址不属于本机，采集期间的 {flat:duration} 内没有发生',
  ok: '没有目的地址不属于本机的数据包',
  look: '查看是谁发送、发往哪个地址；然后更正路由或虚拟地址',
};
