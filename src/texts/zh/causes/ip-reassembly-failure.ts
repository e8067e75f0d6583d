export const ipReassemblyFailure = {
  title: 'IP 重组失败',
  why: '大于路径 MTU 的数据报分片传送；全部分片到达后接收方才能使用。某个分片始终不来（ReasmTimeout：途中丢失，或防火墙只放行第一个分片），或等待分片的内存已满（ipfrag_high_thresh）时，重组失败。丢一个分片就丢掉整个数据报，因此路径上的小丢包率对大数据报会变得很大。',
  problem: '{n} 次重组失败[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占到达分片的 {share:percent}]]',
  suspect: '自启动以来 {n} 次重组失败[[（平均 {rate:rate}）]][[，占到达分片的 {share:percent}]]；时间不明',
  past: '自启动以来 {n} 次重组失败，采集期间的 {flat:duration} 内没有发生',
  ok: '自启动以来没有重组失败',
  timeout: '分片始终没有来：在来此途中丢失',
  memory: '没有分片超时：等待分片的内存已满，或分片重叠',
  limit: '等待的分片占用 {used:bytes} 内存；上限为 {limit:bytes}',
  smaller: '让发送方使用适合路径 MTU 的数据报（DNS：EDNS 大小 1232；隧道：更小的 MTU；NFS：TCP）',
  'more-memory': '分片的发送者可使本机多占用同样多的内存。',
  capture: '查看哪些分片到达、缺少哪些',
};
