export const listenAbortOnOverflow = {
  title: 'accept 队列满时以 reset 应答',
  why: 'net.ipv4.tcp_abort_on_overflow=1 时，accept 队列满会重置新连接，而不是让客户端重试。本来只会让部分客户端多等一秒的突发，变成所有客户端的 “connection reset by peer”。在试验中可使溢出显现，在生产中有害。',
  problem:
    'accept 队列溢出 {n} 次[[，{seconds:duration} 内]][[（{rate:rate}）]]，tcp_abort_on_overflow 重置了这些客户端',
  suspect: '自启动以来 accept 队列溢出 {n} 次，且 tcp_abort_on_overflow 为 1：客户端被重置过；时间不明',
  past: '自启动以来 accept 队列溢出 {n} 次，采集期间的 {flat:duration} 内没有发生；tcp_abort_on_overflow 为 1',
  risk: 'tcp_abort_on_overflow 为 1：accept 队列首次溢出就会重置客户端',
  ok: 'tcp_abort_on_overflow 已关闭',
  setting: '以 reset 代替沉默',
  resets: '发送了 reset',
};
