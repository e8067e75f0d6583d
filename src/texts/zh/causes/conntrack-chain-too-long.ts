export const conntrackChainTooLong = {
  title: '连接跟踪：哈希链过长',
  why: '流保存在哈希表中。自 5.15 起，若新流的链已经很长（约 100 到 200 个条目，随机取定），则不插入，其首个包被丢弃：计入 chaintoolong，同时计入 insert_failed。原因是桶数远少于条目数，或大量流差别极小而共用一条链：许多 zone 之后的同一地址对和端口，或针对它的攻击。',
  problem: '{n} 个新流被拒绝：其哈希链过长[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  suspect: '自启动以来 {n} 个新流因哈希链过长被拒绝[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来 {n} 个新流因哈希链过长被拒绝，采集期间的 {flat:duration} 内没有发生',
  ok: '没有过长的哈希链',
  entries: '{count} 个条目',
  'few-buckets': '让每个可能的条目都有一个桶',
  rehash: '整张表一次重建：大表会有数毫秒无法转发。每个桶占 8 字节。',
  alike: '查看条目的共同点：桶数足够时，只有几乎相同的流才共用一条链',
};
