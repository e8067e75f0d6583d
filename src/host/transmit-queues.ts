import type { Context } from '../causes/cause.ts';
import type { Delta, Line } from '../model.ts';
import { wordAfter } from '../parsers/tc.ts';
import type { Qdisc } from '../parsers/tc-qdisc.ts';
import type { Device } from './devices.ts';
import { deviceCounter, devicesOf } from './devices.ts';

/** What the packets of one device wait in before they leave. */
export interface TransmitQueue {
  device: Device;
  /** Of the root: 'pfifo_fast', 'mq', 'htb'; undefined when nothing tells. */
  kind: string | undefined;
  /** The root, which speaks for its classes and queues; undefined where `tc qdisc` was not collected. */
  qdisc: Qdisc | undefined;
  /** Those below the root: of its classes, of the queues of mq. */
  leaves: Qdisc[];
  /** Of the root; where that is not known or says nothing, of all, else the device's own counter. */
  dropped: Delta[];
  /** What got through, of the same. */
  sent: Delta[];
}

/** Every device with a qdisc or a counter of dropped packets. */
export function transmitQueues(context: Context): TransmitQueue[] {
  const qdiscs = context.all('qdiscs').flatMap(({ value }) => value);
  return devicesOf(context).map((device) =>
    queueOf(
      device,
      qdiscs.filter((q) => q.device === device.name && !entrance.test(q.kind)),
    ),
  );
}

/** Where packets come in: what drops there is a filter. */
const entrance = /^(?:ingress|clsact)\b/;

function queueOf(device: Device, known: readonly Qdisc[]): TransmitQueue {
  const qdisc = known.find(({ parent }) => parent === 'root') ?? known[0];
  const drops = device.deltas.filter(
    ({ name, scope }) => name === 'qdisc.dropped' && !entrance.test(scope.queue ?? ''),
  );
  const root = qdisc
    ? drops.filter(({ scope }) => scope.queue?.startsWith(`${qdisc.kind} ${qdisc.handle}`))
    : [];
  const bad = root.some(({ latest }) => latest.value > 0n) ? root : drops;
  const own = deviceCounter(device, 'link.tx_dropped', 'dev.tx_drop');
  const queues = new Set(bad.map(({ scope }) => scope.queue));
  const sent = device.deltas.filter((d) => d.name === 'qdisc.sent_packets' && queues.has(d.scope.queue));
  const through = deviceCounter(device, 'link.tx_packets', 'dev.tx_packets');
  return {
    device,
    kind: qdisc?.kind ?? device.link?.qdisc,
    qdisc,
    leaves: known.filter((other) => other !== qdisc),
    dropped: bad.length > 0 ? bad : own ? [own] : [],
    sent: sent.length > 0 ? sent : through ? [through] : [],
  };
}

const managed = /^(?:fq_codel|codel|cake|red|fq_pie|pie|sfb|gred|choke|hhf)$/;
const shaping = /^(?:tbf|htb|hfsc|cbq)$/;

/** Drops on purpose to keep waiting short: by itself, or because all that it hands packets to does. */
export function isManaged({ kind = '', leaves }: TransmitQueue): boolean {
  return managed.test(kind) || (leaves.length > 0 && leaves.every((leaf) => managed.test(leaf.kind)));
}

/** Lets a device or class send at a given rate at most. */
export function isShaper({ kind = '' }: { kind?: string | undefined }): boolean {
  return shaping.test(kind);
}

/** A queue of so few packets that any burst overflows it. */
export interface ShortQueue {
  packets: number;
  /** The length of the device, or the limit of a qdisc of its own. */
  by: 'length' | 'limit' | 'classes';
  qdisc: Qdisc | undefined;
  line: Line;
  /** What this queue dropped and sent. */
  dropped: Delta[];
  sent: Delta[];
}

/** The defaults of CAN (10) and PPP (3) are the longest that are called short. */
const fewPackets = 10;

/**
 * pfifo_fast takes the length of the device, pfifo has a limit of its own, and classes of htb to which nobody gave a
 * qdisc get a pfifo of the length that the device had (`direct_qlen`). Others do not know the length of the device.
 * Source: net/sched/sch_generic.c, sch_fifo.c, sch_htb.c.
 */
export function shortQueue(queue: TransmitQueue): ShortQueue | undefined {
  const { device, qdisc, leaves, dropped, sent } = queue;
  const all = qdisc ? [qdisc, ...leaves] : [];
  const limited = all.find(
    (one) => one.kind === 'pfifo' && one.limit !== undefined && one.limit <= fewPackets,
  );
  if (limited) {
    const counted = {
      dropped: countersOf(device, 'qdisc.dropped', limited),
      sent: countersOf(device, 'qdisc.sent_packets', limited),
    };
    return { packets: Number(limited.limit), by: 'limit', qdisc: limited, line: limited.line, ...counted };
  }
  const direct = /^\d{1,9}$/.exec(wordAfter(qdisc?.options ?? '', 'direct_qlen') ?? '')?.[0];
  if (qdisc && direct !== undefined && Number(direct) <= fewPackets && leaves.length === 0)
    return { packets: Number(direct), by: 'classes', qdisc, line: qdisc.line, dropped, sent };
  const { link } = device;
  if (!link || link.qlen === undefined || link.qlen > fewPackets || !takesLength(queue)) return undefined;
  const line = link.attributes.get('tx_queue_len')?.line ?? link.line;
  return { packets: link.qlen, by: 'length', qdisc: undefined, line, dropped, sent };
}

/** Whether the length of the device (txqueuelen) is that of its queue. */
export function takesLength({ kind, leaves }: TransmitQueue): boolean {
  return kind === 'pfifo_fast' || leaves.some((leaf) => leaf.kind === 'pfifo_fast');
}

/** A counter of one qdisc or class: its scope is 'kind handle parent'. */
export function countersOf({ deltas }: Device, name: string, { kind, handle, parent }: Qdisc): Delta[] {
  const queue = parent === undefined ? `${kind} ${handle}` : `${kind} ${handle} ${parent}`;
  return deltas.filter((delta) => delta.name === name && delta.scope.queue === queue);
}

/** The rate of a shaper as tc prints it ('10Mbit', '1Gbit', '64Kibps'), and in bits per second. */
export interface ShapedRate {
  text: string;
  bits: number;
}

const scale: Record<string, number> = { '': 1, K: 1e3, M: 1e6, G: 1e9, T: 1e12 };

/** What a class of htb may borrow up to, else its rate. Source: iproute2 lib/utils.c print_rate: 'bps' are bytes. */
export function shapedRate(options: string): ShapedRate | undefined {
  const text = wordAfter(options, 'ceil') ?? wordAfter(options, 'rate') ?? '';
  const [, number, prefix = '', binary, unit] =
    /^(\d{1,12}(?:\.\d{1,6})?)([KMGT]?)(i?)(bit|bps)$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const step = binary === 'i' ? 1024 ** ['', 'K', 'M', 'G', 'T'].indexOf(prefix) : (scale[prefix] ?? 1);
  return { text, bits: Number(number) * step * (unit === 'bps' ? 8 : 1) };
}
