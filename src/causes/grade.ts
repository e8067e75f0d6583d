import type {
  CounterRef,
  Delta,
  Evidence,
  Instance,
  Message,
  MessageArgument,
  Severity,
  Verdict,
} from '../model.ts';
import type { Conclusion, Setting } from './cause.ts';
import { cite } from './cause.ts';
import {
  burstOf,
  eventsToTell,
  expectedEvents,
  flatSeconds,
  rises,
  secondsToTell,
  timesUsual,
} from './windows.ts';

/**
 * What a bad counter says by its movement alone. A flat counter is `past` only when its windows were long enough to
 * have seen it move at its usual rate. What was counted since a reset happened, but nobody knows whether now.
 */
export function verdictOf(delta: Delta): Movement['verdict'] {
  if (delta.latest.value === 0n && delta.increase === 0n) return 'ok';
  if (rises(delta)) return 'problem';
  return expectedEvents(delta) >= eventsToTell ? 'past' : 'suspect';
}

/** What `share` and `rate` refer to: the increase in the window, or the total of a single sample. */
export function amountOf(delta: Delta): bigint {
  return delta.since === 'boot' ? delta.latest.value : delta.increase;
}

/** Lost of all (lost included), 0 to 1. The denominator's delta must cover the same window. */
export function shareOf(lost: bigint, all: bigint | undefined): number | undefined {
  return all !== undefined && all > 0n ? Math.min(1, Number(lost) / Number(all)) : undefined;
}

/**
 * Severity of a loss by its share: 1 % critical, 0.1 % high, 0.01 % medium. Fewer than ten events never rank above
 * low; a connection-level counter (`perConnection`) ranks high from one event per second on.
 */
export function gradeLoss(
  events: bigint,
  share: number | undefined,
  rate?: number,
  perConnection = false,
): Severity {
  if (events < 10n) return 'low';
  if (share !== undefined && share >= 0.01) return 'critical';
  if ((share !== undefined && share >= 0.001) || (perConnection && rate !== undefined && rate >= 1))
    return 'high';
  if ((share !== undefined && share >= 0.0001) || (perConnection && share === undefined)) return 'medium';
  return 'low';
}

/**
 * The same for totals since boot, where it is not known when the events happened: one step lower, and a share below
 * one in ten thousand is only told. Without a denominator the average rate decides: one a minute is worth a look.
 */
export function gradeSinceBoot(
  events: bigint,
  share: number | undefined,
  rate?: number,
  perConnection = false,
): Severity {
  if (events < 10n) return 'info';
  if (share !== undefined) {
    if (share >= 0.01) return 'high';
    return share >= 0.001 ? 'medium' : share >= 0.0001 ? 'low' : 'info';
  }
  // Neither share nor time: a handful may be years old.
  if (rate === undefined) return perConnection && events >= 1000n ? 'medium' : 'low';
  if (rate < 1 / 3600) return 'info';
  return perConnection && rate >= 1 / 60 ? 'medium' : 'low';
}

/** How the counters of one kind of event (IPv4 and IPv6, every CPU, every device) moved together. */
export interface Movement {
  verdict: Extract<Verdict, 'problem' | 'suspect' | 'past' | 'ok'>;
  severity: Severity;
  /** Events in the window where they rise, else since boot. */
  n: bigint;
  /** Events per second, and share of `seen`, of what `n` covers. */
  rate?: number;
  share?: number;
  /** Those that are not zero, the greatest first; of all zeros, the first. */
  deltas: readonly Delta[];
  /** For the texts of a cause: n, rate, share, seconds (of the window), flat (of a window without events), times. */
  args: Record<string, MessageArgument | undefined>;
}

export interface Seen {
  /** Counters of what did get through: `share` is lost of lost and seen together. */
  seen?: readonly (Delta | undefined)[];
  /** The seen ones hold the lost ones already (InReceives holds InDiscards). */
  within?: boolean;
  perConnection?: boolean;
}

/** Undefined when none of the counters was printed: absent is not zero. */
export function movementOf(bad: readonly [Delta], options?: Seen): Movement;
export function movementOf(bad: readonly (Delta | undefined)[], options?: Seen): Movement | undefined;
export function movementOf(bad: readonly (Delta | undefined)[], options: Seen = {}): Movement | undefined {
  const known = bad.filter((delta) => delta !== undefined);
  const first = known[0];
  if (!first) return undefined;
  const verdict = togetherVerdict(known);
  const rising = verdict === 'problem';
  const counting = rising ? known.filter(rises) : known.filter((d) => d.latest.value > 0n);
  const deltas =
    counting.length > 0 ? [...counting].sort((a, b) => compare(value(b, rising), value(a, rising))) : [first];
  const n = counting.reduce((sum, delta) => sum + value(delta, rising), 0n);
  const lead = deltas[0] ?? first;
  const share = shareWithin(n, rising, options);
  const time = rising ? lead.seconds : lead.uptime;
  const rate = time ? Number(n) / time : undefined;
  const grade = rising ? gradeLoss : gradeSinceBoot;
  const severity =
    verdict === 'ok' || verdict === 'past' ? 'info' : grade(n, share, rate, options.perConnection);
  return {
    verdict,
    severity,
    n,
    deltas,
    ...(rate === undefined ? {} : { rate }),
    ...(share === undefined ? {} : { share }),
    args: {
      n,
      rate,
      share,
      ...(rising ? { seconds: lead.seconds, times: timesUsual(lead) } : { flat: flatSeconds(lead) }),
    },
  };
}

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
const value = (delta: Delta, rising: boolean) => (rising ? delta.increase : delta.latest.value);

/** One that rises decides; else a flat sum is past when it, as a whole, should have moved in the window. */
function togetherVerdict(known: readonly Delta[]): Movement['verdict'] {
  const verdicts = known.map(verdictOf);
  if (verdicts.includes('problem')) return 'problem';
  if (!verdicts.includes('suspect')) return verdicts.includes('past') ? 'past' : 'ok';
  return known.reduce((sum, delta) => sum + expectedEvents(delta), 0) >= eventsToTell ? 'past' : 'suspect';
}

function shareWithin(n: bigint, rising: boolean, { seen = [], within = false }: Seen): number | undefined {
  const known = seen.filter((delta) => delta !== undefined && !(rising && delta.since === 'boot'));
  if (known.length === 0) return undefined;
  const through = known.reduce((sum, delta) => sum + (delta ? value(delta, rising) : 0n), 0n);
  return shareOf(n, within ? through : through + n);
}

/** What another counter counted in the time that a movement tells of; nothing where it was not read before. */
export function meanwhile({ verdict }: Movement, delta: Delta | undefined): bigint {
  if (verdict !== 'problem') return delta?.latest.value ?? 0n;
  return delta === undefined || delta.since === 'boot' ? 0n : delta.increase;
}

/** What one counter shows, in words that are the same for all causes: how much, when, and whether that tells enough. */
export function citeCounter(delta: Delta): Evidence {
  const { device, cpu, queue, rule, socket } = delta.scope;
  const where =
    (device === '' ? undefined : device) ?? rule ?? socket ?? (cpu === undefined ? queue : `CPU ${cpu}`);
  const { key, ...shown } = shownBy(delta);
  const args = { counter: delta.name, total: delta.latest.value, where, ...shown };
  return cite(delta.latest.line, { id: `common/${key}`, args: known(args) });
}

function shownBy(delta: Delta): { key: string; [name: string]: MessageArgument | undefined } {
  if (delta.latest.value === 0n && delta.increase === 0n) return { key: 'counter-zero' };
  if (delta.since === 'boot') return { key: 'counter-stands' };
  const { increase: n, seconds } = delta;
  if (rises(delta)) {
    const burst = burstOf(delta);
    const least = delta.bound === 'at-least';
    if (!burst)
      return { key: least ? 'counter-rose-least' : 'counter-rose', n, seconds, times: timesUsual(delta) };
    return { key: least ? 'counter-burst-least' : 'counter-burst', n, ...burst, of: seconds };
  }
  if (n > 0n) return { key: 'counter-anew', n, seconds };
  if (verdictOf(delta) === 'past') return { key: 'counter-flat', seconds: flatSeconds(delta) };
  const due = expectedEvents(delta);
  return { key: 'counter-flat-short', seconds: flatSeconds(delta), due, needed: secondsToTell(delta) };
}

function known(args: Record<string, MessageArgument | undefined>): Record<string, MessageArgument> {
  return Object.fromEntries(
    Object.entries(args).filter((entry): entry is [string, MessageArgument] => entry[1] !== undefined),
  );
}

/** A setting as evidence; nothing when it was not collected. */
export function citeSetting(setting: Setting | undefined): Evidence[] {
  if (!setting) return [];
  const { key, value, line } = setting;
  return [cite(line, { id: 'common/setting-is', args: { key, value } })];
}

export function claim(delta: Delta): CounterRef {
  return { name: delta.name, scope: delta.scope };
}

/** What a movement, or a cause by itself, makes of one thing. */
interface Graded extends Pick<Instance, 'verdict' | 'severity'> {
  rate?: number | undefined;
  share?: number | undefined;
}

/** One device, socket or rule, with the rate and share of its own counter where they are known. */
export function instance(
  { verdict, severity, rate, share }: Graded,
  about: Pick<Instance, 'subject' | 'scope' | 'summary' | 'evidence'>,
): Instance {
  const known = { ...(rate === undefined ? {} : { rate }), ...(share === undefined ? {} : { share }) };
  return { ...about, verdict, severity, ...known };
}

/** The conclusion that a movement alone allows: the cause's texts are named after the verdicts. */
export function concludeLoss(
  movement: Movement,
  say: (id: Movement['verdict'], args: Movement['args']) => Message,
): Conclusion & {
  verdict: Movement['verdict'];
  severity: Severity;
  evidence: Evidence[];
  claims: CounterRef[];
} {
  return {
    verdict: movement.verdict,
    severity: movement.severity,
    summary: say(movement.verdict, movement.args),
    ...(movement.share === undefined ? {} : { share: movement.share }),
    evidence: movement.deltas.slice(0, 8).map(citeCounter),
    claims: movement.deltas.map(claim),
  };
}
