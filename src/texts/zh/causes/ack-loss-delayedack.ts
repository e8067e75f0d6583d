export const ackLossDelayedack = {
  title: '确认在返回途中丢失',
  why: '已经收到并确认过的数据又到达一次（DelayedACKLost；netstat -s 称之为 “Quick ack mode was activated”）。对端因本机的确认没有及时到达而重发。数据没有缺失，但对端要等待并降低速度。如果本机发送的内容也有丢失，则是返回的路径在丢包；没有这种迹象时，也可能只是路径复制了数据包，或对端过于急躁。',
  problem:
    '{n} 个已确认过的报文段又来了[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占报文段的 {share:percent}]]',
  suspect:
    '自启动以来 {n} 个已确认过的报文段又来了[[，占报文段的 {share:percent}]]；时间不明[[：采集期间的 {flat:duration} 内没有发生，时间太短，不足以判断]]',
  past: '自启动以来 {n} 个已确认过的报文段又来了，采集期间的 {flat:duration} 内没有发生',
  ok: '没有已确认过的报文段再次到来',
  few: '很少有已确认过的报文段再次到来[[：{n} 个，占报文段的 {share:percent}]]',
  copies:
    '{n} 个已确认过的报文段又来了[[，占报文段的 {share:percent}]]，但没有迹象表明确认丢失：是路径上产生的副本，或对端过于急躁',
  'way-back': '本机发送的内容也有丢失：{share:percent} 的报文段需要重发',
  silent: '本机没有向对端报告重复（DSACK 已关闭），因此对端无法区分是报文段丢失还是确认丢失',
  'both-ends':
    '在两端同时抓包：从这里发出而没有到达那里的确认，就是在返回途中丢失的；返回的路径常与来的路径不同',
};
