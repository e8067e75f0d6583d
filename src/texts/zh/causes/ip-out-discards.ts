export const ipOutDiscards = {
  title: 'IP 丢弃待发送的数据包',
  why: 'OutDiscards 统计本机有路由却无法交出的包：设备的队列或设备本身拒绝，下一跳的 MAC 地址找不到，或没有内存。它多半重复更低层以更明确的名称所计的数；这里只报告没有这类计数器能解释的部分。',
  problem:
    'IP 在发送前丢弃了 {n} 个数据包，更低层没有计数[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占待发送的 {share:percent}]]',
  suspect:
    '自启动以来 IP 在发送前丢弃了 {n} 个数据包，更低层没有计数[[，占待发送的 {share:percent}]]；时间不明',
  past: '自启动以来 IP 在发送前丢弃了 {n} 个数据包，采集期间的 {flat:duration} 内没有发生',
  ok: 'IP 没有丢弃待发送的数据包',
  mirrored: 'IP 在发送前丢弃了 {n} 个数据包：即 {counter} 所计的那些，没有更多丢失',
  few: 'IP 在发送前丢弃了 {n} 个数据包：太少，不必追究原因',
  elsewhere: '在 IP 之下计数：同样的包',
  below: '查明哪一层拒绝它们：队列、设备、邻居；以及内核释放它们的原因',
};
