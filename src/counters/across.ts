import type { Sample } from '../model.ts';
import type { CaptureClock } from './clock.ts';
import { ownMonotonic } from './clock.ts';
import type { Readings } from './delta.ts';
import { compareKeys } from './keys.ts';
import type { Resets } from './resets.ts';
import type { Series } from './series.ts';
import type { Surroundings } from './step.ts';
import { stepsOf } from './step.ts';

/**
 * Sources that the kernel makes equal, read at different moments, often of one capture: where they differ, the counter
 * rose in between. They can prove that it rises, and never that it does not. Only for counters whose own source stands
 * still, so that what one source counted is never mixed with another's.
 */
export function risenAcross(
  { bySource }: Series,
  own: Readings,
  isEqual: (source: string) => boolean,
  around: Surroundings,
  resets: Resets,
): Readings | undefined {
  const still = own.steps.every((step) => step.gap === undefined && step.increase === 0n);
  if (!still || own.samples.at(-1)?.kind !== 'counter') return undefined;
  const samples = [...bySource]
    .filter(([source]) => isEqual(source))
    .flatMap(([, readings]) => readings)
    .sort((a, b) => compareKeys([a.capture, a.value], [b.capture, b.value]));
  if (samples.some((to, i) => isBackwards(samples[i - 1], to, around.clocks))) return undefined;
  const steps = stepsOf(samples, around, resets);
  const proves = steps.every((step) => step.gap === undefined) && steps.some((step) => step.increase > 0n);
  return proves ? { source: own.source, samples, steps } : undefined;
}

/** The later reading is the smaller one: then the two do not count the same. */
function isBackwards(from: Sample | undefined, to: Sample, clocks: readonly CaptureClock[]): boolean {
  if (!from) return false;
  const [a, b] = [from, to].map((sample) => ownMonotonic(sample.at, clocks[sample.capture] ?? {}));
  return to.value < from.value || (to.value > from.value && (b ?? Infinity) < (a ?? -Infinity));
}
