import type { Delta, Layer, Scope } from '../model.ts';
import { layers } from '../model.ts';
import { amountIn, Book } from './book.ts';
import { cpusAsOne } from './cpus.ts';
import { outOf } from './denominators.ts';
import { compareKeys } from './keys.ts';
import type { CounterMeaning } from './names.ts';
import { meaningOf } from './names.ts';

export interface TableOptions {
  /** Only counters of this layer. */
  layer?: Layer;
  /** Only counters of this device. */
  device?: string;
  /** Also what did not move. */
  all?: boolean;
  /** `ethtool -i`: what the names of a driver mean. */
  driver?(netns: string, device: string): string | undefined;
}

/** A counter, or one of all CPUs together, as `dropcause counters` lists it. */
export interface CounterLine {
  delta: Delta;
  meaning?: CounterMeaning;
  /** First and last reading. */
  before?: bigint;
  after: bigint;
  /** Events per second in the window, where known. */
  rate?: number;
  /** Of the traffic that the counter belongs to, 0 to 1. */
  share?: number;
  /** How it moved from reading to reading: events per second, or the values of a gauge. Empty for fewer than three readings. */
  course: number[];
}

/**
 * Counters in the order in which a reader wants them: losses that rise, what else rises, losses that stand; within that
 * by layer, in the order of the packet's path. What stands still is listed with `all` only, and for a single capture,
 * where nothing can rise, losses since boot are.
 */
export function tableOf(deltas: readonly Delta[], options: TableOptions = {}): CounterLine[] {
  const book = new Book(deltas);
  const single = deltas.every((delta) => delta.since === 'boot');
  return cpusAsOne(deltas)
    .map((delta) => lineOf(delta, book, options))
    .filter((line) => isWanted(line, options, single))
    .sort((a, b) => compareKeys(sortKey(a), sortKey(b)));
}

function lineOf(delta: Delta, book: Book, { driver }: TableOptions): CounterLine {
  const { netns = '', device } = delta.scope;
  const meaning = meaningOf(delta.name, device === undefined ? undefined : driver?.(netns, device));
  const value = amountIn(delta, 'window');
  const of =
    value === undefined ? undefined : outOf(book, 'window', { name: delta.name, scope: delta.scope, value });
  const before = delta.steps[0]?.from.value;
  return {
    delta,
    after: delta.latest.value,
    course: delta.steps.length > 1 ? courseOf(delta) : [],
    ...(meaning ? { meaning } : {}),
    ...(before === undefined ? {} : { before }),
    ...(value !== undefined && delta.seconds ? { rate: Number(value) / delta.seconds } : {}),
    ...(value !== undefined && of ? { share: Number(value) / Number(of) } : {}),
  };
}

/** A step whose time is not known shows the events themselves. */
function courseOf(delta: Delta): number[] {
  if (delta.kind === 'gauge') {
    return delta.steps
      .flatMap(({ from, to }, i) => (i === 0 ? [from, to] : [to]))
      .map(({ value }) => Number(value));
  }
  const timed = delta.steps.every((step) => step.seconds !== undefined);
  return delta.steps.map(({ increase, seconds }) => Number(increase) / (timed ? (seconds ?? 1) : 1));
}

function isWanted(
  { delta, meaning }: CounterLine,
  { layer, device, all }: TableOptions,
  single: boolean,
): boolean {
  if (layer !== undefined && meaning?.layer !== layer) return false;
  if (device !== undefined && delta.scope.device !== device) return false;
  if (all) return true;
  return single ? meaning?.bad === true && delta.latest.value > 0n : delta.increase > 0n;
}

function sortKey({ delta, meaning }: CounterLine): (number | string)[] {
  const bad = meaning?.bad === true;
  const rises = delta.increase > 0n;
  const urgency = rises
    ? bad
      ? 0
      : meaning?.bad === 'context'
        ? 1
        : 2
    : bad && delta.latest.value > 0n
      ? 3
      : 4;
  const layer = meaning ? layers.indexOf(meaning.layer) : layers.length;
  return [urgency, layer, delta.name, scopeText(delta.scope)];
}

/** 'web eth0 rx 3': where a counter lives, in one line. */
export function scopeText({ netns, device, cpu, queue, rule, socket }: Scope): string {
  const parts = [netns, device, cpu === undefined ? undefined : `CPU ${cpu}`, queue, rule, socket];
  return parts.filter((part) => part !== undefined && part !== '').join(' ');
}

/** Eight levels, or four that any terminal shows. The highest value fills the cell; what rose at all is never empty. */
export function sparkline(values: readonly number[], ascii = false): string {
  const levels = ascii ? ['_', '.', ':', '|'] : ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
  const most = Math.max(...values, 0);
  const level = (value: number) =>
    value <= 0 || most === 0 ? 0 : Math.max(1, Math.round((value / most) * (levels.length - 1)));
  return values.map((value) => levels[level(value)] ?? '').join('');
}

/** RFC 4180, with CRLF; a field that a spreadsheet would run as a formula gets a blank before it. */
export function csvOf(lines: readonly CounterLine[]): string {
  const head = [
    'name',
    'where',
    'layer',
    'bad',
    'before',
    'after',
    'increase',
    'bound',
    'seconds',
    'per_second',
    'share',
    'source',
    'file',
    'line',
  ];
  const rows = lines.map(({ delta, meaning, before, after, rate, share }) => [
    delta.name,
    scopeText(delta.scope),
    meaning?.layer,
    meaning?.bad,
    before,
    after,
    delta.steps.length > 0 && delta.kind === 'counter' ? delta.increase : undefined,
    delta.steps.length > 0 && delta.kind === 'counter' ? delta.bound : undefined,
    delta.seconds,
    rate,
    share,
    delta.source,
    delta.latest.line.file.path,
    delta.latest.line.number,
  ]);
  return [head, ...rows].map((row) => `${row.map(csvField).join(',')}\r\n`).join('');
}

function csvField(value: string | number | bigint | boolean | undefined): string {
  const text = value === undefined ? '' : String(value);
  const safe = /^[=+@\t\r-]/.test(text) && typeof value === 'string' ? ` ${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
