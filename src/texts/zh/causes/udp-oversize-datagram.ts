export const udpOversizeDatagram = {
  title: '大于 MTU 的 UDP 数据报',
  why: '放不进 MTU 的数据报分片传送，丢一个分片就丢掉全部：五个分片时，途中 1 % 的丢失变成 5 %。许多防火墙和云网络完全丢弃分片。TCP 会避免分片，因此在有 UDP 流量的主机上，分片几乎总是 UDP 数据报。',
  problem:
    '{n} 个分片数据报无法重组[[，{seconds:duration} 内]][[（{rate:rate}）]]，同时到达 {requests} 个分片和 {datagrams} 个 UDP 数据报：请发送更小的数据报',
  suspect:
    '自启动以来 {n} 个分片数据报无法重组[[（平均 {rate:rate}）]]，共 {requests} 个分片、{datagrams} 个 UDP 数据报：请发送更小的数据报',
  past: '自启动以来 {n} 个分片数据报无法重组，采集期间的 {flat:duration} 内没有发生',
  ok: '所有分片数据报都已重组，或没有分片到达',
  'send-smaller':
    '让发送方使每个数据报不超过路径 MTU：IPv4 时载荷最多为 MTU - 28 字节（DNS：EDNS 大小 1232）',
  capture: '查看分片及其发送者：tcpdump -nn "ip[6:2] & 0x3fff != 0"',
};
