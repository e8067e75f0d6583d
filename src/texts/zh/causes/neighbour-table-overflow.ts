export const neighbourTableOverflow = {
  title: '邻居表已满',
  why: '内核记住本网段中每个通信主机的 MAC 地址，ARP 一张表，IPv6 邻居发现一张表。每张表最多 gc_thresh3 个条目（默认 1024），由主机的所有容器共享。在大的平面网络（/20、数千个 pod）中或子网被扫描时，表会填满：发往不在表中的主机的包被丢弃，已在表中的照常工作。应用看到 “No buffer space available”，或只有部分地址超时。',
  problem:
    '邻居表 {table} 拒绝了 {n} 个新条目[[，{seconds:duration} 内]][[（{rate:rate}）]][[；现有 {count} 个，上限 {max}]]',
  'full-now': '邻居表 {table} 已满：{count} / {max} 个条目',
  'logged-now': '采集期间内核记录了 “neighbor table overflow”[[；{table} 现有 {count} / {max} 个条目]]',
  logged:
    '内核记录了 {times} 次 “neighbor table overflow”[[，最后一次在采集前 {age:duration}]][[；{table} 现有 {count} / {max} 个条目]]',
  suspect: '自启动以来邻居表 {table} 拒绝了 {n} 个新条目[[；现有 {count} / {max} 个]]；时间不明',
  past: '自启动以来邻居表 {table} 拒绝了 {n} 个新条目，采集期间的 {flat:duration} 内没有发生',
  risk: '邻居表 {table} 有 {count} / {max} 个条目（{share:percent}）：几乎已满',
  ok: '没有邻居表拒绝过条目[[；{table} 有 {count} / {max} 个]]',
  holds: '{count} 个条目',
  'log-line': '内核自己的记录（有限速：实际更多）',
  who: '查看条目属于哪些设备：大量 INCOMPLETE 或 FAILED 表示有人从本机或经过本机扫描子网',
  memory: '每个条目约占 400 字节。该表由主机与其容器共用；容器无法更改。',
};
