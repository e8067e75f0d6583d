export const pcieBottleneck = {
  title: '插槽对网卡来说太慢',
  why: '网卡经 PCI Express 通道把帧送入内存。若插槽的通道比网卡能用的更少或更慢，或者接触不良，通道能承载的就少于线路带来的。帧于是在网卡的小缓冲区中等待，缓冲区满时网卡就丢弃它们，尽管 CPU 和接收环还有余地。',
  problem:
    '{device} [[在 {seconds:duration} 内]]有 {n} 次因缺少 PCI Express 信用而无法交出数据（{counter}[[，驱动 {driver}]]）',
  suspect:
    '{device} 自启动以来有 {n} 次因缺少 PCI Express 信用而无法交出数据（{counter}[[，驱动 {driver}]]）；时间未知[[：两次采集之间的 {flat:duration} 内没有，但时间太短，无法判断]]',
  past: '{device} 自启动以来有 {n} 次因缺少 PCI Express 信用而无法交出数据（{counter}），两次采集之间的 {flat:duration} 内没有',
  dropping: '{device} 的插槽能承载 {gbps} Gb/s[[，链路为 {link}]]，网卡在帧到达接收环之前就丢弃它们',
  risk: '{device} 的插槽能承载 {gbps} Gb/s[[，链路为 {link}]]，少于网卡能用的；没有丢失计数',
  enough: '{device} 的插槽比网卡能用的慢，但足以承载其链路',
  ok: '每块网卡都有它能用的 PCI Express 通道',
  'not-told': '插槽的速度未知：lspci 只有以 root 身份加 -vv 才显示',
  slot: '网卡与插槽商定的结果',
  reseat: '重新插好 {device} 的网卡，或换到通道更多的插槽；插槽宽度见主板手册',
  virtual: '虚拟功能（VF）没有自己的通道（x0）：请看物理功能。',
};
