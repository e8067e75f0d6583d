export const firewallDropRule = {
  title: '包过滤规则丢弃或拒绝流量',
  why:
    'iptables、nftables 或 firewalld 中目标为 DROP 的规则无声地丢弃数据包：客户端一直等待直到超时。REJECT 则返回错误：客户端立即看到 ' +
    '“connection refused” 或 “no route to host”。没有任何协议计数器统计这些数据包：IP 收到了它们，却没有交付。只有规则自身的计数器' +
    '能说明。tcpdump 仍能看到它们，因为它在过滤之前查看。',
  service:
    '规则 {rule} 丢弃发往 {service} 的流量[[：{n} 个数据包]][[，{seconds:duration} 内]][[（{rate:rate}）]]',
  rejected:
    '规则 {rule} 拒绝发往 {service} 的流量，客户端立即看到错误[[：{n} 个数据包]][[，{seconds:duration} 内]][[（{rate:rate}）]]',
  'rejected-some':
    '规则 {rule} 在附加条件下拒绝发往 {service} 的部分流量，客户端立即看到错误[[：{n} 个数据包]][[，{seconds:duration} 内]]',
  'service-some':
    '规则 {rule} 在附加条件下丢弃发往 {service} 的部分流量[[：{n} 个数据包]][[，{seconds:duration} 内]]',
  'in-the-way': '规则 {rule} 挡在 {service} 前面；至今没有计到数据包',
  'in-the-way-uncounted': '规则 {rule} 挡在 {service} 前面；其数据包数没有列出',
  'before-ip':
    '规则 {rule} 挡在 {service} 前面而没有计数；有 {missing} 个数据包[[（{seconds:duration} 内）]]到达其设备而 IP 没有看到[[，占总数的 {share:percent}]]：可能由于此规则，也可能因为它们属于其他协议，例如 ARP',
  'on-paper': '规则 {rule} 丢弃发往其端口的新连接；没有列出它的数据包计数，也没有列出本机哪些套接字在监听',
  'broad-hidden':
    '列表末尾的规则 {rule} 丢弃此前没有规则接受的一切，{n} 个数据包[[，{seconds:duration} 内]][[（占到达总数的 {share:percent}）]]；没有规则接受 {service}',
  'broad-hidden-syns':
    '列表末尾的规则 {rule} 丢弃此前没有规则接受的一切：{n} 个数据包[[，{seconds:duration} 内]]，长度与 SYN 相符；没有规则接受 {service}',
  'broad-in-the-way':
    '列表末尾的规则 {rule} 丢弃此前没有规则接受的一切，而没有规则接受 {service}；没有迹象表明有人尝试过',
  'broad-on-paper':
    '列表末尾的规则 {rule} 丢弃此前没有规则接受的所有新连接；没有列出它的数据包计数，也没有列出本机哪些套接字在监听',
  logged:
    '数据包过滤器记录了它丢弃发往 {service} 的新连接至少 {n} 个（“{prefix}”）[[，最后一次在采集前 {age:duration}]]',
  'logged-port':
    '数据包过滤器记录了它丢弃发往 {protocol} 端口 {port} 的新连接至少 {n} 个（“{prefix}”）[[，最后一次在采集前 {age:duration}]]；没有采集本机有哪些监听套接字',
  'not-listed': '没有采集数据包过滤器的规则，日志中也没有被它们丢弃的新连接',
  'broad-most': '规则 {rule} 丢弃 {n} 个数据包[[，{seconds:duration} 内]]，占到达总数的 {share:percent}',
  'no-service':
    '规则 {rule} 丢弃 {n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]]；没有采集本机有哪些监听套接字',
  'own-traffic':
    '规则 {rule} 丢弃本机自己发送的流量：{n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  'own-unsent':
    '规则 {rule} 挡在本机发送的流量前面而没有计数；有 {missing} 个数据包[[（{seconds:duration} 内）]]应当发送却没有发出[[，占总数的 {share:percent}]]',
  'forwarded-unsent':
    '规则 {rule} 挡在转发的流量前面而没有计数；有 {missing} 个数据包[[（{seconds:duration} 内）]]应当转发却没有发出[[，占总数的 {share:percent}]]',
  forwarded: '规则 {rule} 丢弃转发的流量：{n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  harmless: '规则 {rule} 丢弃 {n} 个数据包[[，{seconds:duration} 内]]，其中没有发往本机服务的：属于设计如此',
  'cannot-tell': '规则 {rule} 是否丢弃发往 {service} 的流量不只取决于端口，而它没有计数：无法判断',
  'map-unread': '规则 {rule} 按一个映射裁决，而其元素没有列出：无法判断它丢弃什么',
  'cannot-tell-sent':
    '规则 {rule} 没有计数，而两次采集之间 IP 应当发送和实际发送了多少并不清楚（OutTransmits，自 Linux 6.8 起）：无法判断它是否丢弃了什么',
  ok: '{n} 条规则丢弃或拒绝；都没有命中本机的服务',
  'ok-none': '没有规则丢弃或拒绝数据包',
  past: '规则 {rule} 自加载以来丢弃了 {n} 个数据包，采集期间的 {flat:duration} 内没有发生',
  swallowed:
    '规则 {rule} 挡在 {service} 前面而没有计数；有 {missing} 个数据包[[（{seconds:duration} 内）]]被接收却没有交付给任何人[[，占到达总数的 {share:percent}]]，长度与 SYN 相符',
  'swallowed-maybe':
    '规则 {rule} 挡在 {service} 前面而没有计数；有 {missing} 个数据包[[（{seconds:duration} 内）]]被接收却没有交付给任何人[[，占到达总数的 {share:percent}]]：可能由于此规则，也可能另有原因，例如没有套接字加入的组播',
  'in-the-way-elsewhere':
    '规则 {rule} 挡在 {service} 前面而没有计数；有 {missing} 个数据包被接收却没有交付给任何人，但本机还有一条无计数地丢弃数据包的路由',
  discards: '走此路径的数据包被丢弃，没有计数器记录',
  count: '给该规则加上计数器（nft：在其裁决之前写 counter），再看客户端尝试时它是否增长。',
  listens: '{socket} 在此等待客户端',
  'read-order': '按顺序并带计数器查看规则：第一条匹配的规则决定结果，其后的不再询问',
  trace:
    '观察规则的动作：nft add rule ... meta nftrace set 1; nft monitor trace（iptables-nft：xtables-monitor --trace）。内核 5.17 起：perf record -a -e skb:kfree_skb，原因为 NETFILTER_DROP。',
  outside: '如果本机的 tcpdump 根本看不到 SYN，则它在到达本机之前就被丢弃：安全组、路由器或其他防火墙。',
};
