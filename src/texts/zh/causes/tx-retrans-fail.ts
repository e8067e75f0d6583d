export const txRetransFail = {
  title: '重传在本机就失败了',
  why: '为了弥补丢失，TCP 把报文段再次交给下层。这里在报文段到达线路之前就失败了：没有内存或没有路由，邻居没有应答，包过滤器拒绝，或发送队列已满。TCP 只能等待定时器再试，每次间隔加倍。所以这是本机的故障；拒绝报文段的原因多半在下面某一层有自己的计数器。',
  problem:
    '{n} 次重传在本机失败[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占发送报文段的 {share:percent}]]',
  suspect:
    '自启动以来 {n} 次重传在本机失败[[（平均 {rate:rate}）]][[，占发送报文段的 {share:percent}]]；时间不明[[：采集期间的 {flat:duration} 内没有发生，时间太短，不足以判断]]',
  past: '自启动以来 {n} 次重传在本机失败，采集期间的 {flat:duration} 内没有发生',
  ok: '没有重传在本机失败',
  unnamed: '同一时间内没有下层计数器增长：可能是内存不足，或包过滤器 OUTPUT 链的规则。',
  look: '找出什么拒绝发送：路由、邻居、发送队列、OUTPUT 规则、内存',
};
