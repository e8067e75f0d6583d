export const nicRxErrors = {
  title: '网卡接收错误',
  why: '网卡统计到达时已损坏的帧：校验和错误、长度错误、符号错误。它们在内核看到之前就被丢弃。健康的有线链路完全没有这类错误，百万分之一也说明线缆、光模块或端口损坏，或两端速率与双工不一致。驱动也可能把其他丢失计入此处。',
  problem:
    '{device} 收到 {n} 个坏帧[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占全部的 {share:percent}]]',
  suspect:
    '自启动以来 {device} 收到 {n} 个坏帧[[（平均 {rate:rate}）]][[，占全部的 {share:percent}]]；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来 {device} 收到 {n} 个坏帧，采集期间的 {flat:duration} 内没有发生',
  ok: '没有网卡计到坏帧',
  look: '按种类（crc、length、frame、missed）分开看，并查看光模块和对端的信息',
  swap: '先换线缆或光模块，再换交换机端口，然后才是网卡的驱动和固件。一次只换一件，由计数器判定',
  'link-goes-down': '更换期间链路会中断。',
  'switch-side':
    '交换机端口也有计数：只在那里出现错误，则是另一方向的问题。直通式交换机会转发在更远处已损坏的帧。',
};
