/** Messages of the network stack: what to search for, and what to read from the line. */

/** One message in all its spellings. */
export interface KernelMessage {
  kind: string;
  /** Byte strings; every line with this message holds one of them. */
  needles: readonly string[];
  /** Tested against the message without time, host and tag. Groups become arguments; 'device' names the device. */
  pattern: RegExp;
  /** Logged by programs and not by the kernel. */
  daemon?: true;
}

/** Source: net/ of Linux 2.4 to 7.2; wording by age stands in each pattern. */
export const stackMessages = [
  {
    kind: 'syn-flood',
    needles: ['ossible SYN flooding'],
    // Until 3.1 'possible SYN flooding on port 80. Sending cookies.'; since 6.x address and port.
    pattern:
      /ossible SYN flooding on port (?:(?<address>\S{2,60}):)?(?<port>\d{1,5})\b\.? ?(?<action>Sending cookies|Dropping request)?/,
  },
  {
    kind: 'open-request-drop',
    needles: ['drop open request'],
    pattern: /drop open request from (?<source>[^\s/]+)/,
  },
  { kind: 'tcp-orphans', needles: ['too many orphaned sockets'], pattern: /TCP: too many orphaned sockets/ },
  // Until 3.0 one message for too many orphans and for too much memory.
  { kind: 'socket-memory', needles: ['Out of socket memory'], pattern: /Out of socket memory/ },
  // 'MPTCP: out of memory: force closing socket' is something else.
  { kind: 'tcp-memory', needles: ['TCP: out of memory'], pattern: /(?:^|[^P])TCP: out of memory/ },
  {
    kind: 'time-wait-overflow',
    needles: ['time wait bucket table overflow'],
    pattern: /time wait bucket table overflow/,
  },
  {
    kind: 'tcp-window-shrunk',
    needles: ['unexpectedly shrunk window', 'Treason uncloaked'],
    pattern: /[Pp]eer (?<source>\S+?):\d+\/(?<port>\d+) (?:unexpectedly )?shr/,
  },
  {
    kind: 'tcp-authentication',
    needles: ['MD5 Hash', 'TCP: AO '],
    pattern:
      /(?:MD5 Hash|AO) (?<problem>failed|not found|mismatch|unexpected|hash mismatch|\w+)(?: for (?:\(|L3 index \d+ \()?(?<source>[^\s,)]+))?/,
  },
  {
    kind: 'suspect-gro',
    needles: ['Driver has suspect GRO'],
    pattern: /(?<device>\S+): Driver has suspect GRO implementation/,
  },
  {
    kind: 'lro-forwarding',
    needles: ['forwarded while LRO is enabled'],
    pattern: /(?<device>\S+): received packets cannot be forwarded while LRO is enabled/,
  },
  {
    kind: 'udp-bad-checksum',
    needles: ['UDP: bad checksum', 'UDPv6: bad checksum'],
    pattern: /UDP(?:v6)?: bad checksum\.? From (?<source>\S+?):?\d* to/i,
  },
  {
    kind: 'udp-short-packet',
    needles: ['UDP: short packet', 'UDPv6: short packet'],
    pattern: /UDP(?:v6|-Lite)?: short packet: From \[?(?<source>[^\s\]]+?)\]?:\d+/i,
  },
  {
    kind: 'conntrack-full',
    needles: ['conntrack: table full'],
    // ip_conntrack until 2.6.x; a doubled prefix since 3.x; 'in netns 4026531840' since 7.x; 'dropping packet' may be wrapped.
    pattern: /(?:nf|ip)_conntrack: table full(?: in netns (?<netns>\d+))?/,
  },
  { kind: 'conntrack-expect-full', needles: ['expectation table full'], pattern: /expectation table full/ },
  {
    kind: 'conntrack-helper-drop',
    // By helper: a needle has at least seven bytes (src/bundle/needles.ts).
    needles: [
      'nf_nat_',
      'nf_ct_ftp',
      'nf_ct_sip',
      'nf_ct_irc',
      'nf_ct_tftp',
      'nf_ct_amanda',
      'nf_ct_pptp',
      'nf_ct_netbios',
      'nf_ct_sane',
      'nf_ct_snmp',
      'nf_ct_h323',
    ],
    pattern: /^nf_(?:ct|nat)_(?<helper>\w+): (?:nf_\w+: )?(?:dropping packet|.*can't|.*cannot)/,
  },
  {
    kind: 'conntrack-invalid',
    needles: ['nf_ct_proto_', 'nf_ct_tcp', 'nf_ct_udp', 'nf_ct_icmp', 'nf_ct_dccp', 'nf_ct_sctp'],
    pattern: /^nf_ct_(?:proto_\d+|tcp|udp\w*|icmp\w*|dccp|sctp): /,
  },
  {
    kind: 'ipvs-no-destination',
    needles: ['no destination available'],
    // 'IPVS: wlc: TCP 192.0.2.1:80 - no destination available'; with a mark 'FWM 1 0x00000001'.
    pattern: /IPVS: \w+: (?<service>(?:TCP|UDP|SCTP|FWM) \S+)(?: 0x\S+)? - no destination available/,
  },
  {
    kind: 'nfqueue-full',
    needles: ['nf_queue: full at'],
    pattern: /nf_queue: full at (?<entries>\d+) entries/,
  },
  {
    kind: 'ipset-full',
    needles: ['is full, maxelem'],
    pattern: /Set (?<set>\S+) is full, maxelem (?<entries>\d+) reached/,
  },
  {
    kind: 'hashlimit-full',
    needles: ['hashlimit: max count'],
    pattern: /hashlimit: max count of (?<entries>\d+) reached/,
  },
  {
    kind: 'firewall-log',
    needles: [' PROTO='],
    pattern:
      /^(?<prefix>.{0,64}?)IN=(?<device>\S*) (?:PHYSIN=\S* )?OUT=(?<out>\S*) .{0,200}?SRC=(?<source>\S+) DST=(?<destination>\S+) .{0,200}?PROTO=(?<protocol>\S+)(?: SPT=(?<sourcePort>\d+) DPT=(?<port>\d+))?/,
  },
  {
    kind: 'neighbour-table-overflow',
    needles: ['eighbour table overflow', 'eighbor table overflow'],
    // 'Neighbour table overflow.', 'ipv4: Neighbour ...', 'neighbour: ndisc_cache: neighbor ...' (3.x on).
    pattern: /(?:(?<table>arp_cache|ndisc_cache): )?[Nn]eighbou?r table overflow/,
  },
  {
    kind: 'martian',
    needles: ['martian source', 'martian destination'],
    // Until 6.12 'martian source DST from SRC, on dev X'; 7.x '(src=.., dst=.., dev=..)'.
    pattern:
      /martian (?:source|destination) (?:(?<destination>[\d.]+) from (?<source>[\d.]+), (?:on )?dev (?<device>\S+)|\(src=(?<src>[\d.]+), dst=(?<dst>[\d.]+), dev=(?<dev>[^\s)]+)\))/,
  },
  {
    kind: 'duplicate-address',
    needles: ['duplicate address'],
    pattern:
      /(?:(?<device>[^\s:]+): )?IPv[46][: ]+duplicate address (?<address>[0-9a-f:.]+)?(?: used by (?<mac>[0-9a-f:]+))?/i,
  },
  {
    kind: 'route-cache-full',
    needles: ['dst cache overflow', 'Route cache is full'],
    pattern: /dst cache overflow|Route cache is full/,
  },
  {
    kind: 'oversized-ip-packet',
    needles: ['Oversized IP packet'],
    pattern: /Oversized IP packet from (?<source>\S+?)\.?$/,
  },
  {
    kind: 'own-source-address',
    needles: ['with own address as source'],
    pattern: /(?<bridge>\S+): received packet on (?<device>\S+) with own address as source address/,
  },
  {
    kind: 'hw-checksum-failure',
    needles: ['hw csum failure'],
    pattern: /(?:(?<device>\S+): )?hw csum failure/,
  },
  {
    kind: 'bad-offload',
    needles: ['skb_warn_bad_offload', ': caps=('],
    pattern: /^(?:(?<device>[^\s:]+): caps=\(|WARNING:.*skb_warn_bad_offload)/,
  },
  {
    kind: 'netdev-in-use',
    needles: ['unregister_netdevice: waiting'],
    pattern:
      /unregister_netdevice: waiting for (?<device>\S+) to become free(?:\. Usage count = (?<users>-?\d+))?/,
  },
  {
    kind: 'tx-queue-len-zero',
    needles: ['tx_queue_len zero misconfig'],
    pattern: /(?<device>\S+): ?Caught tx_queue_len zero misconfig/,
  },
] as const satisfies readonly KernelMessage[];
