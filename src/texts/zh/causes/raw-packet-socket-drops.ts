export const rawPacketSocketDrops = {
  title: '原始或 packet 套接字溢出',
  why: '原始套接字和 packet 套接字得到经过的数据包的副本：tcpdump、ping、DHCP 客户端、监控。程序不读取自己的副本就会丢失它们，也只丢失副本；许多程序打开原始套接字只为发送，从不读取。只有依赖原始套接字的协议（OSPF、VRRP、IGMP、PIM）才算丢失：漏掉一个 hello 会使邻居被判为失效。',
  problem:
    '{socket}（{name}）[[在 {seconds:duration} 内]]丢失 {n} 个数据包[[（{rate:rate}）]]：邻居可能看似失效',
  suspect: '{socket}（{name}）自打开以来丢失 {n} 个数据包；时间不明',
  copies: '{socket} [[在 {seconds:duration} 内]]丢失 {n} 个数据包副本：数据包本身照常通过',
  ok: '没有原始或 packet 套接字丢失数据包',
  'ok-copies': '只作观察的套接字丢失 {n} 个数据包副本：没有数据包因此丢失',
  'see-owner': '查看是哪个程序，以及它是否得到 CPU 时间：hello 数据包在其缓冲区中等待',
  enlarge: '在其自身的配置中给它更大的接收缓冲区',
};
