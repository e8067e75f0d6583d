export const bondInactiveDrops = {
  title: 'bond 的空闲成员上的帧',
  why: '在 active-backup 模式下，bond 的一个成员承载流量，其他成员等待。广播和交换机的泛洪会到达所有成员；到达等待成员的被有意忽略，并在那里计数：自内核 4.6 起计入 rx_nohandler，之前计入 rx_dropped。没有任何损失，活动成员收到了同样的内容。只有当交换机把发给本机的流量送到空闲端口时才是故障：它把这些端口当作一个 port-channel，或在错误的端口记住了 MAC 地址。',
  suspect:
    '{device} 作为 {active} 的备份等待，忽略了 {n} 帧[[，{seconds:duration} 内]]（{rate:rate}），多于广播应有的数量：交换机可能把一部分流量送到空闲端口',
  ok: '没有 bond 的空闲成员忽略帧',
  none: '没有 bond 的成员作为备份等待',
  ignored:
    '{device} 作为[[ {active} 的]]备份等待，忽略了 {n} 帧[[，{seconds:duration} 内]][[（{rate:rate}）]]，理应如此',
  waits: '活动成员：其他成员等待',
  switch:
    '查看交换机：active-backup 的 bond 的端口不能是 port-channel（LACP 或静态）；看它在哪个端口记着 {bond} 的 MAC 地址',
};
