import type { Delta, LedgerLine, Report, Scope } from '../model.ts';
import type { FleetTrend } from './fleet.ts';

/**
 * What was lost between each capture and the next: the parts of the ledger, which counts every loss once, spread over
 * the intervals as their counters moved. Empty for one capture.
 */
export function trendOf({ ledger, counters, captures }: Report): FleetTrend[] {
  // Without `lost` the parts are those since boot.
  const losses = ledger
    .filter(({ gap, lost }) => gap !== true && lost !== undefined)
    .flatMap((line) => spreads(line, counters));
  const seen = counters.filter(
    ({ name, scope, steps }) =>
      (name === 'Ip.InReceives' || name === 'Ip6.InReceives') &&
      (scope.netns ?? '') === '' &&
      steps.length > 0,
  );
  return captures.slice(1).map(({ takenAt }, index) => {
    const capture = index + 1;
    const lost = losses.reduce((sum, spread) => sum + (spread.get(capture) ?? 0), 0);
    const packets = bestOf(seen).map((delta) => Number(increaseAt(delta, capture)));
    return {
      ...(takenAt?.wall === undefined ? {} : { at: takenAt.wall }),
      lost: Math.round(lost),
      ...(packets.length === 0 ? {} : { seen: packets.reduce((a, b) => a + b, 0) }),
    };
  });
}

/** One reading of a counter stands for all others of it. */
function bestOf(deltas: readonly Delta[]): Delta[] {
  const best = new Map<string, Delta>();
  for (const delta of deltas) {
    const known = best.get(delta.name);
    if (!known || delta.steps.length > known.steps.length) best.set(delta.name, delta);
  }
  return [...best.values()];
}

/** For each part of a line: how much of it belongs to which capture. */
function spreads({ parts, scope }: LedgerLine, counters: readonly Delta[]): Map<number, number>[] {
  return parts
    .filter(({ value }) => value > 0n)
    .map(({ name, value }) => {
      const moved = counters.filter(
        (delta) =>
          delta.name === name && delta.increase > 0n && delta.steps.length > 0 && within(delta.scope, scope),
      );
      const all = moved.reduce((sum, delta) => sum + Number(delta.increase), 0);
      const spread = new Map<number, number>();
      for (const { steps } of moved) {
        for (const { to, increase } of steps) {
          const share = (Number(value) * Number(increase)) / all;
          spread.set(to.capture, (spread.get(to.capture) ?? 0) + share);
        }
      }
      return spread;
    });
}

function within(scope: Scope, line: Scope): boolean {
  return (
    (scope.netns ?? '') === (line.netns ?? '') && (line.device === undefined || scope.device === line.device)
  );
}

function increaseAt({ steps }: Delta, capture: number): bigint {
  return steps.reduce((sum, { to, increase }) => (to.capture === capture ? sum + increase : sum), 0n);
}
