export const ipTruncated = {
  title: 'IP 包短于其头部所述',
  why: 'IP 头所述的字节数多于帧带来的：包在生成之后被截断。可能是网卡或驱动丢失帧尾，MTU 较小的隧道或网桥该拒绝却截断，或程序写出残缺的包。该包被丢弃；发送方以同样方式重发。',
  problem:
    '{n} 个数据包到达时被截断[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占到达总数的 {share:percent}]]',
  suspect:
    '自启动以来 {n} 个数据包到达时被截断[[（平均 {rate:rate}）]][[，占到达总数的 {share:percent}]]；时间不明',
  past: '自启动以来 {n} 个数据包到达时被截断，采集期间的 {flat:duration} 内没有发生',
  ok: '没有被截断的数据包',
  capture: '查看它们来自哪个设备和邻居；比较沿途的 MTU',
  driver: '若只有一个设备：更新其驱动和固件，并关闭其接收卸载（GRO、LRO）试验。',
};
