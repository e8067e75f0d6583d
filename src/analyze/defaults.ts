import type { KernelVersion } from '../causes/cause.ts';
import { atLeast } from '../causes/cause.ts';

/** A value from a kernel version on, newest first; `undefined` where it was not read in that kernel's source. */
type Since = readonly (readonly [major: number, minor: number, value: string | undefined])[];

const always = (value: string): Since => [[2, 6, value]];

/** 256 packets of 256 bytes as a 64-bit kernel charges them; 4 MiB at most was seen on 6.18, its first version is not known. */
const bufferMax: Since = [
  [6, 18, '4194304'],
  [6, 13, undefined],
  [3, 10, '212992'],
];

/** Of settings whose default depends on the version alone; what depends on memory or the build is judged by its cause. */
const table: Readonly<Record<string, Since>> = {
  'net.core.busy_poll': always('0'),
  'net.core.busy_read': always('0'),
  'net.core.dev_weight': always('64'),
  'net.core.netdev_budget': always('300'),
  'net.core.netdev_max_backlog': always('1000'),
  'net.core.qdisc_max_burst': always('1000'),
  'net.core.rmem_default': [[3, 10, '212992']],
  'net.core.rmem_max': bufferMax,
  'net.core.rps_sock_flow_entries': always('0'),
  'net.core.somaxconn': [
    [5, 4, '4096'],
    [2, 6, '128'],
  ],
  'net.core.wmem_default': [[3, 10, '212992']],
  'net.core.wmem_max': bufferMax,
  'net.ipv4.conf.*.accept_local': always('0'),
  'net.ipv4.conf.*.arp_announce': always('0'),
  'net.ipv4.conf.*.arp_filter': always('0'),
  'net.ipv4.conf.*.arp_ignore': always('0'),
  'net.ipv4.conf.*.log_martians': always('0'),
  'net.ipv4.conf.*.rp_filter': always('0'),
  'net.ipv4.icmp_echo_ignore_all': always('0'),
  'net.ipv4.icmp_ratelimit': [
    [7, 2, '10000'],
    [6, 19, undefined],
    [2, 6, '1000'],
  ],
  'net.ipv4.ip_forward': always('0'),
  'net.ipv4.ip_local_port_range': [
    [4, 2, '32768 60999'],
    [2, 6, undefined],
  ],
  'net.ipv4.ip_no_pmtu_disc': always('0'),
  'net.ipv4.ip_nonlocal_bind': always('0'),
  'net.ipv4.ipfrag_high_thresh': [[3, 10, '4194304']],
  'net.ipv4.ipfrag_max_dist': always('64'),
  'net.ipv4.ipfrag_time': always('30'),
  'net.ipv4.neigh.default.gc_thresh1': always('128'),
  'net.ipv4.neigh.default.gc_thresh2': always('512'),
  'net.ipv4.neigh.default.gc_thresh3': always('1024'),
  'net.ipv4.tcp_abort_on_overflow': always('0'),
  'net.ipv4.tcp_fin_timeout': always('60'),
  'net.ipv4.tcp_keepalive_intvl': always('75'),
  'net.ipv4.tcp_keepalive_probes': always('9'),
  'net.ipv4.tcp_keepalive_time': always('7200'),
  'net.ipv4.tcp_moderate_rcvbuf': always('1'),
  'net.ipv4.tcp_mtu_probing': always('0'),
  'net.ipv4.tcp_no_metrics_save': always('0'),
  'net.ipv4.tcp_retries1': always('3'),
  'net.ipv4.tcp_retries2': always('15'),
  'net.ipv4.tcp_sack': always('1'),
  'net.ipv4.tcp_slow_start_after_idle': always('1'),
  'net.ipv4.tcp_syn_retries': [
    [3, 10, '6'],
    [2, 6, undefined],
  ],
  'net.ipv4.tcp_synack_retries': always('5'),
  'net.ipv4.tcp_syncookies': always('1'),
  'net.ipv4.tcp_timestamps': always('1'),
  'net.ipv4.tcp_tw_recycle': always('0'),
  'net.ipv4.tcp_tw_reuse': [
    [4, 19, '2'],
    [2, 6, '0'],
  ],
  'net.ipv4.tcp_window_scaling': always('1'),
  'net.netfilter.nf_conntrack_tcp_be_liberal': always('0'),
  'net.netfilter.nf_conntrack_tcp_loose': always('1'),
  'net.netfilter.nf_conntrack_tcp_timeout_established': always('432000'),
  'net.netfilter.nf_conntrack_udp_timeout': always('30'),
};

/** What that kernel starts with (net/ and Documentation/networking/ip-sysctl.rst of its version); of a device too. */
export function defaultOf(key: string, kernel: KernelVersion): string | undefined {
  const since = table[key] ?? table[key.replace(/(?<=^net\.ipv4\.conf\.).+(?=\.)/, '*')];
  return since?.find(([major, minor]) => atLeast(kernel, major, minor))?.[2];
}
