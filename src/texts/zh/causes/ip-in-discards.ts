export const ipInDiscards = {
  title: 'IP 丢弃格式正确的到达包',
  why: 'InDiscards 统计本身没有问题、但 IP 无法继续处理的包：没有内存复制该包或其选项，或过滤器把它截得短于头部所述。对 IPv6，它还统计到达已关闭 IPv6 的设备的包。健康主机上 IPv4 的计数为 0。',
  problem:
    'IP 丢弃了 {n} 个格式正确的数据包[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占到达总数的 {share:percent}]]',
  suspect:
    '自启动以来 IP 丢弃了 {n} 个格式正确的数据包[[（平均 {rate:rate}）]][[，占到达总数的 {share:percent}]]；时间不明',
  past: '自启动以来 IP 丢弃了 {n} 个格式正确的数据包，采集期间的 {flat:duration} 内没有发生',
  ok: 'IP 没有丢弃格式正确的包',
  memory: '内核至少有一次没有内存用于网络缓冲区',
  look: '查看原子分配是否失败（内存及其碎片化），以及内核释放包的原因',
};
