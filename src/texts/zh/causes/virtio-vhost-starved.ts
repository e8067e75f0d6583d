export const virtioVhostStarved = {
  title: '虚拟机与虚拟化平台彼此跟不上',
  why: '虚拟机通过与下层主机共享的环（virtio）得到它的帧。主机的一个线程（vhost）填充它，虚拟机取空它。当虚拟机没有运行或太慢时，环一直是满的，主机在虚拟机的 tap 设备上丢弃；虚拟机看不到这种丢失。当虚拟机没有内存或认为某个帧已损坏时，则由它自己丢弃。',
  problem:
    '{device} [[在 {seconds:duration} 内]]不得不丢弃 {n} 个由下层主机交来的帧[[（{rate:rate}）]][[，占全部的 {share:percent}]]（{counter}[[，驱动 {driver}]]）',
  suspect:
    '{device} 自启动以来不得不丢弃 {n} 个由下层主机交来的帧[[（平均 {rate:rate}）]][[，占全部的 {share:percent}]]（{counter}[[，驱动 {driver}]]）；时间未知[[：两次采集之间的 {flat:duration} 内没有，但时间太短，无法判断]]',
  past: '{device} 自启动以来不得不丢弃 {n} 个由下层主机交来的帧（{counter}），两次采集之间的 {flat:duration} 内没有',
  ok: '虚拟机与其主机之间没有丢帧',
  'port-problem':
    '{device} 后面的虚拟机[[在 {seconds:duration} 内]]没有取走 {n} 个帧[[（{rate:rate}）]][[，占全部的 {share:percent}]]',
  'port-suspect':
    '{device} 后面的虚拟机自启动以来没有取走 {n} 个帧[[（平均 {rate:rate}）]][[，占全部的 {share:percent}]]；时间未知[[：两次采集之间的 {flat:duration} 内没有，但时间太短，无法判断]]',
  'port-past': '{device} 后面的虚拟机自启动以来没有取走 {n} 个帧，两次采集之间的 {flat:duration} 内没有',
  none: '本机不是 virtio 虚拟机，也没有位于 tap 设备后面的虚拟机',
  'not-counted':
    '这是 virtio 虚拟机，其驱动不统计丢弃；主机在 tap 设备上丢弃的只在主机上显示（ip -s link show vnetN）',
  'more-queues': '把 {device} 的帧分散到主机提供的所有队列',
  'keep-queues': '使队列数量在重启后保持',
  interrupts: '中断会重新分配；此刻可能丢失少量数据包。',
  'ask-host':
    '请主机的管理者为本虚拟机提供更大的接收环（rx_queue_size=1024）、多个队列和 vhost，并查询其 tap 设备丢弃了多少',
  'look-guest': '检查 {device} 后面的虚拟机：是否得到 CPU 时间，是否有多个队列，vhost 是否开启',
  'guest-blind': '虚拟机不统计在 tap 设备上丢弃的帧：请查看两侧。',
};
