export const tcPolicer = {
  title: '流量控制过滤器丢包（policer）',
  why: '设备入口（ingress、clsact）或出口的 tc 过滤器把包交给动作：police 丢弃超过速率与突发量的包，gact drop 丢弃所有匹配的包。在入口丢弃的包到不了包过滤器和 IP：iptables、nft 和 /proc/net/snmp 的计数器都不动，而更早查看的 tcpdump 能看到它们到达。policer 不排队：经过它的 TCP 远达不到允许的速率。',
  problem:
    '{device} 上的 {action} 丢弃了 {n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]][[，占自建立以来经过它的 {share:percent}]]',
  suspect: '{device} 上的 {action} 自建立以来丢弃了 {n} 个数据包[[，占经过它的 {share:percent}]]；时间不明',
  past: '{device} 上的 {action} 自建立以来丢弃了 {n} 个数据包，采集期间的 {flat:duration} 内没有发生',
  ok: '没有流量控制过滤器丢包',
  filter: '把包交给它的过滤器',
  passed: '{n} 个数据包到达该动作',
  intended:
    '查明是谁设置的（虚拟化平台或 CNI 以此限制带宽），速率是否有意如此；在千兆级速率下，突发量低于数百 KB 会损害 TCP',
  shape: '如需限速，请改在发送方整形（htb、tbf、fq）：超出速率的包会等待而不会丢失。',
  capture: '设备上的 tcpdump 能看到这些包；skb:kfree_skb 跟踪会给出 TC_INGRESS（5.17 起）。',
};
