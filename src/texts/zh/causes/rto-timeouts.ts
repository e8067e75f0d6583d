export const rtoTimeouts = {
  title: 'TCP 等待重传定时器',
  why: '既没有确认也没有后续的段告诉 TCP 丢失了什么时，它只能等待：至少 200 ms，每次加倍。整批数据丢失（路径中断）、应答的最后一段丢失，或大包始终过不去而小包能过时，就会发生。',
  problem:
    '重传定时器触发 {n} 次[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占发送段的 {share:percent}]]',
  suspect: '自启动以来重传定时器触发 {n} 次[[，占发送段的 {share:percent}]]；时间不明',
  past: '自启动以来重传定时器触发 {n} 次，采集期间的 {flat:duration} 内一次也没有',
  ok: '重传定时器很少触发[[：{n} 次，占发送段的 {share:percent}]]',
  aborted: '有连接在用尽重试之后被放弃',
  stuck: '查看哪些连接在等待，退避了多少次',
};
