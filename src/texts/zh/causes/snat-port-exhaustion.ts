export const snatPortExhaustion = {
  title: '源 NAT 端口耗尽',
  why: '源 NAT 为每个流分配转换后地址的一个端口，去往同一目的地的两个流不能使用同一端口。从一个地址到一个目的地址和端口共有 64512 个端口（1024 至 65535），或规则允许的数目。本机后面所有客户端的流合并计算，每个流占用端口直到其条目过期（TCP：结束后两分钟）。端口用尽时，新流的第一个数据包被丢弃：到这一个目的地的连接超时，其他都正常。',
  full: '从 {address} 到 {destination} 有 {n} 个 {protocol} 流：占源 NAT 的 {range} 个端口的 {share:percent}[[；{failed} 次插入失败]]',
  ok: '没有目的地占用大量源 NAT 端口[[：最多的是从 {address} 到 {destination}，{n} 个，共 {range} 个]]',
  one: '这 {n} 个流之一',
  'rule-limits': '规则允许 {range} 个端口',
  holders: '查明是谁打开了它们，以及能否保持连接（连接池、HTTP keep-alive）',
  addresses:
    '给源 NAT 更多地址：每个地址都另有同样多的端口。iptables：--to-source FIRST-LAST；nft：snat to FIRST-LAST。',
  'shorter-wait': '让已关闭连接的条目更早归还端口',
  'wait-cost': '已关闭连接的迟到报文段可能遇到同一端口上的新连接；30 s 比报文段实际存活的时间更长。',
  random: '在此之前，规则上的 --random-fully 可避免剩余端口之间的冲突。',
};
