export const xdpDrops = {
  title: '设备上的 BPF 程序丢弃数据包（XDP、tc）',
  why: 'XDP 程序在内核把帧变成数据包之前就处理它。它丢弃的东西，其后的一切都看不到：没有协议计数器，没有防火墙规则，连 tcpdump 也看不到。在驱动中运行（xdpdrv）时部分驱动会统计；通用模式（xdpgeneric）则完全没有统计，只有设备与 IP 包数之间的差额能说明。入口处的流量控制程序（tc、tcx）也是如此，它紧随其后运行，tcpdump 在它之前能看到。负载均衡、DDoS 过滤和 Cilium 会有意丢弃。',
  problem:
    '{device} 上的 XDP 程序丢弃了 {n} 个帧[[，{seconds:duration} 内]][[，占到达总数的 {share:percent}]]',
  gap: '{device} 收到的包比 IP 多 {n} 个[[，{seconds:duration} 内]]，而其上运行着不统计丢弃数的 XDP 程序',
  'gap-tc':
    '{device} 收到的 {n} 个包[[，{seconds:duration} 内]]从未到达 IP，没有计数器说明原因，而其入口处运行着流量控制程序',
  vanished:
    '{device} 收到的 {n} 个包[[，{seconds:duration} 内]]（占全部的 {share:percent}）从未到达 IP，没有计数器说明原因：可能被流量控制的 BPF 程序（tc、tcx）或设备入口处的 nft 链取走，也可能不是发给本机（别的 MAC 或 VLAN）或不是 IP',
  suspect: '自启动以来 {device} 上的 XDP 程序丢弃了 {n} 个帧；时间不明',
  past: '自启动以来 {device} 上的 XDP 程序丢弃了 {n} 个帧，采集期间的 {flat:duration} 内没有发生',
  ok: '没有看到 XDP 程序丢弃任何东西',
  'ok-none': '没有挂载 XDP 程序',
  attached: '该设备上挂载了 XDP 程序',
  'attached-tc': '该设备上挂载了流量控制程序',
  'not-arrived': '同一时间内 IP 收到的包数',
  'which-tc': '查看设备入口处挂着哪些程序、属于谁；tcpdump -e 显示这些帧及其目的地',
  whose: '查明程序属于谁、应该丢弃什么',
  detach: '与其负责人一起，暂时卸下程序以作试验',
  protects: '程序原本阻挡的流量会进来。',
};
