/** Our names for the rows of the reference list, which names them as its sources print them. */

const groups: Record<string, string> = {
  '/proc/net/dev': 'dev',
  'ip -s -s link | /sys/class/net/<if>/statistics/*': 'link',
  '/proc/net/softnet_stat': 'softnet',
  '/proc/net/sockstat': 'sockstat',
  '/proc/net/sockstat6': 'sockstat6',
  '/proc/net/stat/arp_cache': 'arp_cache',
  '/proc/net/stat/ndisc_cache': 'ndisc_cache',
  '/proc/net/stat/rt_cache': 'rt_cache',
  '/proc/net/stat/nf_conntrack': 'conntrack',
  '/proc/net/xfrm_stat': 'Xfrm',
  '/proc/net/tls_stat': 'Tls',
  '/proc/net/netfilter/nfnetlink_queue': 'nfqueue',
  '/proc/softirqs': 'softirq',
  '/proc/vmstat': 'vmstat',
  'cgroup cpu.stat': 'cgroup',
  'tc -s qdisc': 'qdisc',
  'tc -s qdisc (fq)': 'qdisc',
  'tc -s qdisc (fq_codel)': 'qdisc',
  'tc -s qdisc (fq_codel|codel)': 'qdisc',
};

/** Rows whose key is not the last part of our name. */
const single: Record<string, string> = {
  '/proc/net/snmp:IcmpMsg /^(In|Out)Type(\\d+)$/': 'IcmpMsg.InType3 IcmpMsg.OutType11',
  '/proc/net/snmp:Tcp /^[A-Z]\\w+$/ (unknown)': 'Tcp.RtoNullSKB',
  '/proc/net/snmp6 /^Icmp6(In|Out)Type\\d+$/': 'Icmp6.InType134 Icmp6.OutType133',
  '/proc/net/dev_snmp6/<if> /^(ifIndex|Ip6\\w+|Icmp6\\w+)$/': 'dev_snmp6.Ip6InReceives dev_snmp6.Icmp6InMsgs',
  '/sys/class/net/<if>/ queues/rx-*/rps_cpus': 'link.rps_cpus',
  '/sys/class/net/<if>/ device/numa_node': 'link.numa_node',
  '/proc/net/stat/nf_conntrack col1:entries': 'conntrack.count',
  '/proc/net/stat/nf_conntrack col2:searched | clashres': 'conntrack.searched conntrack.clash_resolve',
  '/proc/net/stat/nf_conntrack col8:delete_list | chainlength':
    'conntrack.delete_list conntrack.chaintoolong',
  '/proc/sys/net/netfilter/nf_conntrack_count nf_conntrack_count': 'conntrack.count',
  '/proc/sys/net/netfilter/nf_conntrack_max nf_conntrack_max': 'conntrack.max net.netfilter.nf_conntrack_max',
  '/proc/net/udp drops (last column)': 'socket.drops',
  '/proc/net/udp6 drops (last column)': 'socket.drops',
  '/proc/net/raw drops (last column)': 'socket.drops',
  '/proc/net/netlink Drops': 'netlink.drops',
  '/proc/net/udp rx_queue': 'socket.rx_queue',
  '/proc/net/tcp rx_queue': 'socket.rx_queue',
  '/proc/net/tcp rx_queue (st 0A)': 'listen.recv_q',
  '/proc/net/tcp tx_queue': 'socket.tx_queue',
  '/proc/net/tcp retrnsmt': 'socket.retrnsmt',
  '/proc/net/bonding/<if> Link Failure Count': 'bonding.link_failure_count',
  '/proc/net/bonding/<if> MII Status': 'bonding.mii_status',
  '/proc/net/bonding/<if> Aggregator ID': 'bonding.aggregator_id',
  '/proc/interrupts <nic vector>': 'irq.count',
  '/proc/stat cpuN softirq': 'cpu.softirq',
  '/proc/stat cpuN steal': 'cpu.steal',
  '/proc/stat cpuN iowait': 'cpu.iowait',
  '/proc/stat btime': 'stat.btime',
  '/proc/vmstat allocstall*': 'vmstat.allocstall vmstat.allocstall_normal',
  '/proc/vmstat pswpin|pswpout': 'vmstat.pswpin vmstat.pswpout',
  '/proc/pressure/{cpu,memory,io} some avg10': 'pressure.some_avg10',
  '/proc/sys/fs/file-nr col1/col3': 'fs.file-nr',
  'ss -m skmem d': 'socket.drops',
  'ss -m skmem r|rb|t|tb|f|w|o|bl': 'skmem.r skmem.rb skmem.t skmem.tb skmem.f skmem.w skmem.o skmem.bl',
  'ss -ltn Recv-Q (LISTEN)': 'listen.recv_q',
  'ss -ltn Send-Q (LISTEN)': 'listen.send_q',
  'ss -ti retrans:cur/total': 'tcp_info.retrans',
  'ss -ti backoff': 'tcp_info.backoff',
  'ss -ti lost|unacked|sacked|reordering|dsack_dups|rcv_ooopack':
    'tcp_info.lost tcp_info.unacked tcp_info.reordering',
  'ss -ti rwnd_limited|sndbuf_limited': 'tcp_info.rwnd_limited tcp_info.sndbuf_limited',
  'tc -s qdisc backlog': 'qdisc.backlog_packets qdisc.backlog_bytes',
  'tc -s filter police/gact drop': 'tc.action_drops',
  'iptables-save -c [pkts:bytes] of DROP/REJECT rule': 'firewall.packets firewall.bytes',
  'iptables-save -c :CHAIN DROP [pkts:bytes]': 'firewall.policy_packets',
  'nft list ruleset counter packets N bytes N drop': 'firewall.packets',
  'ethtool -g RX current vs maximum': 'ring.rx',
  'ethtool Speed|Duplex|Link detected': 'link.speed link.duplex link.detected',
  'ethtool -k large-receive-offload': 'offload.large-receive-offload',
};

export function namesOf(file: string, key: string): string[] {
  const told = single[`${file} ${key}`];
  if (told !== undefined) return told.split(' ');
  const plain = key.replace(/^col\d+:/, '').replace(/ \(0\)$/, '');
  if (file === 'sysctl') return [plain];
  if (file.startsWith('/proc/sys/')) return [file.slice('/proc/sys/'.length).replaceAll('/', '.')];
  if (file.startsWith('/sys/class/net/<if>/')) return [`link.${plain}`];
  if (file.startsWith('/proc/net/sockstat')) return [`${groups[file] ?? ''}.${plain.replace(':', '_')}`];
  const group = groups[file] ?? /^\/proc\/net\/(?:snmp|netstat):(\w+)$/.exec(file)?.[1];
  if (group !== undefined) return [`${group}.${plain}`];
  const six = /^(UdpLite6|Udp6|Icmp6|Ip6|Sctp)([A-Z]\w+)$/.exec(plain);
  return six ? [`${six[1] ?? ''}.${six[2] ?? ''}`] : [];
}

/** One name for every alternative of an expression: '/^rx_(a|b)\d+$/' is rx_a0 and rx_b0. Optional parts are left out. */
export function spelledOut(expression: string): string[] {
  let plain = expression
    .replace(/^\/\^|\$\/$/g, '')
    .replace(/\((?:[^()]*)\)\?|[_q]\?|\\[sdw]\*/g, '')
    .replace(/\\d\+?|\\w\+/g, '0')
    .replace(/\\([.[\]])/g, '$1');
  if (!plain.startsWith('(') || !plain.endsWith(')')) plain = `(${plain})`;
  let names = [plain];
  // The innermost group first: groups stand within groups.
  for (let inner = innermost(names); inner; inner = innermost(names)) {
    names = names.flatMap((name) => {
      const [group, body = ''] = /\(([^()]*)\)/.exec(name) ?? [];
      return group === undefined ? [name] : body.split('|').map((part) => name.replace(group, part));
    });
  }
  return names;
}

const innermost = (names: readonly string[]): boolean => names.some((name) => /\([^()]*\)/.test(name));
