export const netdevBacklogOverflow = {
  title: 'CPU 的 backlog 队列溢出',
  why: '被引导到另一 CPU 的帧（RPS），以及没有 NAPI 的设备（veth、tun、loopback、隧道）的帧，在处理它们的 CPU 的队列中等待，最多 net.core.netdev_max_backlog 个。该 CPU 忙于网络 softirq 或其他工作时，队列填满，内核丢弃后续的帧。不用 RPS 的现代网卡从不使用此队列。',
  problem:
    '因 CPU 的 backlog 队列已满丢弃 {n} 个帧[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占帧总数的 {share:percent}]]',
  suspect:
    '自启动以来因 CPU 的 backlog 队列已满丢弃 {n} 个帧[[（平均 {rate:rate}）]][[，占帧总数的 {share:percent}]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来因 CPU 的 backlog 队列已满丢弃 {n} 个帧，采集期间的 {flat:duration} 内没有发生',
  ok: '没有 backlog 队列溢出：所有 CPU 的 softnet_stat 第二列都是 0',
  'on-cpu': '丢弃 {n} 个[[，占其帧数的 {share:percent}]]',
  'rps-on': 'RPS 把 {device} 的帧引导到 CPU {cpus}：它们经过此队列',
  'flow-limit': '其中 {n} 个是 net.core.flow_limit 所为：它限制单个大流量，而不是整个队列',
  'same-drops': '{device} 把它们再次计入自己的 rx_dropped',
  'not-ring': '不是接收 ring：增大 ring（ethtool -G）无济于事，帧已离开 ring。',
  'spread-first':
    '先查明该 CPU 为何落后：所有中断在一个 CPU 上、RPS 的 CPU 太少、成千条过滤规则，或有繁忙的程序绑定在那里',
  'adds-delay': '更长的队列只缓冲突发；它增加延迟，一直落后的 CPU 同样会把它填满。',
  watch:
    '按 CPU 观察第二列：watch -d cat /proc/net/softnet_stat；或 perf record -e skb:kfree_skb 中的原因 CPU_BACKLOG（内核 5.17 起）。',
};
