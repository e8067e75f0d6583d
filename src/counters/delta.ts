import type { Delta, Sample, Step } from '../model.ts';
import { monotonicOf } from './clock.ts';
import type { Series } from './series.ts';
import type { Surroundings } from './step.ts';
import { beginsAnew } from './step.ts';

/** The readings that are subtracted, oldest first, and the steps between them. */
export interface Readings {
  source: string;
  samples: readonly Sample[];
  steps: Step[];
}

/** Undefined when there are no readings. */
export function deltaOf(
  series: Series,
  { source, samples, steps }: Readings,
  around: Surroundings,
): Delta | undefined {
  const latest = samples.at(-1);
  if (!latest) return undefined;
  const uptime = monotonicOf(latest.at, around.clocks[latest.capture] ?? {});
  const seconds = steps.length === 0 ? uptime : secondsOf(steps);
  const others = [...series.bySource.values()].flat().filter((sample) => !samples.includes(sample));
  return {
    name: series.name,
    source,
    kind: latest.kind,
    scope: series.scope,
    increase: steps.reduce((sum, step) => sum + step.increase, 0n),
    bound: steps.some((step) => step.bound === 'at-least') ? 'at-least' : 'exact',
    since: sinceOf(steps),
    ...(seconds === undefined ? {} : { seconds }),
    ...(uptime === undefined ? {} : { uptime }),
    steps,
    latest,
    witnesses: others,
  };
}

/** A rise between two readings proves more than what something that began anew shows. */
function sinceOf(steps: readonly Step[]): Delta['since'] {
  if (steps.length === 0) return 'boot';
  const [anew, plain] = [
    steps.some((s) => beginsAnew.has(s.gap)),
    steps.filter((s) => !beginsAnew.has(s.gap)),
  ];
  return anew && !plain.some((step) => step.increase > 0n) ? 'reset' : 'capture';
}

function secondsOf(steps: readonly Step[]): number | undefined {
  let sum = 0;
  for (const { seconds } of steps) {
    if (seconds === undefined) return undefined;
    sum += seconds;
  }
  return sum;
}
