import { groupBy } from '../group-by.ts';
import type { Delta, Evidence, LedgerLine, Message } from '../model.ts';

/** What is added up: the window between the captures, or everything since boot. */
export type Period = 'window' | 'boot';

/** An amount that one counter contributes to a loss. */
export interface Part {
  name: string;
  value: bigint;
  delta: Delta;
}

/** What a counter says about a period; undefined for a window that it was read in once only, and for gauges. */
export function amountIn(delta: Delta, period: Period): bigint | undefined {
  if (delta.kind === 'gauge') return undefined;
  if (period === 'boot') return delta.latest.value;
  return delta.since === 'boot' ? undefined : delta.increase;
}

/** Sum of what is known; undefined when nothing is. */
export function sum(values: readonly (bigint | undefined)[]): bigint | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((total, value) => total + value, 0n);
}

/** `from` less `values`, never negative. */
export function less(from: bigint, ...values: readonly (bigint | undefined)[]): bigint {
  const rest = from - (sum(values) ?? 0n);
  return rest > 0n ? rest : 0n;
}

/** Scopes of one counter, a part each. */
export interface Selection {
  parts(period: Period): Part[];
}

const keyOf = (netns: string, name: string, device = '') => `${netns}\n${name}\n${device}`;

/** The counters of one host, by namespace, name and device. */
export class Book {
  readonly #byName: ReadonlyMap<string, Delta[]>;
  readonly #byDevice: ReadonlyMap<string, Delta[]>;
  readonly #driver: ReadonlyMap<string, Delta[]>;
  readonly netns: readonly string[];

  constructor(deltas: readonly Delta[]) {
    this.#byName = groupBy(deltas, ({ name, scope }) => keyOf(scope.netns ?? '', name));
    this.#byDevice = groupBy(deltas, ({ name, scope }) => keyOf(scope.netns ?? '', name, scope.device));
    const printed = deltas.filter(({ name }) => name.startsWith('ethtool.'));
    this.#driver = groupBy(printed, ({ scope }) => `${scope.netns ?? ''} ${scope.device ?? ''}`);
    this.netns = [...new Set(deltas.map((delta) => delta.scope.netns ?? ''))].sort();
  }

  /** All scopes of a counter in a namespace, or those of one device. */
  all(netns: string, name: string, device?: string): readonly Delta[] {
    const known = device === undefined ? this.#byName : this.#byDevice;
    return known.get(keyOf(netns, name, device)) ?? [];
  }

  /** The scopes of a counter that fit, a part each. */
  select(netns: string, name: string, fits: (delta: Delta, all: readonly Delta[]) => boolean): Selection {
    const all = this.all(netns, name);
    const fitting = all.filter((delta) => fits(delta, all));
    return { parts: (period) => fitting.flatMap((delta) => partOf(name, [delta], period) ?? []) };
  }

  /** What `ethtool -S` prints of a device. */
  driverCounters(netns: string, device: string): readonly Delta[] {
    return this.#driver.get(`${netns} ${device}`) ?? [];
  }

  /** One part per name that is known, summed over its scopes; the evidence is the greatest of them. */
  parts(period: Period, netns: string, names: readonly string[], device?: string): Part[] {
    return names.flatMap((name) => partOf(name, this.all(netns, name, device), period) ?? []);
  }

  total(period: Period, netns: string, names: readonly string[], device?: string): bigint | undefined {
    return sum(this.parts(period, netns, names, device).map((part) => part.value));
  }
}

/** Several scopes of one counter as one part. */
export function partOf(name: string, deltas: readonly Delta[], period: Period): Part | undefined {
  const value = sum(deltas.map((delta) => amountIn(delta, period)));
  const [first, ...others] = deltas;
  if (value === undefined || !first) return undefined;
  const amount = (delta: Delta) => amountIn(delta, period) ?? -1n;
  const delta = others.reduce((most, other) => (amount(other) > amount(most) ? other : most), first);
  return { name, value, delta };
}

/** What a layer saw and lost in a period. Without parts nothing is known of its losses. */
export interface Entry {
  seen?: bigint | undefined;
  parts: readonly Part[];
}

type About = Pick<LedgerLine, 'direction' | 'layer' | 'scope'> & { gap?: true; note?: Message };

/** A line of the ledger for both periods; undefined when there is nothing to tell. */
export function lineOf(about: About, entry: (period: Period) => Entry | undefined): LedgerLine | undefined {
  const [window, boot] = [totals(entry('window')), totals(entry('boot'))];
  const { parts } = window.lost === undefined ? boot : window;
  if (window.lost === undefined && boot.lost === undefined) return undefined;
  const nothing = [window, boot].every(({ seen = 0n, lost = 0n }) => seen + lost === 0n);
  if (nothing) return undefined;
  return {
    ...about,
    ...amounts(window),
    sinceBoot: amounts(boot),
    parts: parts.filter((part) => part.value > 0n).map(cited),
  };
}

interface Totals {
  seen?: bigint | undefined;
  lost?: bigint | undefined;
  parts: readonly Part[];
}

function totals(entry: Entry | undefined): Totals {
  if (!entry) return { parts: [] };
  return { seen: entry.seen, lost: sum(entry.parts.map((part) => part.value)), parts: entry.parts };
}

function amounts({ seen, lost }: Totals): { seen?: bigint; lost?: bigint } {
  return { ...(seen === undefined ? {} : { seen }), ...(lost === undefined ? {} : { lost }) };
}

function cited({ name, value, delta }: Part): LedgerLine['parts'][number] {
  const { line } = delta.latest;
  const meaning: Message = { id: 'comparison/part', args: { counter: name, n: value } };
  const evidence: Evidence = { path: line.file.path, line: line.number, excerpt: line.text, meaning };
  return { name, value, evidence };
}
