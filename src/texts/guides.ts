/** English texts of the symptom guides: 'guide/title', 'guide/step' (a question), 'guide/step-look' (how to find out). */
export const guideTexts = {
  'syn-without-synack/title': 'A SYN arrives, and no SYN-ACK leaves',
  'syn-without-synack/listener': 'Is nothing listening on that address and port?',
  'syn-without-synack/listener-look':
    'ss -ltn in the namespace of the service. Without a listener a RST leaves; when none does, a filter swallowed it.',
  'syn-without-synack/filter': 'Does a packet filter drop it?',
  'syn-without-synack/filter-look':
    'iptables-save -c and nft list ruleset, twice: whose counter rises with each attempt? tcpdump looks before the filter.',
  'syn-without-synack/reverse-path': 'Does the reverse-path filter drop it?',
  'syn-without-synack/reverse-path-look':
    'nstat -az TcpExtIPReversePathFilter, twice. That a ping works proves it only for that address and interface.',
  'syn-without-synack/accept-queue': 'Is the accept queue full?',
  'syn-without-synack/accept-queue-look': 'ss -ltn: Recv-Q above Send-Q is a full queue.',
  'syn-without-synack/syn-queue': 'Is the SYN queue full?',
  'syn-without-synack/syn-queue-look': 'nstat -az TcpExtTCPReqQFullDrop TcpExtTCPReqQFullDoCookies, twice.',
  'syn-without-synack/timestamps': 'Is it refused for its timestamp?',
  'syn-without-synack/timestamps-look':
    'sysctl net.ipv4.tcp_tw_recycle (kernels before 4.12), and nstat -az TcpExtPAWSPassive, twice.',
  'syn-without-synack/tracking': 'Does connection tracking drop it?',
  'syn-without-synack/tracking-look': 'conntrack -C against nf_conntrack_max, and drop in conntrack -S.',
  'syn-without-synack/way-back': 'Does the SYN-ACK find no way back?',
  'syn-without-synack/way-back-look': 'ip route get CLIENT, and ip neigh for the next hop.',
  'syn-without-synack/damaged': 'Is the SYN damaged, or does its authentication fail?',
  'syn-without-synack/damaged-look':
    'nstat -az TcpInErrs TcpInCsumErrors: TCP drops a damaged SYN without a word.',
  'syn-without-synack/memory': 'Does the listener drop it for another reason (memory, a security module)?',
  'syn-without-synack/memory-look':
    'nstat -az TcpExtListenDrops, twice; then perf record -a -e skb:kfree_skb.',
  'syn-without-synack/outside': 'Does the SYN really arrive on this host?',
  'syn-without-synack/outside-look':
    'tcpdump -nn -i any "tcp[tcpflags] & tcp-syn != 0" on this host while a client tries. No SYN: it is lost before. A SYN-ACK: it is lost on the way back.',

  'nat-intermittent/title': 'Some connections through a NAT gateway fail, others work',
  'nat-intermittent/timestamps': 'Does this server refuse SYNs that share an address (tcp_tw_recycle)?',
  'nat-intermittent/timestamps-look': 'sysctl net.ipv4.tcp_tw_recycle on the server.',
  'nat-intermittent/far-timestamps': 'Does the far server do so, seen from here as a client?',
  'nat-intermittent/far-timestamps-look':
    'On the client switch tcp_timestamps off for a moment and connect again; then switch it on again.',
  'nat-intermittent/insertion': 'Do two flows want the same translated port at the same moment?',
  'nat-intermittent/insertion-look': 'insert_failed of conntrack -S on the gateway, twice.',
  'nat-intermittent/table': 'Is the connection tracking table of the gateway full?',
  'nat-intermittent/table-look': 'conntrack -C against nf_conntrack_max on the gateway.',
  'nat-intermittent/ports': 'Are the local ports for one destination used up?',
  'nat-intermittent/ports-look':
    "ss -Hant | awk '{ print $5 }' | sort | uniq -c | sort -rn | head, against net.ipv4.ip_local_port_range.",
  'nat-intermittent/time-wait': 'Does the NAT use a port again while the server still has it in TIME_WAIT?',
  'nat-intermittent/time-wait-look':
    'tcpdump on the server: a SYN that is answered by an ACK instead of a SYN-ACK.',
  'nat-intermittent/idle': 'Are idle connections forgotten on the way?',
  'nat-intermittent/idle-look':
    'Do they die after the same time of silence each? Then a keepalive below it helps.',
  'nat-intermittent/fragments': 'Are large answers lost, while small ones come through?',
  'nat-intermittent/fragments-look':
    'From a host with a public address: fetch a large answer and watch tcpdump -nn "ip[6:2] & 0x3fff != 0 and tcp". Large pings through such a gateway fail by design.',
  'nat-intermittent/cloud-sessions': 'Is the session table of the cloud full?',
  'nat-intermittent/cloud-sessions-look':
    'ethtool -S DEVICE | grep conntrack_allowance, or the console of the provider.',

  'udp-lost/title': 'UDP datagrams are lost',
  'udp-lost/card': 'Does the card lose them?',
  'udp-lost/card-look': 'ip -s -s link and ethtool -S DEVICE, twice.',
  'udp-lost/backlog': 'Does a CPU fall behind before IP?',
  'udp-lost/backlog-look': 'The second column of /proc/net/softnet_stat, twice.',
  'udp-lost/filter': 'Does a packet filter drop them? When all to one port are lost, look here first.',
  'udp-lost/filter-look': 'iptables-save -c and nft list ruleset, twice.',
  'udp-lost/reverse-path': 'Does the reverse-path filter drop them?',
  'udp-lost/reverse-path-look': 'nstat -az TcpExtIPReversePathFilter, twice.',
  'udp-lost/tracking': 'Does connection tracking drop them?',
  'udp-lost/tracking-look': 'drop and insert_failed of conntrack -S, twice.',
  'udp-lost/fragments': 'Are they fragmented, and pieces missing?',
  'udp-lost/fragments-look': 'nstat -az IpReasmReqds IpReasmFails, twice.',
  'udp-lost/checksum': 'Do they arrive damaged?',
  'udp-lost/checksum-look': 'nstat -az UdpInCsumErrors, twice.',
  'udp-lost/listener': 'Is nobody listening on that port?',
  'udp-lost/listener-look': 'ss -lun, and nstat -az UdpNoPorts.',
  'udp-lost/buffer': 'Is the receive buffer of the socket full?',
  'udp-lost/buffer-look': 'ss -nump: d of skmem is what that socket dropped.',
  'udp-lost/memory': 'Is the memory of all UDP sockets together used up?',
  'udp-lost/memory-look': 'UDP: mem in /proc/net/sockstat against net.ipv4.udp_mem, in pages.',
  'udp-lost/sending': 'Are they lost in sending, before they leave this host?',
  'udp-lost/sending-look': 'nstat -az UdpSndbufErrors and tc -s qdisc show, twice.',

  'cloud-loss/title': 'Packet loss on a cloud instance',
  'cloud-loss/allowance': 'Is an allowance of the instance used up (bandwidth, packets, sessions, DNS)?',
  'cloud-loss/allowance-look':
    'ethtool -S DEVICE | grep exceeded where the driver has it; else sar -n DEV 2 5 against the type of the instance.',
  'cloud-loss/steal': 'Does the hypervisor not let this instance run?',
  'cloud-loss/steal-look': 'vmstat 1 5, column st.',
  'cloud-loss/one-cpu': 'Does one CPU do all the work?',
  'cloud-loss/one-cpu-look': 'mpstat -P ALL 1 5, column %soft.',
  'cloud-loss/backlog': 'Are frames lost before IP?',
  'cloud-loss/backlog-look': 'The second column of /proc/net/softnet_stat, and ethtool -S DEVICE, twice.',
  'cloud-loss/policy': 'Does a filter of this host drop them?',
  'cloud-loss/policy-look':
    'iptables-save -c and nft list ruleset, twice. Security groups are outside of this host.',
  'cloud-loss/accept-queue': 'Is an accept queue full?',
  'cloud-loss/accept-queue-look': 'ss -ltn: Recv-Q above Send-Q.',
  'cloud-loss/socket-backlog': 'Does the backlog of a locked socket overflow?',
  'cloud-loss/socket-backlog-look': 'nstat -az TcpExtTCPBacklogDrop, twice.',
  'cloud-loss/udp-buffers': 'Are UDP buffers full?',
  'cloud-loss/udp-buffers-look': 'ss -nump.',
  'cloud-loss/tracking': 'Is the connection tracking table of this host full?',
  'cloud-loss/tracking-look': 'conntrack -C against nf_conntrack_max.',
  'cloud-loss/path': 'Is it the path, seen as retransmissions without a local loss?',
  'cloud-loss/path-look':
    'ss -ti: retrans per peer. One peer: the path to it; many: the uplink or this host.',

  'not-seen-here/title': 'What a bundle hardly shows, when every counter is clean and the complaint stands',
  'not-seen-here/energy': 'Does Energy-Efficient Ethernet let the link sleep at the wrong moment?',
  'not-seen-here/energy-look':
    'ethtool --show-eee DEVICE; the loss is gone after ethtool --set-eee DEVICE eee off.',
  'not-seen-here/vlan': 'Does a bridge or card drop frames by VLAN or MAC?',
  'not-seen-here/vlan-look': 'bridge -d vlan show, and tcpdump -e on both sides of the bridge.',
  'not-seen-here/generic-xdp': 'Does an XDP program drop frames before tcpdump sees them?',
  'not-seen-here/generic-xdp-look': 'ip -d link shows "xdp"; bpftool net show.',
  'not-seen-here/shaping': 'Does the cloud or the provider limit the traffic?',
  'not-seen-here/shaping-look': 'A flat top in sar -n DEV 1 at a round number; the console of the provider.',
  'not-seen-here/path': 'Is it lost on the way?',
  'not-seen-here/path-look':
    'Capture on both ends at the same time, and compare; mtr with TCP to the port in question.',
  'not-seen-here/far-end': 'Is it the other end?',
  'not-seen-here/far-end-look': 'A bundle of the other host: dropcause report HERE --peer THERE.',
} as const;
