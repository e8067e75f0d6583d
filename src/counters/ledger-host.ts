import type { Layer, LedgerLine } from '../model.ts';
import type { Book, Entry, Part, Period } from './book.ts';
import { less, lineOf, sum } from './book.ts';
import { droppedByRules } from './firewall-drops.ts';

const both = (...keys: string[]) => keys.flatMap((key) => [`Ip.${key}`, `Ip6.${key}`]);
const received = both('InReceives');

/** What a namespace's protocols, its packet filter and its connection tracking lost; softnet only in the host's own. */
export function hostLines(book: Book, netns: string): LedgerLine[] {
  const line = (direction: LedgerLine['direction'], layer: Layer, entry: (period: Period) => Entry) =>
    lineOf({ direction, layer, scope: { netns } }, entry);
  const total = (period: Period, ...names: string[]) => book.total(period, netns, names);
  const parts = (period: Period, ...names: string[]) => book.parts(period, netns, names);
  return [
    line('in', 'softirq', (period) =>
      backlog(
        parts(period, 'softnet.dropped', 'softnet.flow_limit_count'),
        total(period, 'softnet.processed'),
      ),
    ),
    line('in', 'tc-ingress', (period) => ({ parts: atIngress(book, netns, period) })),
    line('in', 'netfilter', (period) => ({
      parts: droppedByRules(book, netns, period, 'in'),
      seen: total(period, ...received),
    })),
    line('in', 'conntrack', (period) => ({
      parts: parts(period, 'conntrack.drop'),
      seen: sum([total(period, ...received), total(period, ...both('OutRequests'))]),
    })),
    line('in', 'ip', (period) => ({ parts: parts(period, ...ipIn), seen: total(period, ...received) })),
    line('in', 'udp', (period) => udpIn(book, netns, period)),
    line('in', 'tcp-listen', (period) => listen(book, netns, period)),
    line('in', 'tcp', (period) => ({
      parts: established(book, netns, period),
      seen: total(period, 'Tcp.InSegs'),
    })),
    line('in', 'socket', (period) => ({ parts: rawSockets(book, netns, period) })),
    line('out', 'udp', (period) => udpOut(book, netns, period)),
    line('out', 'netfilter', (period) => ({
      parts: droppedByRules(book, netns, period, 'out'),
      seen: total(period, ...both('OutRequests')),
    })),
    line('out', 'ip', (period) => ({
      parts: ipOut(book, netns, period),
      seen: total(period, ...both('OutRequests')),
    })),
    line('out', 'neighbour', (period) => ({
      parts: parts(period, ...neighbours),
      seen: total(period, ...both('OutRequests')),
    })),
  ].flatMap((known) => known ?? []);
}

/** flow_limit_count is within dropped: net/core/dev.c, enqueue_to_backlog. */
function backlog(parts: readonly Part[], processed: bigint | undefined): Entry {
  const [dropped, limited] = [
    parts.find((p) => p.name === 'softnet.dropped'),
    parts.find((p) => p.name !== 'softnet.dropped'),
  ];
  if (!dropped) return { parts };
  return {
    parts: [...(limited ? [limited] : []), { ...dropped, value: less(dropped.value, limited?.value) }],
    seen: processed === undefined ? undefined : processed + dropped.value,
  };
}

/** A classifier's drops are counted by its action and by the ingress queueing discipline: the latter has them all. */
function atIngress(book: Book, netns: string, period: Period): Part[] {
  const isIngress = (queue: string | undefined) => /^(?:ingress|clsact) /.test(queue ?? '');
  const byQueue = book.select(netns, 'qdisc.dropped', ({ scope }) => isIngress(scope.queue));
  const known = byQueue.parts(period);
  return known.length > 0 ? known : book.parts(period, netns, ['tc.action_drops']);
}

/** InCsumErrors are within InHdrErrors, ReasmTimeout within ReasmFails: net/ipv4/ip_input.c, ip_fragment.c. */
const ipIn = [
  ...both('InHdrErrors', 'InAddrErrors', 'InUnknownProtos', 'InDiscards', 'ReasmFails'),
  ...[
    'IpExt.InNoRoutes',
    'IpExt.InTruncatedPkts',
    'Ip6.InNoRoutes',
    'Ip6.InTruncatedPkts',
    'Ip6.InTooBigErrors',
  ],
  ...['TcpExt.IPReversePathFilter', 'Xfrm.XfrmInError', 'Xfrm.XfrmInBufferError', 'Xfrm.XfrmInHdrError'],
  ...[
    'Xfrm.XfrmInNoStates',
    'Xfrm.XfrmInStateProtoError',
    'Xfrm.XfrmInStateModeError',
    'Xfrm.XfrmInStateSeqError',
  ],
  ...[
    'Xfrm.XfrmInStateExpired',
    'Xfrm.XfrmInStateMismatch',
    'Xfrm.XfrmInStateInvalid',
    'Xfrm.XfrmInTmplMismatch',
  ],
  ...['Xfrm.XfrmInNoPols', 'Xfrm.XfrmInPolBlock', 'Xfrm.XfrmInPolError', 'Xfrm.XfrmFwdHdrError'],
];

const neighbours = [
  'arp_cache.unresolved_discards',
  'arp_cache.table_fulls',
  'ndisc_cache.unresolved_discards',
  'ndisc_cache.table_fulls',
];

/** All receive errors hold their reasons; the rest are a socket's filter, its policy, or lengths. */
function udpIn(book: Book, netns: string, period: Period): Entry {
  const kinds = ['Udp', 'Udp6', 'UdpLite', 'UdpLite6'];
  const parts = kinds.flatMap((kind) => {
    const reasons = book.parts(period, netns, [
      `${kind}.RcvbufErrors`,
      `${kind}.MemErrors`,
      `${kind}.InCsumErrors`,
    ]);
    const [all] = book.parts(period, netns, [`${kind}.InErrors`]);
    return all ? [...reasons, { ...all, value: less(all.value, ...reasons.map((p) => p.value)) }] : reasons;
  });
  const through = book.total(
    period,
    netns,
    kinds.flatMap((kind) => [`${kind}.InDatagrams`, `${kind}.NoPorts`]),
  );
  return { parts, seen: sum([through, ...parts.map((part) => part.value)]) };
}

/** ListenDrops hold all others of a listening socket: net/ipv4/tcp_input.c, tcp_conn_request. */
function listen(book: Book, netns: string, period: Period): Entry {
  const reasons = book.parts(period, netns, ['TcpExt.ListenOverflows', 'TcpExt.TCPReqQFullDrop']);
  const [all] = book.parts(period, netns, ['TcpExt.ListenDrops']);
  const rest = all ? [{ ...all, value: less(all.value, ...reasons.map((p) => p.value)) }] : [];
  const parts = [...reasons, ...rest, ...book.parts(period, netns, ['TcpExt.TCPDeferAcceptDrop'])];
  const opened = book.total(period, netns, ['Tcp.PassiveOpens']);
  return {
    parts,
    seen: opened === undefined ? undefined : opened + (sum(parts.map((part) => part.value)) ?? 0n),
  };
}

/**
 * Segments that TCP threw away. RcvPruned counts again what its callers count as TCPRcvQDrop and TCPOFODrop, where the
 * kernel has these (4.18); bad checksums are within InErrs.
 */
function established(book: Book, netns: string, period: Period): Part[] {
  const pruned = book.parts(period, netns, ['TcpExt.TCPRcvQDrop', 'TcpExt.TCPOFODrop']);
  const counted = sum(pruned.map((part) => part.value)) ?? 0n;
  const rest = book
    .parts(period, netns, ['TcpExt.RcvPruned'])
    .map((p) => ({ ...p, value: less(p.value, counted) }));
  return [...book.parts(period, netns, segmentDrops), ...pruned, ...rest];
}

const segmentDrops = [
  ...[
    'Tcp.InErrs',
    'TcpExt.TCPBacklogDrop',
    'TcpExt.TCPZeroWindowDrop',
    'TcpExt.PFMemallocDrop',
    'TcpExt.TCPMinTTLDrop',
  ],
  ...['TcpExt.PAWSEstab', 'TcpExt.TCPMD5NotFound', 'TcpExt.TCPMD5Unexpected', 'TcpExt.TCPMD5Failure'],
  ...['TcpExt.TCPAORequired', 'TcpExt.TCPAOBad', 'TcpExt.TCPAOKeyNotFound'],
];

/** Drops of UDP and listening sockets are counted by UDP and TCP; those of raw sockets by nobody else. */
function rawSockets(book: Book, netns: string, period: Period): Part[] {
  return book
    .select(netns, 'socket.drops', ({ scope }) => /^(?:raw|icmp|packet)/.test(scope.socket ?? ''))
    .parts(period);
}

/** What lower layers on the way out count themselves, and OutDiscards and SndbufErrors repeat. */
function lostBelow(book: Book, netns: string, period: Period): bigint {
  const discarded = [
    'qdisc.dropped',
    'link.tx_dropped',
    'arp_cache.unresolved_discards',
    'arp_cache.table_fulls',
  ];
  return book.total(period, netns, discarded) ?? 0n;
}

function udpOut(book: Book, netns: string, period: Period): Entry {
  const names = ['Udp.SndbufErrors', 'Udp6.SndbufErrors', 'UdpLite.SndbufErrors', 'UdpLite6.SndbufErrors'];
  const sent = book.total(period, netns, ['Udp.OutDatagrams', 'Udp6.OutDatagrams']);
  const parts = withoutRepeated(book.parts(period, netns, names), lostBelow(book, netns, period));
  return {
    parts,
    seen: sent === undefined ? undefined : sent + (sum(parts.map((part) => part.value)) ?? 0n),
  };
}

function ipOut(book: Book, netns: string, period: Period): Part[] {
  const own = book.parts(period, netns, [
    'Ip.OutNoRoutes',
    'Ip6.OutNoRoutes',
    'Ip.FragFails',
    'Ip6.FragFails',
  ]);
  const discards = book.parts(period, netns, both('OutDiscards'));
  const below =
    lostBelow(book, netns, period) + (sum(udpOut(book, netns, period).parts.map((p) => p.value)) ?? 0n);
  return [...own, ...withoutRepeated(discards, below)];
}

/** Takes off the parts, one after the other, what is counted elsewhere. */
function withoutRepeated(parts: readonly Part[], elsewhere: bigint): Part[] {
  let left = elsewhere;
  return parts.map((part) => {
    const value = less(part.value, left);
    left -= part.value - value;
    return { ...part, value };
  });
}
