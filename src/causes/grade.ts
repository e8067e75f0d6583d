import type { Delta, Severity, Verdict } from '../model.ts';

/**
 * What a bad counter says by its movement alone. A flat counter is `past` only when the window was long enough to
 * have seen it move at its usual rate: with three events expected, seeing none has a chance of 5 % (e^-3).
 */
export function verdictOf(delta: Delta): Extract<Verdict, 'problem' | 'suspect' | 'past' | 'ok'> {
  if (delta.latest.value === 0n && delta.increase === 0n) return 'ok';
  if (delta.since !== 'boot' && delta.increase > 0n) return 'problem';
  if (delta.since === 'boot') return 'suspect';
  return expectedEvents(delta) >= 3 ? 'past' : 'suspect';
}

/** How often a flat counter should have moved in the window, at its average rate since boot. */
export function expectedEvents(delta: Delta): number {
  if (delta.seconds === undefined || delta.uptime === undefined || delta.uptime <= 0) return 0;
  return (Number(delta.latest.value) / delta.uptime) * delta.seconds;
}

/** Events per second in the window, or since boot for a single sample; undefined when the time is not known. */
export function rateOf(delta: Delta): number | undefined {
  if (delta.since === 'boot') return delta.uptime ? Number(delta.latest.value) / delta.uptime : undefined;
  return delta.seconds ? Number(delta.increase) / delta.seconds : undefined;
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
export function gradeLoss(events: bigint, share: number | undefined, rate?: number, perConnection = false): Severity {
  if (events < 10n) return 'low';
  if (share !== undefined && share >= 0.01) return 'critical';
  if ((share !== undefined && share >= 0.001) || (perConnection && rate !== undefined && rate >= 1)) return 'high';
  if ((share !== undefined && share >= 0.0001) || (perConnection && share === undefined)) return 'medium';
  return 'low';
}
