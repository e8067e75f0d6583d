import type { Delta, Message, Sample, Step } from '../model.ts';

/** What comparing needs to know of each capture, in the order of `Sample.capture`. */
export interface CaptureClock {
  bootId?: string;
  /** Seconds since boot when it was taken. */
  uptime?: number;
  /** Milliseconds since the epoch. */
  wall?: number;
}

export interface Compared {
  deltas: Delta[];
  decisions: Message[];
}

/** Samples of all captures to one delta per counter, scope and source. */
export function compare(samples: readonly Sample[], clocks: readonly CaptureClock[]): Compared {
  const series = new Map<string, Sample[]>();
  for (const sample of samples) {
    const { netns, device, cpu, queue, rule, socket } = sample.scope;
    const key = JSON.stringify([sample.name, sample.source, netns, device, cpu, queue, rule, socket]);
    const known = series.get(key);
    if (known) known.push(sample);
    else series.set(key, [sample]);
  }
  return { deltas: [...series.values()].map((readings) => deltaOf(readings, clocks)), decisions: [] };
}

function deltaOf(readings: Sample[], clocks: readonly CaptureClock[]): Delta {
  const latest = readings[readings.length - 1] as Sample;
  const steps: Step[] = [];
  for (let i = 1; i < readings.length; i++)
    steps.push(stepOf(readings[i - 1] as Sample, readings[i] as Sample, clocks));
  const uptime = latest.at?.monotonic ?? clocks[latest.capture]?.uptime;
  return {
    name: latest.name,
    source: latest.source,
    kind: latest.kind,
    scope: latest.scope,
    increase: steps.reduce((sum, step) => sum + step.increase, 0n),
    bound: steps.some((step) => step.bound === 'at-least') ? 'at-least' : 'exact',
    since: steps.length === 0 ? 'boot' : 'capture',
    ...secondsOf(steps, uptime),
    ...(uptime === undefined ? {} : { uptime }),
    steps,
    latest,
    witnesses: [],
  };
}

function secondsOf(steps: Step[], uptime: number | undefined): { seconds?: number } {
  if (steps.length === 0) return uptime === undefined ? {} : { seconds: uptime };
  let seconds = 0;
  for (const step of steps) {
    if (step.seconds === undefined) return {};
    seconds += step.seconds;
  }
  return { seconds };
}

function stepOf(from: Sample, to: Sample, clocks: readonly CaptureClock[]): Step {
  const [a, b] = [from, to].map((s) => s.at?.monotonic ?? clocks[s.capture]?.uptime);
  const seconds = a !== undefined && b !== undefined && b > a ? { seconds: b - a } : {};
  if (to.value < from.value)
    return { from, to, increase: to.value, bound: 'at-least', gap: 'reset', ...seconds };
  return { from, to, increase: to.value - from.value, bound: 'exact', ...seconds };
}
