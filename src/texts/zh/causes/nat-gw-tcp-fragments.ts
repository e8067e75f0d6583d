export const natGwTcpFragments = {
  title: 'TCP 以 IP 分片传送，NAT 网关会丢弃',
  why: '某些托管 NAT 网关丢弃 TCP 和 ICMP 的 IP 分片。TCP 本身不分片：它遵守路径 MTU。路径 MTU 发现被关闭，或途中路由器切割数据包时，小的交互正常，大的应答永远到不了；不经过该网关的客户端看不到故障。',
  captured: '线路上有 {n} 个来自 {source} 的 TCP 分片：丢弃分片的网关会丢失它们',
  'sends-them': '本机把 {n} 个数据包切成分片[[，{seconds:duration} 内]]，而路径 MTU 发现已关闭：其中包括 TCP',
  ok: '没有 TCP 分片的迹象',
  discover: '重新启用路径 MTU 发现',
  clamp: '把段大小限制到路径允许的值：在中间路由器或本机上钳制 MSS',
  'new-only': '只对新连接有效。',
  'test-right':
    '试验：从有公网地址的主机（而不是网关后面）取一个大的应答，并观察：tcpdump -nn "ip[6:2] & 0x3fff != 0 and tcp"。用大包 ping 穿过这种网关按设计就会失败，不能说明什么。',
};
