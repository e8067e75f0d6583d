export const firewallPolicyDrop = {
  title: '链策略丢弃没有规则接受的流量',
  why: '链的策略决定该链中没有规则处理的数据包的去向。INPUT 策略为 DROP 而没有规则接受某项服务时，所有访问都被无声丢弃：客户端超时。前面有接受规则时，同样的策略是包过滤的常规设计，并非故障。',
  'nothing-in': '{chain} 的策略为 {policy}，且没有规则放行新连接：全部被丢弃[[；至今 {n} 个数据包]]',
  'nothing-in-before': '第 {capture} 次采集时 {chain} 的策略为 {policy}，且没有规则放行新连接；此后已改变',
  hidden:
    '{chain} 的策略为 {policy}，没有规则接受 {service}：被它丢弃 {n} 个数据包[[，{seconds:duration} 内]][[，占到达总数的 {share:percent}]]',
  most: '{chain} 的策略为 {policy}，由此丢弃 {n} 个数据包[[，{seconds:duration} 内]]，占到达总数的 {share:percent}',
  'hidden-only': '{chain} 的策略为 {policy}，没有规则接受 {service}；没有迹象表明有人尝试过',
  'own-traffic':
    '{chain} 的策略为 {policy}，丢弃本机发送的流量：{n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  forwarded:
    '{chain} 的策略为 {policy}，丢弃转发的数据包：{n} 个[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  'own-unsent':
    '{chain} 的策略为 {policy}，它没有计数器；本机有 {n} 个数据包[[（{seconds:duration} 内）]]应当发送却没有发出[[，占总数的 {share:percent}]]',
  'forwarded-unsent':
    '{chain} 的策略为 {policy}，它没有计数器；有 {n} 个数据包[[（{seconds:duration} 内）]]应当转发却没有发出[[，占总数的 {share:percent}]]',
  past: '{chain} 因策略 {policy} 丢弃过 {n} 个数据包，采集期间的 {flat:duration} 内没有发生',
  'by-design': '{chain} 在接受所提供服务的规则之后策略为 {policy}：属于设计如此[[；丢弃 {n} 个数据包]]',
  ok: '没有链的策略为 DROP',
  'only-empty': 'ACCEPT 以外的策略并不丢弃一切：只丢弃链中没有规则接受的。',
  'allow-in': '在策略之前接受应当能访问的服务；除非没有其他防护，否则不要放开策略本身',
  'open-policy': '放开策略会让没有规则拒绝的一切都进来。',
  'hidden-inferred':
    '{chain} 的策略为 {policy}，没有规则接受 {service}：{n} 个数据包[[（{seconds:duration} 内）]]被接收却没有交付给任何人[[，占到达总数的 {share:percent}]]，长度与 SYN 相符',
  'hidden-maybe':
    '{chain} 的策略为 {policy}，没有规则接受 {service}：{n} 个数据包[[（{seconds:duration} 内）]]被接收却没有交付给任何人[[，占到达总数的 {share:percent}]]：可能由于此策略（它没有计数器），也可能另有原因，例如没有套接字加入的组播',
  'hidden-elsewhere':
    '{chain} 的策略为 {policy}，没有规则接受 {service}：{n} 个数据包被接收却没有交付给任何人，但本机还有一条无计数地丢弃数据包的路由',
  discards: '走此路径的数据包被丢弃，没有计数器记录',
  listens: '{socket} 在此等待客户端',
};
