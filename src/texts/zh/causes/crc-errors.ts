export const crcErrors = {
  title: '帧在线路上损坏（CRC 错误）',
  why: '每个以太网帧末尾都有对全部比特的校验和。校验不符，说明从上一个发送端口到本网卡之间有比特被改变：线缆损坏或过长、光纤脏污、光模块老化、接头弯折、电磁干扰。网卡直接丢弃该帧，上层完全看不到：TCP 重传而变慢，UDP 则丢失。健康的链路上一个这样的帧都没有。',
  problem:
    '{device} 收到 {n} 个损坏的帧[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占全部的 {share:percent}]]（{counter}[[，驱动 {driver}]]）',
  suspect:
    '自启动以来 {device} 收到 {n} 个损坏的帧[[（平均 {rate:rate}）]][[，占全部的 {share:percent}]]（{counter}[[，驱动 {driver}]]）；时间不明[[：两次采集之间的 {flat:duration} 内没有发生，但时间太短，不足以判断]]',
  past: '自启动以来 {device} 收到 {n} 个损坏的帧，采集期间的 {flat:duration} 内没有发生',
  ok: '没有网卡收到损坏的帧',
  measure: '读取 {device} 的光功率和计数器，以及对端交换机端口的计数器',
  swap: '每次只换一个部件，以计数器为准：先清洁或更换线缆，再换光模块、交换机端口，最后换网卡',
  'link-goes-down': '更换部件时链路会中断。',
  'not-length': '不是长度错误的帧：MTU 或 VLAN 标签不对会计入长度错误。',
  'cut-through': '直通式交换机会转发损坏的帧：如果交换机每个端口都有计数，坏的线缆在更远处。',
};
