export const keepaliveMisconfig = {
  title: 'TCP keepalive 与路径不匹配',
  why: '防火墙、NAT 和负载均衡器会忘记空闲过久的连接，在云中只需几分钟；之后它的下一个数据包被丢弃或 reset，程序挂住。keepalive 探测（SO_KEEPALIVE）能使其不被忘记，但内核要在 net.ipv4.tcp_keepalive_time 之后才发送第一个，默认两小时。反之，几秒内就放弃的探测会在网络抖动时断开好的连接。',
  suspect: '{all} 个连接中有 {n} 个不应答 keepalive 探测：路径上有设备忘记了它们，或对端已消失',
  tracked: '本机自己在 {timeout:duration} 后就忘记空闲连接，早于 {time:duration} 时的第一个 keepalive 探测',
  hasty: 'keepalive 会断开静默 {seconds:duration} 的连接：网络短暂故障就足够了',
  ok: '没有迹象表明 keepalive 不匹配[[：无数据 {time:duration} 后发送第一个探测]]',
  unanswered: '至今有 {n} 个探测没有应答',
  earlier: '让第一个探测更早发送：在空闲连接被忘记的时间的一半时',
  'only-asked': '只影响设置了 SO_KEEPALIVE 且没有自定时间的程序的新旧套接字；其他不变。',
  patient: '给对端与内核默认值相同的时间',
};
