export const bridgeNfCall = {
  title: '网桥转发的帧经过主机的包过滤并被丢弃',
  why: '加载 br_netfilter 模块且 net.bridge.bridge-nf-call-iptables=1 时（Docker 和 Kubernetes 会这样设置），网桥只是从端口到端口转发的帧也要经过 iptables 的 FORWARD 链，如同由主机路由一样。若该链丢弃没有规则接受的数据包，网桥上的虚拟机和容器就会断网，尽管其流量与主机无关：ARP 以及从主机自身发出的 ping 往往仍然正常。',
  problem:
    '网桥 {bridge} 转发的帧经过 {place}，它丢弃了 {n} 个数据包[[，{seconds:duration} 内]][[（{rate:rate}）]]；没有规则接受它们',
  suspect: '网桥 {bridge} 转发的帧经过 {place}，它自加载以来丢弃了 {n} 个数据包；没有规则接受它们',
  past: '网桥 {bridge} 转发的帧经过 {place}；它自加载以来丢弃了 {n} 个数据包，采集期间的 {flat:duration} 内没有发生',
  risk: '网桥 {bridge} 转发的帧经过 {place}，它丢弃没有规则接受的数据包；其数据包没有计数',
  ok: '网桥转发的帧经过包过滤，但没有迹象表明被它丢弃',
  off: '网桥转发的帧不经过 iptables',
  'no-bridge': '这里没有网桥连接网卡或虚拟机',
  'not-loaded': 'br_netfilter 未加载，或未采集其设置',
  port: '{bridge} 的一个端口',
  accept: '接受网桥 {bridge} 从端口到端口转发的数据',
  'accept-first':
    '该规则位于所有规则之前，放行一切不离开此网桥的数据。Docker 和 firewalld 可能会重写其规则。',
  keep: '在启动时保留该规则',
  'do-not-call': '让网桥转发帧时不询问 iptables',
  'others-need-it': 'Kubernetes 和 Docker 的网络依赖此设置，并在启动时重新设置：仅适用于没有它们的主机。',
};
