export const retransmissionHigh = {
  title: '大量 TCP 段被重传',
  why: '没有及时收到确认，或后面的段已确认而此段没有时，TCP 重新发送该段。该段或其 ACK 丢失在本机与对端之间某处：线路、交换机、拥塞的链路、防火墙或对端。若本机没有计数器显示自身的丢失，则丢失发生在路径上或对端。互联网上少量属于正常；数据中心内部应接近于零。',
  problem: '{n} 个段被重传[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占发送段的 {share:percent}]]',
  suspect: '自启动以来 {n} 个段被重传[[，占发送段的 {share:percent}]]；时间不明',
  past: '自启动以来 {n} 个段被重传[[，占发送段的 {share:percent}]]，采集期间的 {flat:duration} 内没有发生',
  discovered: '在 {answers} 个 “packet too big” 应答之后重传了 {n} 个段：TCP 已找到路径可用的大小',
  ok: '很少有段被重传[[：{n} 个，占发送段的 {share:percent}]]',
  needless:
    '重传了 {n} 个段[[，占发送段的 {share:percent}]]，但对端报告其中 {needless} 个早已收到：这些并没有丢失',
  'from-peer':
    '{n} 个段到达时其前面有缺口[[，{seconds:duration} 内]]，占全部的 {share:percent}：对端发送的数据在来此途中丢失，又被重传',
  'from-peer-or-late':
    '{n} 个段到达时其前面有缺口[[，{seconds:duration} 内]]，占全部的 {share:percent}：对端发送的数据在来此途中丢失，或只是被超越；对端重传的段中有 {again} 个早已到达',
  'per-peer': '查看涉及哪些对端：一个对端说明是它的路径，多个说明是本机自己的链路',
  'both-ends': '在两端同时抓包并比较：从这里发出而没有到达那里的，丢失在路径上',
};
