export const rpsFlowLimit = {
  title: 'backlog 的流限制削减大流量的流',
  why: '设置 net.core.flow_limit_cpu_bitmap 后，CPU 会保护小的流：当其 backlog 队列超过一半时，丢弃在最近 128 帧中占一半以上的那个流的帧。经 RPS 或没有 NAPI 的设备（veth、tun）的单个隧道、备份或洪泛会被削减，其他流则通过。丢弃计入 softnet_stat 的第十一列，并再次计入第二列。',
  problem:
    '流限制丢弃了大流量流的 {n} 帧[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占全部帧的 {share:percent}]]',
  suspect:
    '自启动以来流限制丢弃了大流量流的 {n} 帧[[（平均 {rate:rate}）]][[，占全部帧的 {share:percent}]]；时间不明[[：采集期间的 {flat:duration} 内没有发生，太短无法判断]]',
  past: '自启动以来流限制丢弃了大流量流的 {n} 帧，采集期间的 {flat:duration} 内没有发生',
  ok: '流限制没有丢弃任何帧：softnet_stat 的第十一列在每个 CPU 上都是 0',
  'on-cpu': '丢弃 {n} 帧[[，占其帧的 {share:percent}]]',
  'which-flow':
    '找出大流量的流，让它由单独的队列接收（ntuple 规则，ethtool -N），或分成多个流：无论 RPS 如何设置，一个流由一个 CPU 处理',
  'half-full': '该限制只在队列超过一半时起作用：更长的队列可承受更长的突发。',
  off: '在所有 CPU 上关闭流限制',
  'may-starve': '没有它，一个大流量的流可能占满整个队列，小的流也会丢失。',
};
