import type { LedgerLine } from '../model.ts';
import type { Book, Entry, Part, Period } from './book.ts';
import { amountIn, less, lineOf, sum } from './book.ts';
import { droppedByRules } from './firewall-drops.ts';
import type { LedgerDevice } from './ledger-device.ts';
import { packetsIn } from './ledger-device.ts';
import type { Wiring } from './wiring.ts';
import { feedsIp, isSumOfOthers } from './wiring.ts';

/** Smaller differences are ARP, and the time between two readings. In packets, and as a share of what came. */
const noteworthy = { packets: 10n, oneIn: 20n };

function isNoteworthy(missing: bigint, of: bigint): boolean {
  return missing >= noteworthy.packets && missing * noteworthy.oneIn >= of;
}

/** Where two layers' traffic differs: between devices and IP, and between IP and the protocols above it. */
export function gapLines(
  book: Book,
  netns: string,
  devices: readonly LedgerDevice[],
  wiring: Wiring,
): LedgerLine[] {
  const known = devices.filter((device) => device.netns === netns);
  return [beforeIp(book, netns, known, wiring), withinIp(book, netns)].flatMap((line) => line ?? []);
}

/** Frames that a device received and IP did not, less what is counted as dropped in between. */
function beforeIp(
  book: Book,
  netns: string,
  devices: readonly LedgerDevice[],
  wiring: Wiring,
): LedgerLine | undefined {
  const feeding = devices.map((device) => ({ device, feeds: feedsIp(wiring, netns, device.device) }));
  if (feeding.length === 0 || feeding.some(({ feeds }) => feeds === undefined)) return undefined;
  const sources = feeding.filter(({ feeds }) => feeds).map(({ device }) => device);
  const only = sources.filter(({ device }) => device !== 'lo' && !isSumOfOthers(wiring, netns, device));
  const scope = only.length === 1 && only[0] ? { netns, device: only[0].device } : { netns };
  const note = { id: 'comparison/gap-before-ip', args: {} };
  return lineOf({ direction: 'in', layer: 'ip', scope, gap: true, note }, (period) => {
    const came = sum(sources.map((device) => packetsIn(book, period, device)));
    const reached = framesAtIp(book, netns, period);
    if (came === undefined || reached === undefined) return undefined;
    const otherhost = book.parts(period, netns, ['link.rx_otherhost_dropped']);
    const dropped = sources.flatMap(({ device }) => droppedBefore(book, period, netns, device));
    const missing = less(came, reached, ...dropped);
    if (!isNoteworthy(missing, came)) return undefined;
    return { seen: came, parts: [...otherhost, ...unexplained(book, netns, period, missing, otherhost)] };
  });
}

/** The rest of a gap has no counter of its own: what came in is cited. */
function unexplained(
  book: Book,
  netns: string,
  period: Period,
  missing: bigint,
  explained: readonly Part[],
): Part[] {
  const [part] = [
    ...book.parts(period, netns, ['link.rx_packets']),
    ...book.parts(period, netns, ['dev.rx_packets']),
  ];
  const rest = less(missing, ...explained.map((p) => p.value));
  return part ? [{ ...part, value: rest }] : [];
}

/** Dropped after it was received, and counted: by the core for want of a protocol or room, by XDP in the driver. */
function droppedBefore(book: Book, period: Period, netns: string, device: string): (bigint | undefined)[] {
  const names = ['link.rx_dropped', 'link.rx_nohandler'];
  const drops = book.driverCounters(netns, device).filter((delta) => /xdp_?drops?$/.test(delta.name));
  return [book.total(period, netns, names, device), ...drops.map((delta) => amountIn(delta, period))];
}

/**
 * Frames as IP counts them: merged ones (GRO) count as often as they came in the ECN counters, which exist since 3.12;
 * before that InReceives, and as much as TCP may have merged.
 */
export function framesAtIp(book: Book, netns: string, period: Period): bigint | undefined {
  const ecn = ['InNoECTPkts', 'InECT1Pkts', 'InECT0Pkts', 'InCEPkts'].flatMap((key) => [
    `IpExt.${key}`,
    `Ip6.${key}`,
  ]);
  const received = book.total(period, netns, ['Ip.InReceives', 'Ip6.InReceives']);
  if (received === undefined) return undefined;
  const frames =
    book.total(period, netns, ecn) ?? received + (book.total(period, netns, ['Tcp.InSegs']) ?? 0n);
  return frames > received ? frames : received;
}

/** Packets that IP received and neither delivered, forwarded, nor counted as lost: an uncollected firewall, mostly. */
function withinIp(book: Book, netns: string): LedgerLine | undefined {
  const note = { id: 'comparison/gap-within-ip', args: {} };
  return lineOf(
    { direction: 'in', layer: 'netfilter', scope: { netns }, gap: true, note },
    (period): Entry | undefined => {
      const [received] = book.parts(period, netns, ['Ip.InReceives']);
      const delivered = book.total(period, netns, ['Ip.InDelivers']);
      if (!received || delivered === undefined) return undefined;
      const fragments = less(
        book.total(period, netns, ['Ip.ReasmReqds']) ?? 0n,
        book.total(period, netns, ['Ip.ReasmOKs']),
      );
      const missing = less(
        received.value,
        delivered,
        fragments,
        book.total(period, netns, accounted),
        sum(droppedByRules(book, netns, period, 'in').map((part) => part.value)),
      );
      return isNoteworthy(missing, received.value)
        ? { seen: received.value, parts: [{ ...received, value: missing }] }
        : undefined;
    },
  );
}

/** Broadcasts are nobody's loss; those that a socket took are delivered as well, so what is missing is a lower bound. */
const accounted = [
  'IpExt.InBcastPkts',
  ...['Ip.ForwDatagrams', 'Ip.InHdrErrors', 'Ip.InAddrErrors', 'Ip.InUnknownProtos', 'Ip.InDiscards'],
  ...['IpExt.InNoRoutes', 'IpExt.InTruncatedPkts', 'TcpExt.IPReversePathFilter', 'conntrack.drop'],
];
