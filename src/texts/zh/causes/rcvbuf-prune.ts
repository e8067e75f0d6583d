export const rcvbufPrune = {
  title: 'TCP 接收缓冲区太小：段被裁剪',
  why: '到达的段连同内核的附加内存必须放进套接字的接收缓冲区：一个字节的段可能占 768 字节。缓冲区满时，内核先压缩其中的内容（PruneCalled、TCPRcvCollapsed：没有丢失），然后丢弃已有或刚收到的段（RcvPruned、OfoPruned、TCPRcvQDrop、TCPOFODrop）。发送方必须重传。',
  problem:
    '因接收缓冲区不足丢弃 {n} 个收到的段[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占段总数的 {share:percent}]]',
  suspect: '自启动以来因接收缓冲区不足丢弃 {n} 个收到的段[[，占段总数的 {share:percent}]]；时间不明',
  past: '自启动以来因接收缓冲区不足丢弃 {n} 个收到的段，采集期间的 {flat:duration} 内没有发生',
  ok: '没有收到的段因接收缓冲区不足而被丢弃',
  squeezing:
    '接收缓冲区满了 {n} 次[[，{seconds:duration} 内]][[（{rate:rate}）]]，内核对其进行了压缩：没有计到丢失的段，但发送方被减速',
  'squeezed-before':
    '自启动以来接收缓冲区满了 {n} 次，内核对其进行了压缩：没有计到丢失的段，但发送方被减速；时间不明',
  squeezed: '内核压缩了接收缓冲区；仅此不会丢失任何东西',
  full: '未读数据填满了此套接字',
  reader: '让应用程序读得更快：查明它在等什么',
  buffer: '去掉应用程序中过小的 SO_RCVBUF：没有它时内核会把缓冲区扩大到 tcp_rmem',
};
