export const ringBufferOverflow = {
  title: '接收 ring 溢出',
  why: '网卡把帧写入驱动在接收 ring 中预备的缓冲区。CPU 来不及清空 ring 时，网卡找不到空闲缓冲区，自带的少量内存填满后便自行丢弃后续的帧：驱动之上什么也看不到。各驱动的计数器名称不同。常见原因是突发长于 ring，或一个繁忙的 CPU 服务所有队列。',
  problem:
    '{device} 因缺少接收缓冲区丢弃 {n} 个帧[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占帧总数的 {share:percent}]][[，为平时速率的 {times} 倍]]',
  suspect:
    '自启动以来 {device} 因缺少接收缓冲区丢弃 {n} 个帧[[（平均 {rate:rate}）]][[，占帧总数的 {share:percent}]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来 {device} 因缺少接收缓冲区丢弃 {n} 个帧，采集期间的 {flat:duration} 内没有发生',
  ok: '没有接收 ring 溢出',
  'ring-small': '{device} 的接收 ring 有 {now} 个描述符，硬件最多支持 {max}',
  'ring-full-size': '{device} 的接收 ring 已达硬件上限（{max}）',
  'one-cpu': 'CPU {cpu} 处理 {device} {share:percent} 的中断：先把它们分散开',
  enlarge: '把 {device} 的接收 ring 从 {now} 增大到硬件上限 {max}',
  'keep-ring': '使 {device} 的 ring 大小在重启后仍然有效',
  'link-resets': '许多驱动在改变 ring 时会短暂重置链路。更大的 ring 占用内存，并在突发时增加延迟。',
  'spread-irqs':
    '把 {device} 的队列分散到多个 CPU：irqbalance 或手工设置 smp_affinity；队列少于 CPU 时用 ethtool -L 增加队列',
  'not-backlog':
    '与 net.core.netdev_max_backlog 是不同的队列：那一个在驱动之后，会显示在 softnet_stat 的第二列。',
  twice:
    '在负载下间隔十秒执行两次：ethtool -S {device} | grep -Ei "miss|fifo|no_buf|no_dma|discard|out_of_buffer"',
};
