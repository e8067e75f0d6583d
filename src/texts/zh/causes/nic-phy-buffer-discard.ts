export const nicPhyBufferDiscard = {
  title: '网卡自身的缓冲区溢出',
  why: '网卡端口与接收环之间有一小块自己的内存。帧到达的速度超过网卡写入主机内存的速度时，它就会填满：PCIe 插槽太窄或太慢、IOMMU 或节能使每次访问变慢，或多个发送方同时突发。此时接收环还有空闲描述符，网卡却已丢帧，因此加大接收环没有作用。',
  problem:
    '{device} 在自身缓冲区中丢弃 {n} 个帧[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占全部的 {share:percent}]]（{counter}[[，驱动 {driver}]]）',
  suspect:
    '自启动以来 {device} 在自身缓冲区中丢弃 {n} 个帧[[（平均 {rate:rate}）]][[，占全部的 {share:percent}]]（{counter}[[，驱动 {driver}]]）；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来 {device} 在自身缓冲区中丢弃 {n} 个帧，采集期间的 {flat:duration} 内没有发生',
  ok: '没有网卡在自身缓冲区中丢帧',
  slot: '比较 {device} 的 PCIe 链路与网卡能力（LnkSta 与 LnkCap），并检查固件和内核命令行中的节能与 IOMMU 设置',
  'flow-control': '如果原因是突发流量，两端开启流量控制可把帧留在交换机中：请与网络团队商定。',
  'not-ring': '不是接收环：那种丢包有别的计数器（rx_missed_errors、rx_out_of_buffer），ethtool -G 在此无效。',
};
