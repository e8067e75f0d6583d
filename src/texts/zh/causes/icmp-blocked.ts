export const icmpBlocked = {
  title: 'ICMP 被丢弃',
  why: 'ICMP 不只是 ping：“需要分片”告诉发送方其数据包对路径而言过大，没有它，传输会卡住。IPv6 还用 ICMPv6 寻找邻居和路由器：丢弃它的主机很快就谁也联系不上。反之，不应答 ping 的主机并没有丢失什么：那时 ping 的 “100% packet loss” 是设置，而不是丢包。',
  problem:
    '规则 {rule} 丢弃 ICMPv6，而 IPv6 靠它寻找邻居：{n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]]',
  suspect: '规则 {rule} 丢弃 ICMPv6，而 IPv6 靠它寻找邻居：自加载以来 {n} 个数据包；时间不明',
  'risk-six': '规则 {rule} 丢弃 ICMPv6，而 IPv6 靠它寻找邻居并得知数据包的大小',
  risk: '规则 {rule} 丢弃所有 ICMP，包括“需要分片”：路径狭窄时大的传输会卡住',
  ok: '没有丢弃 ICMP 错误',
  'no-echo': '按其设置，本机不应答 ping：没有应答的 ping 不是丢包',
  'ping-rule': '规则 {rule} 丢弃 ping：没有应答的 ping 不是丢包',
  'not-related': '其前面没有规则接受 RELATED 数据包或 ICMP 错误',
  look: '按顺序查看规则及其计数',
  'let-errors':
    '在该规则之前接受错误消息。iptables：-p icmp --icmp-type 3（以及 11），或 -m conntrack --ctstate RELATED；ip6tables：ICMPv6 类型 1 至 4 和 133 至 136。RFC 4890 列出了 IPv6 不可缺少的类型。',
};
