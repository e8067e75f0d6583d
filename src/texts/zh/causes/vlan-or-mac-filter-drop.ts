export const vlanOrMacFilterDrop = {
  title: '属于其他 MAC 地址或 VLAN 的帧',
  why: '交换机会泛洪它不知道位置的帧，中继端口也带有并非人人需要的 VLAN。网卡、驱动和协议栈会丢弃发往其他 MAC 地址或带有未请求标签的帧。在大多数网络上，这一直零星发生，对谁都无害。只有当这些帧本来是给本机的时候才是故障：交换机端口的 VLAN 错误、MAC 地址已迁移、虚拟功能不允许第二个地址、网桥端口没有该 VLAN。',
  suspect:
    '{device} [[在 {seconds:duration} 内]]丢弃了 {n} 个属于其他 MAC 地址或 VLAN 的帧，占收到的 {share:percent}（{counter}）',
  ok: '没有网卡丢弃属于其他 MAC 地址或 VLAN 的帧',
  filtered:
    '{device} [[在 {seconds:duration} 内]]丢弃了 {n} 个属于其他 MAC 地址或 VLAN 的帧[[（{rate:rate}）]]（{counter}）：无害，除非其中有些是给本机的',
  'bridge-filters': '网桥 {device} 过滤 VLAN，而它丢弃的在任何地方都没有计数：请比较其端口的 VLAN',
  'not-counted': '这里没有驱动统计属于其他 MAC 地址或 VLAN 的帧',
  filters: '网桥只让端口所属的 VLAN 通过',
  compare: '比较实际到达的帧（连同标签和 MAC 地址）与 {device} 被设置接受的帧；询问交换机端口的 VLAN',
  promiscuous: '抓包期间网卡接受所有的帧：此前缺失的可能在这时正常。',
  vf: '对于虚拟功能，由主机决定允许哪些地址和标签：ip link set ... vf N trust on, spoofchk off。',
};
