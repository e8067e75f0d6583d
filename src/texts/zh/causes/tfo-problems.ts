export const tfoProblems = {
  title: 'TCP Fast Open 不起作用',
  why: '使用 TCP Fast Open 时，客户端在第一个 SYN 中就带上数据和先前得到的 cookie。失败时连接以普通方式建立：除了本可省下的一次往返之外没有损失。只有当路径上的防火墙丢弃带数据的 SYN 时，客户端每次尝试才要等待一秒以上。',
  problem:
    '[[在 {seconds:duration} 内]]TCP Fast Open 失败 {n} 次[[（{rate:rate}）]]，多数为 {counter}：改用普通握手',
  suspect: '自启动以来 TCP Fast Open 失败 {n} 次[[（平均 {rate:rate}）]]，多数为 {counter}；时间不明',
  past: '自启动以来 TCP Fast Open 失败 {n} 次，两次采集之间的 {flat:duration} 内没有',
  ok: 'TCP Fast Open 没有失败',
  refused: '本机作为客户端：SYN 中的数据没有被确认；服务器（不再）接受，或路径上的设备去掉了它',
  cookie:
    '本机作为服务器：SYN 带来的 cookie 不是自己的；负载均衡器后面的所有服务器必须有相同的 net.ipv4.tcp_fastopen_key',
  queue: '本机作为服务器：等待的 Fast Open 连接多于应用程序允许的数量（TCP_FASTOPEN，即该队列的长度）',
  blackhole: '本机作为客户端：SYN 带数据之后连接挂住，内核暂停了 Fast Open：路径上的设备丢弃这类数据包',
  'switch-off': '让本机作为客户端不使用 Fast Open：连接多一次往返，但不再挂住',
  'see-kind': '查看哪一种在上升，以及涉及哪些目的地',
};
