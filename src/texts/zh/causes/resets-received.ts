export const resetsReceived = {
  title: '连接被外部复位',
  why: '已建立的连接因收到复位而结束：对端崩溃或重启，其程序没有读完就关闭，或中间设备（有空闲超时的负载均衡器或防火墙）切断了连接。本机程序看到 “connection reset by peer”。该计数器（EstabResets，netstat -s 中的 “connection resets received”）也包含本机自己复位或放弃的连接；这里已将其扣除。以复位结束的健康检查是正常的。',
  problem:
    '{n} 个已建立的连接被外部复位[[，{seconds:duration} 内]]，占所打开连接的 {share:percent}[[；是平时的 {times} 倍]]',
  suspect: '自启动以来 {n} 个已建立的连接被外部复位，占所打开连接的 {share:percent}；时间不明',
  past: '自启动以来 {n} 个已建立的连接被外部复位，采集期间的 {flat:duration} 内没有',
  ok: '很少有已建立的连接被外部复位：{n} 个，占所打开连接的 {share:percent}',
  own: '不计在内：本机自己结束的连接',
  who: '查看谁发来复位、连接存在了多久：刚握手完是健康检查；时长整齐是路径上的空闲超时（应更频繁地发送 keepalive）；同时发生是对端重启',
};
