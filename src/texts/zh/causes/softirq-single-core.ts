export const softirqSingleCore = {
  title: '网络 softirq 占满一个 CPU',
  why: '收到的帧由接受中断的 CPU 在 softirq 中处理。由一个 CPU 包办时，它达到极限，而所有 CPU 的平均值看起来却很空闲：帧先是等待，然后 ring 和 backlog 溢出，该 CPU 上的程序得不到运行。',
  problem:
    '采集期间 CPU {cpu} 有 {softirq:percent} 的时间用于 softirq[[，而全部 CPU 合计空闲 {idle:percent}]]',
  seen: 'mpstat 看到 CPU {cpu} 有 {softirq:percent} 的时间在 softirq 中[[，而全部 CPU 合计空闲 {idle:percent}]]',
  ksoftirqd: 'ksoftirqd/{cpu} 占用其 CPU 的 {percent} %：softirq 在那里跟不上',
  ok: '没有 CPU 被 softirq 占满：最多 {softirq:percent}，在 CPU {cpu}',
  'one-capture': '单次采集只有启动以来的平均值，突发会被淹没',
  squeezed: 'CPU {cpu} 在此期间 {n} 次用尽预算',
  dropped: '并丢弃 {n} 个帧',
  spread: '分散负载：更多队列（ethtool -L），单队列网卡用 RPS；检查是否有成千条线性过滤规则；把程序移到别处',
  'rps-cost': 'RPS 需要 CPU 间中断，其帧经过 net.core.netdev_max_backlog。',
  watch: '观察：mpstat -P ALL 1 5，%soft 列。',
};
