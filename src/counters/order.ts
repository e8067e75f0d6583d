import { groupBy } from '../group-by.ts';
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
  const kept = clocks.flatMap((_, index) => {
    const of = clocks.findIndex((_, other) => isDuplicate(index, other, clocks, readings));
    if (of >= 0) tell('duplicate', { of: labels[of] ?? '', label: labels[index] ?? '' });
    return of < 0 ? [index] : [];
  });
  const order = byTime(clocks, kept);
  for (const index of kept.filter((other) => !order.includes(other))) {
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
 * Captures whose time is known, oldest first. Those of one boot stay together and are ordered by uptime, so that a step
 * of the clock does not turn them around; boots are ordered by the wall clock.
 */
function byTime(clocks: readonly CaptureClock[], kept: readonly number[]): number[] {
  const noWall = clocks.every((clock) => clock.wall === undefined);
  const timed = kept.filter((index) => (clocks[index]?.wall ?? clocks[index]?.uptime) !== undefined);
  const boots = groupBy(timed, (index) => {
    const { bootId, uptime } = clocks[index] ?? {};
    return uptime !== undefined && (bootId !== undefined || noWall)
      ? `boot ${bootId ?? ''}`
      : `capture ${index}`;
  });
  const start = (boot: readonly number[]) =>
    Math.min(...boot.map((index) => clocks[index]?.wall ?? Number.MAX_SAFE_INTEGER));
  const place = (index: number) => clocks[index]?.uptime ?? 0;
  return [...boots.values()]
    .sort((a, b) => start(a) - start(b))
    .flatMap((boot) => boot.sort((a, b) => place(a) - place(b)));
}

/** Values of one capture by source, counter and scope. */
type Readings = ReadonlyMap<string, bigint>;

const nothing: Readings = new Map();

function readingsOf(captures: number, samples: readonly Sample[]): Readings[] {
  const all = Array.from({ length: captures }, () => new Map<string, bigint>());
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
  clocks: readonly CaptureClock[],
  readings: readonly Readings[],
): boolean {
  if (!sameInstant(clocks[index], clocks[other])) return false;
  const [own, others] = [readings[index] ?? nothing, readings[other] ?? nothing];
  if (own.size === 0 || own.size > others.size) return false;
  const within = [...own].every(([key, value]) => others.get(key) === value);
  return within && (own.size < others.size || other < index);
}

function sameInstant(a: CaptureClock = {}, b: CaptureClock = {}): boolean {
  return a.bootId === b.bootId && a.uptime === b.uptime && a.wall === b.wall;
}

/** How many more counters stand higher in the later than in the earlier; negative when they are the other way round. */
function growth(earlier: Readings | undefined, later: Readings | undefined): number {
  let sum = 0;
  for (const [key, value] of earlier ?? []) {
    const after = later?.get(key);
    if (after !== undefined) sum += after > value ? 1 : after < value ? -1 : 0;
  }
  return sum;
}
