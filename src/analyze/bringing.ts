import type { Context } from '../causes/cause.ts';
import type { Message } from '../model.ts';
import type { Source } from '../parsers/index.ts';

/** What was asked of the host for a need, and the command that would bring it, as it can be pasted into a shell. */
interface Bringing {
  what: string;
  command?: string;
  /** Says that it is not in the bundle. */
  missing: Message;
  /** The file is there, but without this counter. */
  collected: boolean;
}

/** Counter groups: where they are read. A file is brought by `cat`, a command by itself. */
const groups: Record<string, string> = {
  Ip: '/proc/net/snmp',
  Icmp: '/proc/net/snmp',
  IcmpMsg: '/proc/net/snmp',
  Tcp: '/proc/net/snmp',
  Udp: '/proc/net/snmp',
  UdpLite: '/proc/net/snmp',
  TcpExt: '/proc/net/netstat',
  IpExt: '/proc/net/netstat',
  MPTcpExt: '/proc/net/netstat',
  Ip6: '/proc/net/snmp6',
  Icmp6: '/proc/net/snmp6',
  Udp6: '/proc/net/snmp6',
  Xfrm: '/proc/net/xfrm_stat',
  Sctp: '/proc/net/sctp/snmp',
  dev: '/proc/net/dev',
  link: 'ip -s -s -d link',
  softnet: '/proc/net/softnet_stat',
  sockstat: '/proc/net/sockstat',
  sockstat6: '/proc/net/sockstat6',
  arp_cache: '/proc/net/stat/arp_cache',
  ndisc_cache: '/proc/net/stat/ndisc_cache',
  conntrack: '/proc/net/stat/nf_conntrack',
  rt_cache: '/proc/net/stat/rt_cache',
  ethtool: 'ethtool -S DEVICE',
  qdisc: 'tc -s -d qdisc show',
  firewall: 'iptables-save -c',
  cpu: '/proc/stat',
  vmstat: '/proc/vmstat',
  netlink: '/proc/net/netlink',
  ipvs: '/proc/net/ip_vs_stats',
};

/** Sources: what a customer can be asked for. */
const sources: Partial<Record<Source, string>> = {
  kernel: 'uname -a',
  mib: '/proc/net/snmp',
  sysctl: 'sysctl -a',
  linkStats: 'ip -s -s -d link',
  links: 'ip -s -s -d link',
  addresses: 'ip addr',
  routes: 'ip route show table all',
  policyRules: 'ip rule',
  neighbours: 'ip -s neigh',
  neighbourStats: '/proc/net/stat/arp_cache',
  sockets: 'ss -tuanpem',
  socketSummary: '/proc/net/sockstat',
  softnet: '/proc/net/softnet_stat',
  interrupts: '/proc/interrupts',
  softirqs: '/proc/softirqs',
  cpuStat: '/proc/stat',
  cgroupCpu: '/sys/fs/cgroup/*/cpu.stat',
  cpuPower: '/sys/devices/system/cpu/cpu0/cpufreq/scaling_*',
  meminfo: '/proc/meminfo',
  loadavg: '/proc/loadavg',
  pressure: '/proc/pressure/memory',
  vmstat: '/proc/vmstat',
  processes: 'ps aux',
  processLimits: '/proc/[0-9]*/limits',
  sar: 'sar -A',
  lspci: 'lspci -vv',
  ethtoolStats: 'ethtool -S DEVICE',
  ethtoolDriver: 'ethtool -i DEVICE',
  ethtoolRings: 'ethtool -g DEVICE',
  ethtoolChannels: 'ethtool -l DEVICE',
  ethtoolOffloads: 'ethtool -k DEVICE',
  ethtoolCoalesce: 'ethtool -c DEVICE',
  ethtoolPause: 'ethtool -a DEVICE',
  ethtoolLink: 'ethtool DEVICE',
  ethtoolEee: 'ethtool --show-eee DEVICE',
  bonding: '/proc/net/bonding/*',
  bootTime: '/proc/stat',
  deviceAttributes: '/sys/class/net/*/device/numa_node',
  qdiscs: 'tc -s -d qdisc show',
  tcFilters: 'tc -s filter show dev DEVICE ingress',
  firewall: 'iptables-save -c; nft list ruleset',
  conntrackStats: '/proc/net/stat/nf_conntrack',
  conntrackTable: 'conntrack -L',
  ipvs: '/proc/net/ip_vs',
  multicastGroups: '/proc/net/igmp',
  nfqueues: '/proc/net/netfilter/nfnetlink_queue',
  bpfPrograms: 'bpftool cgroup tree',
  kernelLog: 'dmesg',
};

/** Sources that are taken for one case, and asked for only when it needs them: the message that says it is missing. */
const special: Partial<Record<Source, string>> = {
  packetCapture: 'common/no-packet-capture',
  dropReasons: 'common/no-drop-trace',
};

export function bringing(need: string, context: Context): Bringing {
  const [group = ''] = need.split('.');
  const isCounter = need.includes('.');
  const what = isCounter ? groups[group] : sources[need as Source];
  const collected = isCounter && context.deltas().some((delta) => delta.name.startsWith(`${group}.`));
  if (what !== undefined) return { what, command: pasted(what), missing: notCollected(what), collected };
  const own = special[need as Source];
  const missing = own === undefined ? notCollected(need) : { id: own, args: {} };
  return { what: need, missing, collected };
}

function notCollected(what: string): Message {
  return { id: 'common/not-collected', args: { what } };
}

/** One device or file of many: all of them, each under its name. */
function pasted(what: string): string {
  if (what.includes('*')) return `tail -n +1 ${what}`;
  if (what.startsWith('/')) return `cat ${what}`;
  if (!what.includes('DEVICE')) return what;
  const each = what.replace('DEVICE', '"$device"');
  return `for device in $(ls /sys/class/net); do echo "# ${what.replace('DEVICE', '$device')}"; ${each}; done`;
}
