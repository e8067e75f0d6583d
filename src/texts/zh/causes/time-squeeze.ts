export const timeSqueeze = {
  title: '网络 softirq 用尽时间片（time_squeeze）',
  why: '网络 softirq 每次运行最多处理 netdev_budget 个数据包或 netdev_budget_usecs 微秒。有剩余工作时推迟到下次运行，并计入 time_squeeze。它本身不丢弃任何东西：只说明 CPU 很忙，仅当其后的队列溢出时才有意义。',
  problem: 'softirq 有 {n} 次未做完就停止[[，{seconds:duration} 内]][[（{rate:rate}）]]；这本身不丢失数据包',
  suspect: '自启动以来 softirq 有 {n} 次未做完就停止[[（平均 {rate:rate}）]]；这本身不丢失数据包',
  past: '自启动以来 softirq 有 {n} 次未做完就停止，采集期间的 {flat:duration} 内一次也没有',
  ok: 'softirq 总能完成工作',
  spread: '在考虑预算之前，先把工作分散到更多 CPU：中断、RPS、减少规则',
};
