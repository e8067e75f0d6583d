export const txQueueStopped = {
  title: '驱动丢弃了要发送的数据包',
  why: '要发送的数据包在网卡的发送环中等待。环满时，驱动停止其队列，内核把数据包留在上面的排队规则（qdisc）中，直到又有空位：这在任何繁忙的主机上都是正常的，不丢失任何东西。只有当驱动把数据包扔掉时才有丢失：通往下层主机没有空间、没有内存，或者网卡无法接受该数据包。',
  problem:
    '{device} [[在 {seconds:duration} 内]]丢弃了 {n} 个要发送的数据包[[（{rate:rate}）]][[，占全部的 {share:percent}]]（{counter}[[，驱动 {driver}]]）',
  suspect:
    '{device} 自启动以来丢弃了 {n} 个要发送的数据包[[（平均 {rate:rate}）]][[，占全部的 {share:percent}]]（{counter}[[，驱动 {driver}]]）；时间未知[[：两次采集之间的 {flat:duration} 内没有，但时间太短，无法判断]]',
  past: '{device} 自启动以来丢弃了 {n} 个要发送的数据包（{counter}），两次采集之间的 {flat:duration} 内没有',
  ok: '没有驱动丢弃要发送的数据包',
  pressed: '{device} 的发送环[[在 {seconds:duration} 内]]有 {n} 次暂时已满：内核等待，没有丢失',
  'host-full': '{device} 通往下层主机的环[[在 {seconds:duration} 内]]有 {n} 次满到连收到的帧都无法确认',
  'ask-host':
    '请询问下层主机的运维者它是否过载。Linux 4.18 之前（以及较晚才采纳该修复的发行版内核）的 hv_netvsc 此后可能停止接收：请升级内核',
  'not-counted': '这里没有驱动统计被丢弃而未发送的数据包',
  'larger-ring': '把 {device} 的发送环设为最大值',
  'keep-ring': '使环的大小在重启后保持',
  'link-goes-down': '大多数驱动会为此复位网卡：链路中断数秒。',
  look: '比较 {device} 的驱动丢弃的数量与其上方队列中等待的数量',
  'not-qdisc': '不是排队规则：它丢弃的数量记录在 tc -s qdisc 中，在驱动之前。',
};
