export const tcpChecksum = {
  title: 'TCP 段到达时已损坏',
  why: '段的 TCP 校验和与内容不符：发送方与本内核之间有什么改变了它。内核不作回应地丢弃该段并计入 InCsumErrors；发送方重传，用户看到的是缓慢或停滞的连接。以太网帧有自己的校验和，因此损坏发生在某台设备内部：交换机或路由器的内存、网卡或其卸载功能、虚拟交换机、隧道。',
  problem:
    '{n} 个 TCP 段到达时校验和错误[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占段总数的 {share:percent}]]',
  suspect:
    '自启动以来 {n} 个 TCP 段到达时校验和错误[[（平均 {rate:rate}）]][[，占段总数的 {share:percent}]]；时间不明',
  past: '自启动以来 {n} 个 TCP 段到达时校验和错误，采集期间的 {flat:duration} 内没有发生',
  ok: '自启动以来所有 TCP 校验和都正确',
  where: '找出该设备：查看损坏的段来自哪些对端、哪个接口',
  offload: '区分网卡与路径：关闭接收校验和卸载一分钟，再看一次',
  cost: '关闭期间占用 CPU。',
  'sender-side': '启用卸载时，在发送主机上 tcpdump 会显示校验和错误：这是无害的。',
};
