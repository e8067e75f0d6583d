export const timestampsDisabled = {
  title: 'TCP 时间戳已关闭',
  why: '有了时间戳，TCP 可在每个段上测量往返时间，识别旧的重复段（PAWS），可为出站连接重用 TIME_WAIT 中的端口（tcp_tw_reuse），并在由 SYN cookie 建立的连接中保留窗口扩大和 SACK。默认是启用的。关闭它的原因往往是隐藏主机的运行时间，或因为 tcp_tw_recycle，而后者自内核 4.12 起已不存在。',
  risk: 'net.ipv4.tcp_timestamps 为 0：无法防范旧的重复段，往返时间的测量也粗略',
  cookies:
    'net.ipv4.tcp_timestamps 为 0，而 {n} 个连接由 SYN cookie 建立[[，{seconds:duration} 内]]：它们既没有窗口扩大也没有 SACK',
  reuse:
    'net.ipv4.tcp_timestamps 为 0，因此 net.ipv4.tcp_tw_reuse 为 1 也不起作用：TIME_WAIT 中的端口仍被占用',
  ok: 'TCP 时间戳已启用[[：与其他主机的 {all} 个连接中有 {n} 个在使用]]',
  agreed: '与其他主机的 {all} 个连接中有 {n} 个在建立时协商了时间戳',
  'not-collected': '没有采集 net.ipv4.tcp_timestamps',
  'new-only': '只对此后建立的连接生效；每个段增加 12 字节。',
  'recycle-first': '先关闭 tcp_tw_recycle：一旦启用时间戳，它会立即拒绝 NAT 之后的客户端',
  uptime: '自内核 4.10 起，每个连接以随机偏移开始（值为 1）：不会泄露运行时间。',
};
