import type { guideTexts as english } from '../guides.ts';

/** The symptom guides in Simplified Chinese. Commands and the kernel's words stay as they are. Form: see ../guides.ts. */
export const guideTexts: Record<keyof typeof english, string> = {
  'syn-without-synack/title': 'SYN 到达，却没有 SYN-ACK 发出',
  'syn-without-synack/listener': '该地址和端口上是否无人监听？',
  'syn-without-synack/listener-look':
    '在服务所在的命名空间中执行 ss -ltn。无人监听时应发出 RST；若没有 RST，则是被过滤器吞掉了。',
  'syn-without-synack/filter': '是否被包过滤器丢弃？',
  'syn-without-synack/filter-look':
    'iptables-save -c 和 nft list ruleset，执行两次：每次尝试时，哪条规则的计数器上升？tcpdump 看到的是过滤之前的包。',
  'syn-without-synack/reverse-path': '是否被反向路径过滤丢弃？',
  'syn-without-synack/reverse-path-look':
    'nstat -az TcpExtIPReversePathFilter，执行两次。ping 通只能说明该地址和该接口没有问题。',
  'syn-without-synack/accept-queue': 'accept 队列是否已满？',
  'syn-without-synack/accept-queue-look': 'ss -ltn：Recv-Q 大于 Send-Q 即队列已满。',
  'syn-without-synack/syn-queue': 'SYN 队列是否已满？',
  'syn-without-synack/syn-queue-look':
    'nstat -az TcpExtTCPReqQFullDrop TcpExtTCPReqQFullDoCookies，执行两次。',
  'syn-without-synack/timestamps': '是否因时间戳被拒绝？',
  'syn-without-synack/timestamps-look':
    'sysctl net.ipv4.tcp_tw_recycle（4.12 之前的内核），以及 nstat -az TcpExtPAWSPassive，执行两次。',
  'syn-without-synack/tracking': '是否被连接跟踪丢弃？',
  'syn-without-synack/tracking-look':
    '比较 conntrack -C 与 nf_conntrack_max，并查看 conntrack -S 中的 drop。',
  'syn-without-synack/way-back': 'SYN-ACK 是否找不到返回路径？',
  'syn-without-synack/way-back-look': 'ip route get CLIENT，再用 ip neigh 查看下一跳。',
  'syn-without-synack/damaged': 'SYN 是否已损坏，或未通过认证？',
  'syn-without-synack/damaged-look':
    'nstat -az TcpInErrs TcpInCsumErrors：TCP 丢弃损坏的 SYN 时不作任何应答。',
  'syn-without-synack/memory': '监听套接字是否因其他原因（内存、安全模块）将其丢弃？',
  'syn-without-synack/memory-look':
    'nstat -az TcpExtListenDrops，执行两次；然后 perf record -a -e skb:kfree_skb。',
  'syn-without-synack/outside': 'SYN 是否真的到达了本机？',
  'syn-without-synack/outside-look':
    '客户端尝试连接时，在本机执行 tcpdump -nn -i any "tcp[tcpflags] & tcp-syn != 0"。看不到 SYN：在到达本机之前丢失；看到 SYN-ACK：在返回途中丢失。',

  'nat-intermittent/title': '经过 NAT 网关的连接，有的失败，有的正常',
  'nat-intermittent/timestamps': '本服务器是否拒绝共用一个地址的 SYN（tcp_tw_recycle）？',
  'nat-intermittent/timestamps-look': '在服务器上执行 sysctl net.ipv4.tcp_tw_recycle。',
  'nat-intermittent/far-timestamps': '本机作为客户端时，对端服务器是否如此？',
  'nat-intermittent/far-timestamps-look': '在客户端暂时关闭 tcp_timestamps 后重新连接，然后再次打开。',
  'nat-intermittent/insertion': '是否有两个流同时争用同一个转换后的端口？',
  'nat-intermittent/insertion-look': '网关上 conntrack -S 的 insert_failed，查看两次。',
  'nat-intermittent/table': '网关的连接跟踪表是否已满？',
  'nat-intermittent/table-look': '在网关上比较 conntrack -C 与 nf_conntrack_max。',
  'nat-intermittent/ports': '去往某个目的地的本地端口是否已用尽？',
  'nat-intermittent/ports-look':
    "ss -Hant | awk '{ print $5 }' | sort | uniq -c | sort -rn | head，与 net.ipv4.ip_local_port_range 比较。",
  'nat-intermittent/time-wait': '服务器上的端口仍处于 TIME_WAIT 时，NAT 是否又重用了它？',
  'nat-intermittent/time-wait-look': '在服务器上用 tcpdump 抓包：对 SYN 的应答是 ACK 而不是 SYN-ACK。',
  'nat-intermittent/idle': '空闲连接是否在途中被遗忘？',
  'nat-intermittent/idle-look':
    '它们是否都在沉默同样长的时间后失效？若是，间隔短于该时间的 keepalive 会有帮助。',
  'nat-intermittent/fragments': '是否大的应答丢失，而小的能到达？',
  'nat-intermittent/fragments-look':
    '从有公网地址的主机取一个大的应答，并观察 tcpdump -nn "ip[6:2] & 0x3fff != 0 and tcp"。用大包 ping 穿过这种网关按设计就会失败。',
  'nat-intermittent/cloud-sessions': '云平台的会话表是否已满？',
  'nat-intermittent/cloud-sessions-look':
    'ethtool -S DEVICE | grep conntrack_allowance，或查看云服务商的控制台。',

  'udp-lost/title': 'UDP 数据报丢失',
  'udp-lost/card': '是否丢在网卡上？',
  'udp-lost/card-look': 'ip -s -s link 和 ethtool -S DEVICE，执行两次。',
  'udp-lost/backlog': '是否有 CPU 在进入 IP 之前就处理不过来？',
  'udp-lost/backlog-look': '/proc/net/softnet_stat 的第二列，查看两次。',
  'udp-lost/filter': '是否被包过滤器丢弃？发往某个端口的全部丢失时，先看这里。',
  'udp-lost/filter-look': 'iptables-save -c 和 nft list ruleset，执行两次。',
  'udp-lost/reverse-path': '是否被反向路径过滤丢弃？',
  'udp-lost/reverse-path-look': 'nstat -az TcpExtIPReversePathFilter，执行两次。',
  'udp-lost/tracking': '是否被连接跟踪丢弃？',
  'udp-lost/tracking-look': 'conntrack -S 的 drop 和 insert_failed，查看两次。',
  'udp-lost/fragments': '数据报是否被分片，且缺少分片？',
  'udp-lost/fragments-look': 'nstat -az IpReasmReqds IpReasmFails，执行两次。',
  'udp-lost/checksum': '到达时是否已损坏？',
  'udp-lost/checksum-look': 'nstat -az UdpInCsumErrors，执行两次。',
  'udp-lost/listener': '该端口上是否无人监听？',
  'udp-lost/listener-look': 'ss -lun，以及 nstat -az UdpNoPorts。',
  'udp-lost/buffer': '套接字的接收缓冲区是否已满？',
  'udp-lost/buffer-look': 'ss -nump：skmem 中的 d 是该套接字的丢弃数。',
  'udp-lost/memory': '所有 UDP 套接字合计的内存是否已用尽？',
  'udp-lost/memory-look': '比较 /proc/net/sockstat 中的 UDP: mem 与 net.ipv4.udp_mem，单位为页。',
  'udp-lost/sending': '是否在发送时、离开本机之前丢失？',
  'udp-lost/sending-look': 'nstat -az UdpSndbufErrors 和 tc -s qdisc show，执行两次。',

  'cloud-loss/title': '云实例丢包',
  'cloud-loss/allowance': '实例的某项限额（带宽、包速率、会话、DNS）是否已用尽？',
  'cloud-loss/allowance-look':
    '驱动支持时 ethtool -S DEVICE | grep exceeded；否则将 sar -n DEV 2 5 与实例规格比较。',
  'cloud-loss/steal': '虚拟化平台是否没有让本实例运行？',
  'cloud-loss/steal-look': 'vmstat 1 5 的 st 列。',
  'cloud-loss/one-cpu': '是否由一个 CPU 承担全部工作？',
  'cloud-loss/one-cpu-look': 'mpstat -P ALL 1 5 的 %soft 列。',
  'cloud-loss/backlog': '帧是否在进入 IP 之前丢失？',
  'cloud-loss/backlog-look': '/proc/net/softnet_stat 的第二列，以及 ethtool -S DEVICE，各查看两次。',
  'cloud-loss/policy': '是否被本机的过滤器丢弃？',
  'cloud-loss/policy-look': 'iptables-save -c 和 nft list ruleset，执行两次。安全组在本机之外。',
  'cloud-loss/accept-queue': '是否有 accept 队列已满？',
  'cloud-loss/accept-queue-look': 'ss -ltn：Recv-Q 大于 Send-Q。',
  'cloud-loss/socket-backlog': '被锁定套接字的 backlog 是否溢出？',
  'cloud-loss/socket-backlog-look': 'nstat -az TcpExtTCPBacklogDrop，执行两次。',
  'cloud-loss/udp-buffers': 'UDP 缓冲区是否已满？',
  'cloud-loss/udp-buffers-look': 'ss -nump。',
  'cloud-loss/tracking': '本机的连接跟踪表是否已满？',
  'cloud-loss/tracking-look': '比较 conntrack -C 与 nf_conntrack_max。',
  'cloud-loss/path': '是否丢在路径上，表现为有重传而本机无丢失？',
  'cloud-loss/path-look':
    'ss -ti：按对端查看 retrans。只有一个对端：去往它的路径；许多对端：上行链路或本机。',

  'not-seen-here/title': '所有计数器都正常而投诉仍在：采集包几乎看不到的地方',
  'not-seen-here/energy': '节能以太网是否让链路在不该休眠时休眠？',
  'not-seen-here/energy-look':
    'ethtool --show-eee DEVICE；执行 ethtool --set-eee DEVICE eee off 后丢失消失，即为此因。',
  'not-seen-here/vlan': '网桥或网卡是否按 VLAN 或 MAC 丢弃帧？',
  'not-seen-here/vlan-look': 'bridge -d vlan show，并在网桥两侧执行 tcpdump -e。',
  'not-seen-here/generic-xdp': '是否有 XDP 程序在 tcpdump 看到之前丢弃帧？',
  'not-seen-here/generic-xdp-look': 'ip -d link 显示 “xdp”；bpftool net show。',
  'not-seen-here/shaping': '云平台或运营商是否限制了流量？',
  'not-seen-here/shaping-look': 'sar -n DEV 1 在某个整数值上持平；查看服务商的控制台。',
  'not-seen-here/path': '是否在途中丢失？',
  'not-seen-here/path-look': '两端同时抓包并比较；用 mtr 的 TCP 方式探测相关端口。',
  'not-seen-here/far-end': '是否是对端的问题？',
  'not-seen-here/far-end-look': '取得对端主机的采集包：dropcause report HERE --peer THERE。',
};
