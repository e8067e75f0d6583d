export const conntrackInsertFailed = {
  title: '连接跟踪：插入竞争',
  why: '新连接的条目在其第一个包通过所有规则之后才进入跟踪表。同一新流的两个包同时经过（典型的是解析器从一个 UDP 套接字发出的 A 和 AAAA 查询，经过 DNAT 或 SNAT），或 SNAT 给两个流分配了同一端口，都会争夺同一条目：后者被丢弃并计入 insert_failed。客户端偶尔遇到数秒的超时（DNS：5 s）。',
  problem: '{n} 个数据包在条目竞争中失败[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  suspect: '自启动以来 {n} 个数据包在条目竞争中失败[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来 {n} 个数据包在条目竞争中失败，采集期间的 {flat:duration} 内没有发生',
  ok: '没有条目插入失败',
  'same-drops': 'drop 增加了同样的数目：数据包已丢失，而跟踪表并未满（early_drop 没有变化）',
  resolved: 'clash_resolve 统计的是无损失解决的竞争',
  random: '让 SNAT 随机选择端口：两个流就很少争夺同一个',
  'random-how':
    '在 MASQUERADE 或 SNAT 规则中加 --random-fully（iptables 1.6.2、内核 3.14 起；nft：fully-random）',
  dns: '对 DNS：在本机上设缓存（中间不经过 NAT），或在 resolv.conf 中设 “options single-request-reopen”',
};
