import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';

/** A place or reason for which the kernel freed packets, and the cause that it speaks for. */
export interface DropSite {
  /** 'NETFILTER_DROP', or the function: 'nf_hook_slow'. */
  name: string;
  count: number;
  /** Undefined: it may mean anything. */
  cause?: string;
  /** Freed in the normal course of things: sockets closed, duplicates, protocols that nobody speaks here. */
  benign: boolean;
  line: Line;
}

/** Reasons of include/net/dropreason-core.h (since 5.17), by the cause they speak for; '' is benign. */
const reasons = new Map<string, string>(
  Object.entries({
    'listen-drops-unexplained': 'NO_SOCKET_LISTEN',
    'service-not-running': 'NO_SOCKET',
    'udp-rcvbuf-full': 'SOCKET_RCVBUFF',
    'tcp-socket-backlog-drop': 'SOCKET_BACKLOG',
    'tcp-mem-pressure': 'PROTO_MEM',
    'firewall-drop-rule': 'NETFILTER_DROP',
    'rp-filter-drop': 'IP_RPFILTER',
    'tcp-checksum': 'TCP_CSUM',
    'udp-checksum-or-length': 'UDP_CSUM UDP_SMALL',
    'ip-header-errors': 'IP_CSUM IP_INHDR IP_NOPROTO PKT_TOO_SMALL',
    'in-addr-errors': 'IP_INADDRERRORS',
    'no-route': 'IP_INNOROUTES IP_OUTNOROUTES',
    martian: 'IP_INVALID_SOURCE IP_INVALID_DEST IP_LOCALNET IP_LOCAL_SOURCE IP_LOCALSOURCE',
    'vlan-or-mac-filter-drop': 'OTHERHOST VLAN_FILTER MAC_INVALID_SOURCE BRIDGE_INGRESS_STP_STATE',
    'netdev-backlog-overflow': 'CPU_BACKLOG',
    'qdisc-drops': 'QDISC_DROP QDISC_OVERLIMIT QDISC_CONGESTED FQ_BAND_LIMIT FQ_FLOW_LIMIT FQ_HORIZON_LIMIT',
    'qdisc-burst': 'QDISC_BURST_DROP',
    'tc-policer': 'TC_INGRESS TC_EGRESS',
    'xdp-drops': 'XDP',
    'neighbour-unresolved': 'NEIGH_CREATEFAIL NEIGH_FAILED NEIGH_QUEUEFULL NEIGH_DEAD NEIGH_HH_FILLFAIL',
    'virtio-vhost-starved': 'FULL_RING',
    'device-down': 'DEV_READY',
    'ip-reassembly-failure': 'FRAG_REASM_TIMEOUT FRAG_TOO_FAR DUP_FRAG',
    'pmtu-blackhole': 'PKT_TOO_BIG',
    'rcvbuf-prune': 'TCP_OFO_QUEUE_PRUNE TCP_OFO_DROP',
    'zero-window': 'TCP_ZEROWINDOW',
    'accept-queue-overflow': 'TCP_LISTEN_OVERFLOW',
    'paws-established': 'TCP_RFC7323_PAWS TCP_RFC7323_PAWS_ACK TCP_RFC7323_TW_PAWS TCP_RFC7323_TSECR',
    'tcp-auth':
      'TCP_MD5NOTFOUND TCP_MD5UNEXPECTED TCP_MD5FAILURE TCP_AOFAILURE TCP_AOKEYNOTFOUND TCP_AOUNEXPECTED TCP_AONOTFOUND',
    'socket-filter-or-ebpf': 'SOCKET_FILTER BPF_CGROUP_EGRESS',
    'lsm-denial': 'SECURITY_HOOK',
    'pfmemalloc-drop': 'PFMEMALLOC',
    'ipv6-disabled-path': 'IPV6DISABLED',
    'tcp-min-ttl-drop': 'TCP_MINTTL',
    'beyond-window': 'TCP_INVALID_SEQUENCE TCP_INVALID_END_SEQUENCE TCP_OVERWINDOW',
    'xfrm-drops': 'XFRM_POLICY',
    '': 'TCP_OLD_DATA TCP_OFOMERGE TCP_OLD_ACK TCP_OLD_SEQUENCE TCP_RESET TCP_CLOSE TCP_FLAGS SOCKET_CLOSE QUEUE_PURGE UNIX_DISCONNECT UNIX_SKIP_OOB NOT_DROPPED_YET SKB_CONSUMED UNHANDLED_PROTO',
  }).flatMap(([cause, names]) => names.split(' ').map((name) => [name, cause] as const)),
);

/** Functions, for kernels that print no reason; tried in order. */
const places: readonly (readonly [RegExp, string | undefined])[] = [
  [/^(?:unix_|sk_stream_kill_queues|inet_sock_destruct|skb_queue_purge|packet_rcv|tpacket_rcv|igmp_rcv)/, ''],
  [/^enqueue_to_backlog/, 'netdev-backlog-overflow'],
  [/^nf_hook_slow/, 'firewall-drop-rule'],
  [/^nf_conntrack_in/, 'conntrack-table-full'],
  [/^ip_rcv_finish/, 'rp-filter-drop'],
  [/^(?:ip_error|ip_forward)/, 'no-route'],
  [/^(?:ip_defrag|ip_frag|ip_expire)/, 'ip-reassembly-failure'],
  [/^(?:udp_queue_rcv|__udp_enqueue)/, 'udp-rcvbuf-full'],
  [/^__udp4_lib_rcv/, 'udp-no-listener'],
  [/^(?:tcp_conn_request|tcp_rcv_state_process|tcp_v4_syn_recv_sock)/, 'listen-drops-unexplained'],
  [/^tcp_prune/, 'rcvbuf-prune'],
  [/^(?:neigh_|__neigh|arp_)/, 'neighbour-unresolved'],
  [/^(?:__dev_queue_xmit|__dev_xmit_skb|\w+_enqueue)/, 'qdisc-drops'],
  [/^sk_filter_trim_cap/, 'socket-filter-or-ebpf'],
  [/^__netif_receive_skb_core/, ''],
];

/** What dropwatch or perf saw, most first. Offsets and inlining move functions between kernels: a hint, no proof. */
export function dropSites(context: Context): DropSite[] {
  return context.all('dropReasons').flatMap(({ value }) =>
    value.drops.map(({ reason, location, count, line }) => {
      const specific = reason === undefined || reason === 'NOT_SPECIFIED' ? undefined : reasons.get(reason);
      const cause = specific ?? places.find(([place]) => place.test(location))?.[1];
      const name = reason === undefined || reason === 'NOT_SPECIFIED' ? location : reason;
      return {
        name,
        count,
        benign: cause === '',
        line,
        ...(cause === undefined || cause === '' ? {} : { cause }),
      };
    }),
  );
}
