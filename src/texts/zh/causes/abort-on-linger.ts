export const abortOnLinger = {
  title: '程序不等待对端结束',
  why: '程序发出 FIN 并收到确认后，连接在 FIN_WAIT2 中等待对端的 FIN：默认 60 秒（tcp_fin_timeout）。把套接字选项 TCP_LINGER2 设为负数的程序不愿等待：它的 close() 立即以复位结束连接。如果对端还有数据要发，就会看到 “connection reset by peer”。此选项少见，且是有意设置的；这不是网络的问题。',
  problem:
    '{n} 个连接因程序把 TCP_LINGER2 设为负数而在 FIN_WAIT2 中被复位[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占所打开连接的 {share:percent}]]',
  suspect:
    '自启动以来 {n} 个连接因程序把 TCP_LINGER2 设为负数而在 FIN_WAIT2 中被复位[[，占所打开连接的 {share:percent}]]；时间不明',
  past: '自启动以来 {n} 个连接因程序把 TCP_LINGER2 设为负数而在 FIN_WAIT2 中被复位，采集期间的 {flat:duration} 内没有',
  ok: '没有连接因 TCP_LINGER2 被复位',
  option:
    '让程序等待对端：去掉 TCP_LINGER2，或设为若干秒；若 FIN_WAIT2 套接字过多，调小 net.ipv4.tcp_fin_timeout 更为温和',
  other: 'SO_LINGER 设为零秒是另一个选项，计入 TCPAbortOnData。',
};
