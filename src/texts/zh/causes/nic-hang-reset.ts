export const nicHangReset = {
  title: '网卡挂死并被复位',
  why: '内核把数据包交给网卡，等待网卡报告已发送。若数秒内没有答复，内核的发送看门狗或驱动自身就认为网卡已挂死，并将其复位。环中的数据包全部丢失，链路短暂中断，计数器可能从零开始。原因在固件、驱动、插槽或其节电功能；在虚拟机上，则在下层主机。',
  problem: '{device} [[在 {seconds:duration} 内]]记录了 {n} 次网卡故障或复位（{counter}[[，驱动 {driver}]]）',
  suspect:
    '{device} 自启动以来记录了 {n} 次网卡故障或复位（{counter}[[，驱动 {driver}]]）；时间未知[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，无法判断]]',
  past: '{device} 自启动以来记录了 {n} 次网卡故障或复位（{counter}），两次采集之间的 {flat:duration} 内没有发生',
  logged: '内核记录了 {n} 次 {device} 挂死或被复位[[；最近一次在采集前 {age:duration}]]',
  ok: '驱动没有记录网卡挂死或复位',
  'not-counted':
    '这里没有驱动统计网卡复位；内核日志中没有相关记录，但这说明不了多少：日志可能没有保留到足够早的时间',
  hung: '网卡没有答复',
  look: '将 {device} 的驱动和固件与厂商的最新版本比较，并阅读第一条此类消息前后的日志',
  offload:
    '若使用最新固件后仍然出现：尝试关闭分段卸载（ethtool -K {device} tso off gso off）和插槽节电（pcie_aspm=off）。两者都会增加 CPU 时间或功耗。',
  order: 'CPU 卡住也会触发同一个看门狗：请查看日志中在此之前的内容。',
};
