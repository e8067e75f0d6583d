export const ipChecksum = {
  title: 'IP 头在途中损坏（校验和）',
  why: 'IPv4 头的校验和不符：路由器或发送方计算之后头部被改动，而帧校验（FCS）却是对的。这发生在设备内部而非线缆上：交换机或网卡的坏内存、驱动、隧道，或自行写包的程序。该包被丢弃，同时计入 InHdrErrors。IPv6 没有头部校验和。',
  problem:
    '{n} 个数据包的 IP 头损坏[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占到达总数的 {share:percent}]]',
  suspect:
    '自启动以来 {n} 个数据包的 IP 头损坏[[（平均 {rate:rate}）]][[，占到达总数的 {share:percent}]]；时间不明',
  past: '自启动以来 {n} 个数据包的 IP 头损坏，采集期间的 {flat:duration} 内没有发生',
  ok: '没有 IP 头损坏的数据包',
  'also-above': 'TCP 或 UDP 的校验和也失败：载荷同样损坏',
  'header-only':
    'TCP 和 UDP 的校验和正确：只有头部损坏，由改写头部者（NAT、隧道、程序）造成，而非途中的坏内存。',
  capture: '查看它们来自哪个邻居（MAC 地址）和设备；若只有一个设备，问题在其网卡或驱动',
};
