export const irqAffinityImbalance = {
  title: '一个 CPU 处理网卡的全部中断',
  why: '多队列网卡每个队列各有一个中断，使多个 CPU 能同时接收帧。当这些中断都指向一个 CPU 时，只有它在清空 ring：负载下它跟不上，帧丢失在 ring 或它的 backlog 中，而其他 CPU 却空闲。',
  risk: 'CPU {cpu} 承担 {device} {share:percent} 的中断（{vectors} 个向量，{cpus} 个 CPU）',
  suspect:
    'CPU {cpu} 承担 {device} {share:percent} 的中断（{vectors} 个向量，{cpus} 个 CPU），且有帧在 IP 之前丢失',
  single: '{device} 只有一个中断，位于 {cpus} 个 CPU 中的 CPU {cpu}：要使用更多 CPU 需要 RPS，而不是亲和性',
  ok: '没有哪个 CPU 独自处理网卡的中断',
  'no-card': '没有中断可确认属于网卡',
  'few-cpus': '只有 {cpus} 个 CPU，无从分散',
  'old-totals': '启动以来的累计包含亲和性改变之前的时间：判断之前请比较两次采集。',
  balance: '让 irqbalance 分散各队列，或用驱动自带的脚本（set_irq_affinity）手工设置',
  'keep-node':
    '保持在网卡所属内存节点的 CPU 上（cat /sys/class/net/{device}/device/numa_node）。irqbalance 会覆盖手工设置的掩码。绑定式部署（DPDK、存储）是有意如此。',
  steer: '把单队列的帧引导到更多 CPU（RPS）',
  'rps-cost': '每个被引导的帧需要一次 CPU 间中断，并经过 net.core.netdev_max_backlog。',
};
