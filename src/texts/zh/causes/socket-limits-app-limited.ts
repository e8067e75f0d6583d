export const socketLimitsAppLimited = {
  title: '没有丢失的慢速传输：窗口或缓冲区决定了速度',
  why: 'TCP 对每个连接测量它有多久有数据要发（busy），以及什么使它不能发得更多：对端开放的窗口（rwnd_limited），或本机的发送缓冲区，它装得太少，在确认到来之前不足以填满又长又快的路径（sndbuf_limited）。两者都使传输变慢，但不丢任何东西：这时去找丢包是走错了方向。',
  risk: '本机的发送缓冲区决定了 {n} 个连接的速度，首先是 {socket} 到 {peer}：占其忙碌时间的 {share:percent}',
  peer: '对端的窗口决定了 {n} 个连接的速度，首先是 {socket} 到 {peer}：占其忙碌时间的 {share:percent}；不是本机的丢失',
  ok: '没有连接的速度由窗口或发送缓冲区决定',
  sndbuf:
    '忙碌 {busy:duration}，其中 {share:percent} 的时间发送缓冲区[[（{size:bytes}）]]已满[[——两次采集之间为 {window:percent}]]',
  rwnd: '忙碌 {busy:duration}，其中 {share:percent} 的时间对端窗口已满[[——两次采集之间为 {window:percent}]]',
  'not-shown': '没有采集 TCP 连接的细节（ss -i）',
  'no-fixed-buffer': '从应用程序中去掉 SO_SNDBUF：不设置时，内核让缓冲区增长到 tcp_wmem',
  memory: '每个忙碌的连接都可能占用这么多内存。',
  'peer-side': '其余的请在对端查看：它的接收缓冲区（tcp_rmem），以及它的应用程序是否在读取',
};
