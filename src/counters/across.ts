import type { Sample, Step } from '../model.ts';
import type { CaptureClock } from './clock.ts';
import { ownMonotonic } from './clock.ts';
import type { Readings } from './delta.ts';
import type { Series } from './series.ts';
import type { Surroundings } from './step.ts';
import { timeBetween } from './step.ts';

/**
 * Sources that the kernel makes equal, read at different moments of one capture: where they differ, the counter rose in
 * between. They can prove that it rises, and never that it does not. Only for counters whose own source stands still,
 * so that what one source counted is never mixed with another's.
 */
export function risenAcross(
  { bySource }: Series,
  own: Readings,
  isEqual: (source: string) => boolean,
  around: Surroundings,
): Readings | undefined {
  const still = own.steps.every((step) => step.gap === undefined && step.increase === 0n);
  const latest = own.samples.at(-1);
  if (!still || latest?.kind !== 'counter') return undefined;
  const equal = [...bySource].filter(([source]) => isEqual(source)).flatMap(([, readings]) => readings);
  const captures = new Set(own.samples.map((sample) => sample.capture));
  const samples = equal
    .filter((sample) => captures.has(sample.capture))
    .sort((a, b) => a.capture - b.capture || compareValues(a, b));
  const steps = samples.slice(1).flatMap((to, i) => stepAcross(samples[i], to, around));
  const never = samples.some((to, i) => isBackwards(samples[i - 1], to, around.clocks));
  if (never || !steps.some((step) => step.increase > 0n)) return undefined;
  return { source: own.source, samples, steps };
}

function stepAcross(from: Sample | undefined, to: Sample, around: Surroundings): Step[] {
  if (!from) return [];
  const time = timeBetween(from, to, around, false);
  return [{ from, to, increase: to.value - from.value, bound: 'exact', ...time }];
}

/** The later reading is the smaller one: then the two do not count the same. */
function isBackwards(from: Sample | undefined, to: Sample, clocks: readonly CaptureClock[]): boolean {
  if (!from || to.value === from.value) return false;
  return to.value < from.value || (apart(from, to, clocks) ?? 0) < 0;
}

function apart(from: Sample, to: Sample, clocks: readonly CaptureClock[]): number | undefined {
  const [a, b] = [from, to].map((sample) => ownMonotonic(sample.at, clocks[sample.capture] ?? {}));
  return a === undefined || b === undefined ? undefined : b - a;
}

function compareValues(a: Sample, b: Sample): number {
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}
