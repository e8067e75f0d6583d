import type { Message, Sample } from '../model.ts';
import type { CaptureClock } from './clock.ts';
import { scopeKey } from './series.ts';

/** Captures as they were given, in an order that does not depend on the order of arguments. */
export interface Unordered {
  clocks: readonly CaptureClock[];
  labels: readonly string[];
  samples: readonly Sample[];
}

export interface Order {
  /** Positions in `Unordered`, oldest first, without duplicates. */
  order: number[];
  decisions: Message[];
}

/** Oldest first: by time, else by the direction in which counters rise, else by name. Duplicates are left out. */
export function orderOf({ clocks, labels, samples }: Unordered): Order {
  const readings = readingsOf(clocks.length, samples);
  const decisions: Message[] = [];
  const tell = (key: string, args: Message['args']) => decisions.push({ id: `comparison/${key}`, args });
  const times = timesOf(clocks);
  const time = (index: number) => times[index];
  const kept = clocks.flatMap((_, index) => {
    const of = clocks.findIndex((_, other) => isDuplicate(index, other, times, readings));
    if (of >= 0) tell('duplicate', { of: labels[of] ?? '', label: labels[index] ?? '' });
    return of < 0 ? [index] : [];
  });
  const order = kept.filter((index) => time(index) !== undefined);
  order.sort((a, b) => (time(a) ?? 0) - (time(b) ?? 0) || a - b);
  for (const index of kept.filter((other) => time(other) === undefined)) {
    const votes = order.map((other) => growth(readings[index], readings[other]));
    const place = votes.findIndex((vote) => vote > 0);
    if (order.length > 0) {
      tell(votes.some((vote) => vote !== 0) ? 'order-by-growth' : 'order-unknown', {
        label: labels[index] ?? '',
      });
    }
    order.splice(place < 0 ? order.length : place, 0, index);
  }
  return { order, decisions };
}

/**
 * When each capture was taken, all on one scale of milliseconds. Captures of one boot are placed by their uptime, so
 * that a step of the clock does not turn them around.
 */
function timesOf(clocks: readonly CaptureClock[]): (number | undefined)[] {
  const anchors = new Map<string, number>();
  for (const { bootId, wall, uptime } of clocks) {
    if (bootId === undefined || wall === undefined || uptime === undefined) continue;
    anchors.set(bootId, Math.max(anchors.get(bootId) ?? -Infinity, wall - uptime * 1000));
  }
  const noWall = clocks.every((clock) => clock.wall === undefined);
  return clocks.map(({ bootId, wall, uptime }) => {
    const anchor = noWall ? 0 : bootId === undefined ? undefined : anchors.get(bootId);
    return uptime === undefined || anchor === undefined ? wall : anchor + uptime * 1000;
  });
}

/** Values of one capture by source, counter and scope. */
type Readings = Map<string, bigint>;

function readingsOf(captures: number, samples: readonly Sample[]): Readings[] {
  const all = Array.from({ length: captures }, (): Readings => new Map());
  for (const sample of samples) {
    if (sample.kind === 'gauge') continue;
    all[sample.capture]?.set(`${sample.source} ${scopeKey(sample.name, sample.scope)}`, sample.value);
  }
  return all;
}

/** Taken at the same instant, and the other holds all that this one tells; of two that are equal the first stays. */
function isDuplicate(
  index: number,
  other: number,
  times: readonly (number | undefined)[],
  readings: readonly Readings[],
): boolean {
  if (index === other || times[index] !== times[other]) return false;
  const [own, others] = [readings[index], readings[other]];
  if (!own || !others || own.size === 0 || own.size > others.size) return false;
  const within = [...own].every(([key, value]) => others.get(key) === value);
  return within && (own.size < others.size || other < index);
}

/** How many more counters stand higher in the later than in the earlier; negative when they are the other way round. */
function growth(earlier: Readings | undefined, later: Readings | undefined): number {
  let sum = 0;
  for (const [key, value] of earlier ?? []) {
    const after = later?.get(key);
    if (after !== undefined && after !== value) sum += after > value ? 1 : -1;
  }
  return sum;
}
