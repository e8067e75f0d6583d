import type { Delta, Layer, Message } from '../model.ts';
import { layers } from '../model.ts';
import type { Part, Period } from './book.ts';
import { amountIn, Book, partOf } from './book.ts';
import { outOf } from './denominators.ts';
import { compareKeys } from './keys.ts';
import { meaningOf } from './names.ts';

/**
 * How a loss compares with the baseline's: 'cured' and 'too-little' (traffic to tell) where there is none now;
 * 'worse', 'not-cured' and 'better' where both have it; 'only-here' and 'too-little' where only this side has it.
 */
export type Comparison = 'worse' | 'only-here' | 'not-cured' | 'better' | 'too-little' | 'cured';

/** Events of one counter and what they are a share of: packets where known, else seconds. */
export interface Share {
  events: bigint;
  of: number;
}

export interface BaselineLine {
  name: string;
  layer: Layer;
  unit: 'share' | 'per-second';
  now: Share;
  base: Share;
  /** Events that would have happened here at the baseline's rate (or there, at this one's, where there were none). */
  expected: number;
  comparison: Comparison;
  message: Message;
  /** For citing: the counter here, and there. */
  here?: Delta;
  there?: Delta;
}

/** With three events due, seeing none has a chance of 5 % (e^-3). */
const eventsToTell = 3;

/**
 * Bad counters here against those of a healthy twin, or of the time before a fix: by share of the traffic, so that a
 * busy hour is not taken for a fault. Devices, rules and CPUs are added up: a twin's are called otherwise.
 */
export function againstBaseline(now: readonly Delta[], base: readonly Delta[]): BaselineLine[] {
  const [here, there] = [new Book(now), new Book(base)];
  const period = moves(now) && moves(base) ? 'window' : 'boot';
  const names = new Set([...now, ...base].filter(isBad).map((delta) => delta.name));
  const lines = [...names].flatMap((name) => lineFor(name, here, there, period) ?? []);
  const keys = ({ comparison, layer, name }: BaselineLine) => [
    order.indexOf(comparison),
    layers.indexOf(layer),
    name,
  ];
  return lines.sort((a, b) => compareKeys(keys(a), keys(b)));
}

const order: readonly Comparison[] = ['worse', 'only-here', 'not-cured', 'better', 'too-little', 'cured'];

function moves(deltas: readonly Delta[]): boolean {
  return deltas.some((delta) => delta.since !== 'boot');
}

function isBad(delta: Delta): boolean {
  const meaning = meaningOf(delta.name);
  return delta.kind === 'counter' && meaning?.bad === true && meaning.unit !== 'ticks';
}

function lineFor(name: string, here: Book, there: Book, period: Period): BaselineLine | undefined {
  const meaning = meaningOf(name);
  const [a, b] = [tallyOf(name, here, period), tallyOf(name, there, period)];
  if (!meaning || !a || !b || a.part.value + b.part.value === 0n) return undefined;
  const byShare = a.packets !== undefined && b.packets !== undefined;
  const [nowOf, thenOf] = byShare ? [a.packets, b.packets] : [a.seconds, b.seconds];
  if (nowOf === undefined || thenOf === undefined) return undefined;
  const now = { events: a.part.value, of: nowOf };
  const base = { events: b.part.value, of: thenOf };
  const expected = base.events > 0n ? due(base, now) : due(now, base);
  const comparison = comparisonOf(now, base, expected);
  const args = { counter: name, now: now.events, base: base.events, expected };
  return {
    name,
    layer: meaning.layer,
    unit: byShare ? 'share' : 'per-second',
    now,
    base,
    expected,
    comparison,
    message: { id: `comparison/baseline-${comparison}`, args },
    here: a.part.delta,
    there: b.part.delta,
  };
}

/** Events that `there` would have at the rate of `rate`, which has some: so it has traffic, or time. */
function due(rate: Share, there: Share): number {
  return (Number(rate.events) / rate.of) * there.of;
}

/** Counts vary by their square root (Poisson): less than three of these, or than half as much again, is no difference. */
function comparisonOf(now: Share, base: Share, expected: number): Comparison {
  if (now.events === 0n) return expected >= eventsToTell ? 'cured' : 'too-little';
  if (base.events === 0n) return expected >= eventsToTell ? 'only-here' : 'too-little';
  const events = Number(now.events);
  const spread = 3 * Math.sqrt(Math.max(events, expected));
  if (Math.abs(events - expected) <= spread) return 'not-cured';
  if (events >= expected * 1.5) return 'worse';
  return events * 1.5 <= expected ? 'better' : 'not-cured';
}

interface Tally {
  part: Part;
  packets?: number;
  seconds?: number;
}

/** A counter of the whole host: all its scopes, and all that they are a share of. */
function tallyOf(name: string, book: Book, period: Period): Tally | undefined {
  const deltas = book.netns.flatMap((netns) => [...book.all(netns, name)]);
  const part = partOf(name, deltas, period);
  if (!part) return undefined;
  const seconds = period === 'window' ? part.delta.seconds : part.delta.uptime;
  const parents = new Map(deltas.map(({ scope }) => [`${scope.netns ?? ''} ${scope.device ?? ''}`, scope]));
  const outOfs = [...parents.values()].map((scope) => {
    const own = deltas.filter(
      (d) => (d.scope.netns ?? '') === (scope.netns ?? '') && d.scope.device === scope.device,
    );
    const value = own.reduce((sum, delta) => sum + (amountIn(delta, period) ?? 0n), 0n);
    return outOf(book, period, { name, scope, value });
  });
  const packets = outOfs.includes(undefined)
    ? undefined
    : outOfs.reduce<bigint>((sum, n) => sum + (n ?? 0n), 0n);
  return {
    part,
    ...(packets === undefined ? {} : { packets: Number(packets) }),
    ...(seconds === undefined ? {} : { seconds }),
  };
}
