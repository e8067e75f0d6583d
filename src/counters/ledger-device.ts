import { groupBy } from '../group-by.ts';
import type { Delta, LedgerLine } from '../model.ts';
import type { Book, Entry, Part, Period } from './book.ts';
import { less, lineOf, partOf, sum } from './book.ts';
import type { CounterMeaning } from './names.ts';
import { meaningOf } from './names.ts';

/** A device of a namespace, and what `ethtool -i` calls its driver. */
export interface LedgerDevice {
  netns: string;
  device: string;
  driver?: string;
}

/** rtnetlink's counters, or those of /proc/net/dev where that is all there is. */
function deviceTotal(
  book: Book,
  period: Period,
  { netns, device }: LedgerDevice,
  link: string,
  dev: string,
): Part | undefined {
  return book.parts(period, netns, [link], device)[0] ?? book.parts(period, netns, [dev], device)[0];
}

export function packetsIn(book: Book, period: Period, device: LedgerDevice): bigint | undefined {
  return deviceTotal(book, period, device, 'link.rx_packets', 'dev.rx_packets')?.value;
}

export function packetsOut(book: Book, period: Period, device: LedgerDevice): bigint | undefined {
  return deviceTotal(book, period, device, 'link.tx_packets', 'dev.tx_packets')?.value;
}

/** What a device and its driver lost on the way in and out. `backlog`: frames of its rx_dropped that softnet counts too. */
export function deviceLines(
  book: Book,
  device: LedgerDevice,
  backlog: (period: Period) => bigint,
): LedgerLine[] {
  const scope = { netns: device.netns, device: device.device };
  const line = (
    direction: LedgerLine['direction'],
    layer: LedgerLine['layer'],
    entry: (period: Period) => Entry,
  ) => lineOf({ direction, layer, scope }, entry);
  const received = (period: Period, lost: readonly Part[]) => {
    const through = packetsIn(book, period, device);
    return {
      parts: lost,
      seen: through === undefined ? undefined : through + (sum(lost.map((p) => p.value)) ?? 0n),
    };
  };
  return [
    line('in', 'wire', (period) => received(period, damaged(book, period, device))),
    line('in', 'nic', (period) => received(period, missed(book, period, device))),
    line('in', 'driver', (period) => {
      const parts = droppedByDriver(book, period, device, backlog(period));
      return { parts, seen: atLeast(packetsIn(book, period, device), parts) };
    }),
    line('in', 'xdp', (period) => ({
      parts: byXdp(book, period, device),
      seen: packetsIn(book, period, device),
    })),
    line('out', 'driver', (period) => sent(book, period, device, 'link.tx_dropped', 'dev.tx_drop')),
    line('out', 'wire', (period) => sent(book, period, device, 'link.tx_errors', 'dev.tx_errs')),
  ].flatMap((known) => known ?? []);
}

/** Frames that came damaged: they are in rx_errors, and not in rx_packets. Source: if_link.h. */
function damaged(book: Book, period: Period, device: LedgerDevice): Part[] {
  const { netns, device: name } = device;
  const kinds = ['link.rx_crc_errors', 'link.rx_frame_errors', 'link.rx_length_errors'];
  const parts = book.parts(period, netns, kinds, name);
  if (parts.length > 0) return parts;
  return book.parts(period, netns, ['dev.rx_frame'], name);
}

/**
 * Frames that found no buffer. rx_missed_errors, rx_fifo_errors and rx_over_errors are names for the same event that
 * drivers choose from (if_link.h), and the driver's own names repeat them: of those that speak for one cause the
 * greatest counts.
 */
function missed(book: Book, period: Period, device: LedgerDevice): Part[] {
  const { netns, device: name } = device;
  const common = book.parts(
    period,
    netns,
    ['link.rx_missed_errors', 'link.rx_fifo_errors', 'link.rx_over_errors'],
    name,
  );
  const known = common.length > 0 ? common : book.parts(period, netns, ['dev.rx_fifo'], name);
  const own = driverParts(book, period, device, (meaning) => meaning.layer === 'nic' && meaning.bad === true);
  const parts = [...known.map((part) => ({ part, cause: 'ring-buffer-overflow' })), ...own];
  return [...groupBy(parts, ({ cause }) => cause).values()].flatMap(
    (group) => greatest(group.map(({ part }) => part)) ?? [],
  );
}

function greatest(parts: readonly Part[]): Part | undefined {
  return parts.reduce<Part | undefined>(
    (most, part) => (!most || part.value > most.value ? part : most),
    undefined,
  );
}

/** rx_dropped less what softnet counts as backlog drops; it may be harmless (unknown protocols). */
function droppedByDriver(book: Book, period: Period, device: LedgerDevice, backlog: bigint): Part[] {
  const { netns, device: name } = device;
  const [dropped] = book.parts(period, netns, ['link.rx_dropped'], name);
  if (dropped) return [{ ...dropped, value: less(dropped.value, backlog) }];
  const [both] = book.parts(period, netns, ['dev.rx_drop'], name);
  if (!both) return [];
  // procfs adds missed frames to it: net/core/net-procfs.c, dev_seq_printf_stats.
  return [
    { ...both, value: less(both.value, backlog, book.total(period, netns, ['link.rx_missed_errors'], name)) },
  ];
}

/** Dropped by an XDP program in the driver; the generic one has no counter. */
function byXdp(book: Book, period: Period, device: LedgerDevice): Part[] {
  const drops = driverParts(
    book,
    period,
    device,
    ({ layer, direction }) => layer === 'xdp' && direction === 'in',
    /drop|aborted/,
  );
  return drops.map(({ part }) => part);
}

interface DriverPart {
  part: Part;
  /** The first cause that the name speaks for. */
  cause: string;
}

/** The driver's own counters of one kind: a queue's differ from another's by a number, and are added up. */
function driverParts(
  book: Book,
  period: Period,
  { netns, device, driver }: LedgerDevice,
  wanted: (meaning: CounterMeaning) => boolean,
  named = /./,
): DriverPart[] {
  const kinds = new Map<string, { deltas: Delta[]; cause: string }>();
  for (const delta of book.driverCounters(netns, device)) {
    const meaning = meaningOf(delta.name, driver);
    if (!meaning || !wanted(meaning) || !named.test(delta.name)) continue;
    const kind = delta.name.replace(/\d+/g, 'N');
    const known = kinds.get(kind) ?? { deltas: [], cause: meaning.causes[0] ?? kind };
    kinds.set(kind, known);
    known.deltas.push(delta);
  }
  return [...kinds.values()].flatMap(({ deltas, cause }) => {
    const part = deltas[0] && partOf(deltas[0].name, deltas, period);
    return part ? [{ part, cause }] : [];
  });
}

function sent(book: Book, period: Period, device: LedgerDevice, link: string, dev: string): Entry {
  const lost = deviceTotal(book, period, device, link, dev);
  const through = packetsOut(book, period, device);
  return {
    parts: lost ? [lost] : [],
    seen: through === undefined || !lost ? through : through + lost.value,
  };
}

function atLeast(seen: bigint | undefined, lost: readonly Part[]): bigint | undefined {
  const gone = sum(lost.map((part) => part.value)) ?? 0n;
  return seen === undefined ? undefined : seen >= gone ? seen : seen + gone;
}

/** How much of each device's rx_dropped softnet counts too: the greatest first, until the backlog drops are used up. */
export function backlogShares(
  book: Book,
  devices: readonly LedgerDevice[],
  period: Period,
): (device: LedgerDevice) => bigint {
  const shares = new Map<LedgerDevice, bigint>();
  let left = book.total(period, '', ['softnet.dropped']) ?? 0n;
  const most = devices
    .map((device) => ({
      device,
      dropped: deviceTotal(book, period, device, 'link.rx_dropped', 'dev.rx_drop')?.value ?? 0n,
    }))
    .sort((a, b) => Number(b.dropped - a.dropped));
  for (const { device, dropped } of most) {
    const share = dropped - less(dropped, left);
    shares.set(device, share);
    left -= share;
  }
  return (device) => shares.get(device) ?? 0n;
}
