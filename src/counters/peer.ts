import type { Delta, Layer, LedgerLine, Message, MessageArgument } from '../model.ts';
import type { Part } from './book.ts';
import { Book, less } from './book.ts';
import { framesAtIp } from './gaps.ts';
import { compareKeys } from './keys.ts';

/** What one end of a conversation knows: a part of its report. */
export interface End {
  counters: readonly Delta[];
  ledger: readonly LedgerLine[];
  captures: readonly { takenAt?: { wall?: number } }[];
}

/**
 * Where segments of one direction were lost. 'unclear': sent again, and neither end lost so many, nor are so many
 * missing: the answers were lost, or the ends talk to others as well.
 */
export type LostWhere = 'receiver' | 'sender' | 'path' | 'unclear' | 'nowhere';

/** TCP of one direction, over the window that each end was watched. */
export interface PeerDirection {
  from: 'here' | 'there';
  /** Segments that were sent, and of these again (a SYN too). */
  sent: bigint;
  again: bigint;
  /** Segments that arrived at the other end's TCP, or were lost on the way to it; at most the frames that IP saw there. */
  arrived: bigint;
  lostByReceiver: bigint;
  lostBySender: bigint;
  where: LostWhere;
  /** Of the end that lost most. */
  layer?: Layer;
  message: Message;
}

export interface PeerComparison {
  /** False: the two were watched at different times, and say nothing about each other. */
  overlaps: boolean | undefined;
  directions: PeerDirection[];
}

/** Fewer that were sent again are what TCP does anyway. */
const fewest = 3n;

/** Both ends of a conversation: what one sent again against what the other received and dropped. */
export function withPeer(here: End, there: End): PeerComparison {
  const directions = [directionOf('there', there, here), directionOf('here', here, there)];
  return { overlaps: overlap(here, there), directions: directions.flatMap((direction) => direction ?? []) };
}

function directionOf(from: PeerDirection['from'], sender: End, receiver: End): PeerDirection | undefined {
  const [a, b] = [namespaceOf(sender), namespaceOf(receiver)];
  const [again, sent, delivered] = [
    a.total('Tcp.RetransSegs'),
    a.total('Tcp.OutSegs'),
    b.total('Tcp.InSegs'),
  ];
  if (again === undefined || sent === undefined || delivered === undefined) return undefined;
  const [inbound, outbound] = [losses(receiver, b.netns, 'in'), losses(sender, a.netns, 'out')];
  const before = inbound.filter((line) => !afterTcp.has(line.layer));
  const counted = delivered + lost(before);
  // What GRO merged is one segment for TCP, and several for IP, which counts other protocols as well.
  const frames = b.frames ?? 0n;
  const found = {
    sent: sent + again,
    again,
    needless: a.total('TcpExt.TCPDSACKRecv') ?? 0n,
    arrived: frames > counted ? frames : counted,
    lostByReceiver: lost(inbound),
    lostBySender: lost(outbound),
    vanished: vanished(receiver, b.netns),
  };
  const where = whereOf(found);
  const most = where === 'receiver' ? greatest(inbound) : where === 'sender' ? greatest(outbound) : undefined;
  const layer = most?.layer;
  return {
    from,
    ...found,
    where,
    ...(layer === undefined ? {} : { layer }),
    message: messageOf(from, found, where, most),
  };
}

/**
 * Where an end talks TCP: in the host's own namespace, or in the busiest container's when the host does little else than
 * forward its packets.
 */
function namespaceOf({ counters }: End): Talking {
  const book = new Book(counters);
  const of = (netns: string, ...names: string[]) => book.total('window', netns, names) ?? 0n;
  const busy = (netns: string) => of(netns, 'Tcp.InSegs', 'Tcp.OutSegs');
  const busiest = book.netns.reduce((most, netns) => (busy(netns) > busy(most) ? netns : most), '');
  const forwards = of('', 'Ip.ForwDatagrams') * 2n >= busy(busiest);
  const netns = forwards && busy(busiest) > busy('') * 2n ? busiest : '';
  return {
    netns,
    total: (name) => book.total('window', netns, [name]),
    frames: framesAtIp(book, netns, 'window'),
  };
}

interface Talking {
  netns: string;
  total(name: string): bigint | undefined;
  /** That reached IP, of any protocol. */
  frames: bigint | undefined;
}

/** What these layers lose, TCP has counted as received. */
const afterTcp: ReadonlySet<Layer> = new Set<Layer>(['tcp-listen', 'tcp', 'socket', 'application']);
/** Not TCP's. */
const others: ReadonlySet<Layer> = new Set<Layer>(['udp', 'neighbour']);

/** Of the namespace, and of the host's devices and CPUs, which every packet of its containers passes. */
function losses({ ledger }: End, netns: string, direction: LedgerLine['direction']): LedgerLine[] {
  return ledger.filter(
    ({ direction: way, gap, layer, scope }) =>
      way === direction && !gap && !others.has(layer) && ['', netns].includes(scope.netns ?? ''),
  );
}

/** What came in and vanished without a counter: of TCP or of something else. */
function vanished({ ledger }: End, netns: string): bigint {
  return lost(
    ledger.filter(
      ({ direction, gap, scope }) => gap && direction === 'in' && ['', netns].includes(scope.netns ?? ''),
    ),
  );
}

function lost(lines: readonly LedgerLine[]): bigint {
  return lines.reduce((all, line) => all + (line.lost ?? 0n), 0n);
}

function greatest(lines: readonly LedgerLine[]): LedgerLine | undefined {
  return [...lines].sort((a, b) => compareKeys([-(a.lost ?? 0n)], [-(b.lost ?? 0n)]))[0];
}

interface Found
  extends Pick<PeerDirection, 'sent' | 'again' | 'arrived' | 'lostByReceiver' | 'lostBySender'> {
  /** Of those that were sent again: the other end said that it had them already (DSACK, RFC 2883). */
  needless: bigint;
  /** At the receiver, without a counter that says why. */
  vanished: bigint;
}

/** An end is to blame when it lost at least half as much as had to be sent again; else the path, when as much is missing. */
function whereOf(found: Found): LostWhere {
  const needed = less(found.again, found.needless);
  const isEnough = (n: bigint) => n * 2n >= needed;
  if (needed < fewest) return 'nowhere';
  if (isEnough(found.lostByReceiver)) return 'receiver';
  if (isEnough(found.lostBySender)) return 'sender';
  return isEnough(found.sent - found.arrived) && !isEnough(found.vanished) ? 'path' : 'unclear';
}

function messageOf(
  from: PeerDirection['from'],
  found: Found,
  where: LostWhere,
  most: LedgerLine | undefined,
): Message {
  const counters = most?.gap
    ? undefined
    : most?.parts.map((part: Pick<Part, 'name'>) => part.name).join(', ');
  const args: Record<string, MessageArgument> = {
    sent: found.sent,
    again: found.again,
    arrived: found.arrived,
    missing: less(found.sent, found.arrived),
    lost: where === 'sender' ? found.lostBySender : found.lostByReceiver,
    ...(counters === undefined ? {} : { counters }),
  };
  return { id: `comparison/peer-${where}-from-${from}`, args };
}

/** Undefined when an end's times are not known. */
function overlap(here: End, there: End): boolean | undefined {
  const [a, b] = [here, there].map(({ captures }) => captures.flatMap(({ takenAt }) => takenAt?.wall ?? []));
  if (!a?.length || !b?.length) return undefined;
  return Math.max(...a) >= Math.min(...b) && Math.max(...b) >= Math.min(...a);
}
