export const tcpMinTtlDrop = {
  title: '因 TTL 过低而丢弃段',
  why: '程序可以要求内核只接受来自近处的段（IP_MINTTL、IPV6_MINHOPCOUNT）：启用 “ttl-security” 的 BGP 要求 TTL 为 255 或略低，远处无法伪造。低于此值的段被丢弃，不作应答。若对端之间多了一台路由器，或对端不以 255 发送，会话就永远建立不起来，看起来像有防火墙阻挡。',
  problem: '[[在 {seconds:duration} 内]]因 TTL 过低丢弃了 {n} 个段[[（{rate:rate}）]]',
  suspect: '自启动以来因 TTL 过低丢弃了 {n} 个段[[（平均 {rate:rate}）]]；时间不明',
  past: '自启动以来因 TTL 过低丢弃了 {n} 个段，两次采集之间的 {flat:duration} 内没有',
  ok: '没有段因 TTL 过低被丢弃',
  'compare-ttl':
    '比较到达的 TTL 与套接字要求的 TTL（ttl-security hops N：255 - N + 1），并数一数其间的路由器：两端都需要此设置',
};
