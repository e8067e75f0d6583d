import type { Book, Period } from './book.ts';
import { sum } from './book.ts';
import type { CounterName } from './names.ts';

/** What a counter of losses is a share of: counters of what came. `within`: they hold the lost ones already. */
interface Denominator {
  of: readonly CounterName[];
  within?: true;
}

const received: Denominator = { of: ['Ip.InReceives', 'Ip6.InReceives'], within: true };
const sent: Denominator = { of: ['Ip.OutRequests', 'Ip6.OutRequests'], within: true };
const segments: Denominator = { of: ['Tcp.InSegs'], within: true };
const opened: Denominator = { of: ['Tcp.PassiveOpens'] };
const frames: Denominator = { of: ['link.rx_packets'] };
const tracked: Denominator = { of: [...received.of, ...sent.of], within: true };

/** InErrors hold their reasons and are no part of InDatagrams, which count when the application reads. */
const datagrams = (kind: 'Udp' | 'Udp6' | 'UdpLite' | 'UdpLite6'): Denominator => ({
  of: [`${kind}.InDatagrams`, `${kind}.InErrors`],
  within: true,
});

/**
 * Traffic that each bad counter belongs to. Segments sent do not hold those sent again (tcp_output.c); ListenDrops are
 * no PassiveOpens; /proc/net/dev's drop holds missed frames, so it is a share of packets and itself.
 */
const denominators: Readonly<Partial<Record<CounterName, Denominator>>> = {
  'Tcp.RetransSegs': { of: ['Tcp.OutSegs', 'Tcp.RetransSegs'], within: true },
  'Tcp.InErrs': segments,
  'Tcp.InCsumErrors': segments,
  'TcpExt.ListenDrops': opened,
  'TcpExt.ListenOverflows': opened,
  'TcpExt.TCPReqQFullDrop': opened,
  'TcpExt.PAWSEstab': segments,
  'TcpExt.TCPBacklogDrop': segments,
  'TcpExt.TCPRcvQDrop': segments,
  'TcpExt.TCPOFODrop': segments,
  'TcpExt.RcvPruned': segments,
  'TcpExt.TCPZeroWindowDrop': segments,
  'TcpExt.TCPSynRetrans': { of: ['Tcp.ActiveOpens', 'Tcp.PassiveOpens'] },
  'TcpExt.IPReversePathFilter': received,
  'Ip.InDiscards': received,
  'Ip.InHdrErrors': received,
  'Ip.InAddrErrors': received,
  'Ip.InUnknownProtos': received,
  'Ip.ReasmFails': { of: ['Ip.ReasmReqds'], within: true },
  'Ip.OutDiscards': sent,
  'Ip.OutNoRoutes': sent,
  'IpExt.InNoRoutes': received,
  'IpExt.InTruncatedPkts': received,
  'Ip6.InDiscards': received,
  'Ip6.InHdrErrors': received,
  'Ip6.InAddrErrors': received,
  'Udp.InErrors': datagrams('Udp'),
  'Udp.RcvbufErrors': datagrams('Udp'),
  'Udp.MemErrors': datagrams('Udp'),
  'Udp.InCsumErrors': datagrams('Udp'),
  'Udp6.InErrors': datagrams('Udp6'),
  'Udp6.RcvbufErrors': datagrams('Udp6'),
  'Udp.SndbufErrors': { of: ['Udp.OutDatagrams'] },
  'softnet.dropped': { of: ['softnet.processed'] },
  'conntrack.drop': tracked,
  'conntrack.insert_failed': tracked,
  'link.rx_missed_errors': frames,
  'link.rx_fifo_errors': frames,
  'link.rx_over_errors': frames,
  'link.rx_crc_errors': frames,
  'link.rx_frame_errors': frames,
  'link.rx_length_errors': frames,
  'link.rx_errors': frames,
  'link.rx_dropped': frames,
  'link.tx_dropped': { of: ['link.tx_packets'] },
  'link.tx_errors': { of: ['link.tx_packets'] },
  'dev.rx_drop': { of: ['dev.rx_packets'] },
  'dev.rx_errs': { of: ['dev.rx_packets'] },
  'dev.tx_drop': { of: ['dev.tx_packets'] },
  'qdisc.dropped': { of: ['qdisc.sent_packets'] },
};

const known = new Map<string, Denominator>(Object.entries(denominators));

/**
 * All events that a counter's events are a share of, over the same period, lost ones included. Of a device where the
 * counter is of a device. Undefined where no denominator is defined, or none of it was read.
 */
export function outOf(
  book: Book,
  period: Period,
  { name, scope, value }: { name: string; scope: { netns?: string; device?: string }; value: bigint },
): bigint | undefined {
  const denominator = known.get(name);
  if (!denominator) return undefined;
  const total = book.total(period, scope.netns ?? '', denominator.of, scope.device);
  return total === undefined ? undefined : sum([total, denominator.within ? 0n : value]);
}
