export const synWithoutSynack = {
  title: 'SYN 到达而没有 SYN-ACK 发出',
  why: 'tcpdump 在包过滤及其后的一切之前看到数据包。它显示了而没有得到应答（既无 SYN-ACK 也无 RST）的 SYN，是在本机内部被丢弃的：过滤规则或策略、反向路径过滤、队列已满、tcp_tw_recycle、跟踪表已满、校验和错误，或应答找不到返回路径。究竟是哪一个，由各自的计数器说明。',
  problem: '抓包中访问本机的 {all} 次尝试里有 {n} 次没有得到应答，第一个是 {source} 到端口 {port}',
  ok: '抓包中访问本机的每次尝试都得到了应答',
  'ok-none': '抓包中没有访问本机的尝试',
  unanswered: '{source} 到端口 {port} 的 {syns} 个 SYN，没有应答',
  'timestamp-back':
    '{source} 到端口 {port} 的 {syns} 个 SYN，没有应答；其时间戳早于同一地址先前的时间戳：tcp_tw_recycle',
  'no-listener': '端口 {port} 上无人监听：本应发送 RST，因此是过滤器吞掉了 SYN 或 RST。',
  'walk-through':
    '按此顺序检查：监听套接字、过滤策略和规则、IPReversePathFilter、accept 队列、SYN 队列、PAWSPassive、跟踪表、返回路由和邻居、校验和',
  'capture-place':
    'tcpdump 显示了 SYN 并不能排除过滤器：它在过滤之前查看。分别在 -i any 和网卡上抓：只在网卡上出现的 SYN 是在两者之间丢弃的。',
};
