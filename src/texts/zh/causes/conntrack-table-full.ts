export const conntrackTableFull = {
  title: '连接跟踪表已满',
  why: '有状态的包过滤和 NAT 把每个流记在连接跟踪表中，表最多容纳 nf_conntrack_max 个条目。表满时，每个新流的第一个包都被丢弃，无论出入，而已建立的流继续：新连接超时，DNS 失败，ping 新地址失败。空闲 TCP 连接的条目保留 nf_conntrack_tcp_timeout_established，默认五天。',
  'full-now': '连接跟踪表已满：{count} / {max} 个条目[[；{seconds:duration} 内丢弃 {n} 个数据包]]',
  dropping:
    '连接跟踪表丢弃新流：{n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]][[；{count} / {max} 个条目]]',
  'logged-now': '内核在两次采集之间记录了 “table full, dropping packet”[[；现在 {count} / {max} 个条目]]',
  logged:
    '内核记录了 {times} 次 “table full, dropping packet”[[，最后一次在采集前 {age:duration}]][[；现在 {count} / {max} 个条目]]',
  'since-boot': '自启动以来丢弃了 {n} 个新流的数据包[[；现在表中 {count} / {max} 个条目]]；时间不明',
  past: '自启动以来丢弃了 {n} 个新流的数据包，采集期间的 {flat:duration} 内没有发生[[；现在 {count} / {max} 个条目]]',
  nearly: '连接跟踪表有 {count} / {max} 个条目（{share:percent}）：接近满，至今没有丢弃',
  ok: '连接跟踪表有余量：{count} / {max} 个条目',
  'ok-no-drop': '连接跟踪没有丢弃任何东西[[；{count} / {max} 个条目]]',
  'not-by-fill':
    '连接跟踪丢弃了 {n} 个数据包，但不是因为表满：{failed} 个是插入失败[[，且表从未超过 {share:percent}]]',
  'count-of-max': '{count} 个条目',
  'limit-is': '上限为 {max}',
  'log-line': '内核自己也这样说（有速率限制：实际更多）',
  'most-entries': '条目最多的是 {address}：{n} 个',
  'not-insert': '不是插入冲突：insert_failed 为 0，而 drop 不为 0。',
  'who-holds': '先查明谁占用条目：若一个地址占大多数，则是扫描、攻击或泄漏，再高的上限也不够',
  memory: '每个条目约占 320 字节内核内存：{to} 个条目最多 {bytes:bytes}。kube-proxy 等在启动时会改写此设置。',
  buckets: '哈希链越长越耗 CPU：使桶数接近条目数。',
  'idle-flows':
    '此后经过本机的空闲连接会被遗忘，其下一个包可能被拒绝。该值必须大于应用程序的 keepalive 时间（默认 7200 s）。',
  'load-early': '在启动时加载模块：其设置在加载之后才存在，sysctl.d 会太早',
  watch: '观察：conntrack -C 与 nf_conntrack_max 对比，以及 conntrack -S 中的 drop。',
};
