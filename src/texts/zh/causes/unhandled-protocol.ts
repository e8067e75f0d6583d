export const unhandledProtocol = {
  title: '本机无人处理的协议的数据包',
  why: '每一帧都标明它承载的协议。内核的任何部分和任何程序都没有要求该协议时，该帧被丢弃，并计入其设备的 rx_dropped：LLDP、生成树、CDP、没有对应设备的 VLAN、IPX。交换机每隔几秒就会一直发送这类帧，没有任何损失。再上一层，IP 统计没有处理者的 IP 协议的数据包（InUnknownProtos），并回复 ICMP 错误：若隧道或 SCTP 应终止于此而其模块未加载，这就是故障。',
  suspect:
    '收到 {n} 个本机无人处理的 IP 协议的数据包[[，{seconds:duration} 内]][[（{rate:rate}）]]：隧道、IPsec 或 SCTP 缺少模块，或有人在探测',
  past: '自启动以来收到 {n} 个本机无人处理的 IP 协议的数据包，采集期间的 {flat:duration} 内没有',
  ok: '没有数据包因协议无人处理而被丢弃',
  frames:
    '{device} 丢弃了 {n} 帧[[，{seconds:duration} 内]][[（{rate:rate}）]]，环形缓冲区、backlog 和驱动都没有计数：本机无人处理的协议，无害',
  trace: '丢包跟踪中有 {n} 帧属于本机无人处理的协议：无害',
  few: '收到 {n} 个本机无人处理的 IP 协议的数据包：太少，说明不了什么',
  'not-compared': '{device} 丢弃了帧，但没有采集环形缓冲区或 backlog 是否也计数',
  'name-frames':
    '查看它们是什么：tcpdump -nn -e -c 20 -i {device} not ip and not ip6 and not arp。每 2 秒是生成树，每 30 秒是 LLDP，每 60 秒是 CDP。它运行期间计数不变。',
  'name-protocol': '查看是哪个协议、由谁发送；再看其模块在本机是否加载',
};
