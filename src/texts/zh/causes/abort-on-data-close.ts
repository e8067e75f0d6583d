export const abortOnDataClose = {
  title: '本机应用以复位关闭连接',
  why: '连接正常以 FIN 结束，双方都已收到全部数据。如果程序关闭的套接字里还有从未读取的数据，内核就改发复位（TCPAbortOnClose）。把 SO_LINGER 设为零时会有意如此，数据到达正在关闭的套接字时也一样（TCPAbortOnData）。对端看到 “connection reset by peer”，并丢弃它尚未读取的内容：应答的末尾可能缺失。这不是网络的问题。健康检查和代理常常有意这样关闭。',
  problem:
    '本机以复位关闭了 {n} 个连接[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占所打开连接的 {share:percent}]]：其中 {unread} 个还有未读数据，{linger} 个立即关闭（SO_LINGER 0，或关闭后又来数据）',
  suspect:
    '自启动以来本机以复位关闭了 {n} 个连接[[，占所打开连接的 {share:percent}]]：其中 {unread} 个还有未读数据，{linger} 个立即关闭（SO_LINGER 0，或关闭后又来数据）；时间不明',
  past: '自启动以来本机以复位关闭了 {n} 个连接，采集期间的 {flat:duration} 内没有',
  ok: '本机很少以复位关闭连接[[：{n} 个，占所打开连接的 {share:percent}]]',
  who: '查看是哪个程序复位连接、对象是谁：健康检查无害。5.0 起的内核可用此跟踪点看到程序；tcpdump 显示对端和端口',
  'read-first':
    '让程序在关闭之前读到末尾（先 shutdown(SHUT_WR)，再读到返回 0），并去掉并非有意的 SO_LINGER 0',
  'after-close': '连接双向关闭之后到达的数据也会以复位应答，但除 OutRsts 外没有计数器说明这一点。',
};
