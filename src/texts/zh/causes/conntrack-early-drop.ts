export const conntrackEarlyDrop = {
  title: '连接跟踪为新流腾位而逐出旧流',
  why: '连接跟踪表满时，内核在新流的位置附近寻找尚未见到双向流量的条目（非 ASSURED：半开的 TCP 连接、没有应答的 UDP 查询）并将其删除，计入 early_drop。新流得以建立，旧流被遗忘：其下一个包成为 INVALID 或重新开始，在 NAT 之后其应答找不到回路。只有无可逐出时才丢包：early_drop 是此前的最后警告。',
  problem: '为新流腾位逐出了 {n} 个流[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  suspect: '自启动以来为新流腾位逐出了 {n} 个流[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来为新流腾位逐出了 {n} 个流，采集期间的 {flat:duration} 内没有发生',
  ok: '没有为其他流腾位而逐出流',
  'count-of-max': '表中有 {count} 个条目，上限 {max}',
  unanswered: '列出的 {entries} 个条目中有 {unreplied} 个没有见到应答：扫描、泛洪或对端已失效',
  holders: '查明谁占满了表：某个地址占据大部分条目即为扫描、攻击或泄漏',
  memory:
    '每个条目约占 320 字节内核内存：{to} 个条目最多 {bytes:bytes}。kube-proxy 等程序启动时会改写此设置。',
};
