export const reordering = {
  title: '数据包互相超越（乱序）',
  why: '同一连接的数据包到达的顺序与发送的顺序不同。某处把它们逐包分散到快慢不一的多条路上：balance-rr 模式的绑定、按包而非按流分担负载的路由器、中间的多个队列或 CPU。数据没有丢失，但接收方看到缺口，发送方把它当作丢包：重传已经到达的数据，并放慢速度。',
  problem:
    'TCP 发现所发送的段乱序到达 {n} 次[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占发送段的 {share:percent}]]',
  suspect: '自启动以来 TCP 发现所发送的段乱序到达 {n} 次[[，占发送段的 {share:percent}]]；时间不明',
  past: '自启动以来 TCP 发现所发送的段乱序到达 {n} 次，采集期间的 {flat:duration} 内一次也没有',
  ok: '段很少乱序到达[[：发现 {n} 次，占发送段的 {share:percent}]]',
  arriving:
    '有 {n} 个段先于更早的段到达本机[[，{seconds:duration} 内]]，占全部的 {share:percent}，而对端把 {again} 个只是迟到的段又发了一遍',
  duplicates: '对端重发了已经到达的数据',
  sender: '{peer}：此连接上发现 {n} 次',
  receiver: '{peer}：此连接有 {n} 个段先于更早的段到达',
  'round-robin': '绑定 {bond} 把同一连接的数据包轮流发往各成员（balance-rr）：它们会互相超越',
  'bond-mode':
    '让 {bond} 按流选择成员：模式 802.3ad（交换机需启用 LACP）或 balance-xor，并设 xmit_hash_policy 为 layer3+4',
  way: '查找把同一条流的数据包分散开的地方：绑定、按包负载分担（ECMP）、跨多条链路的隧道，或采集期间 RPS、队列的变动',
};
