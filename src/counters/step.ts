import type { Gap, Sample, Step } from '../model.ts';
import { less } from './book.ts';
import type { CaptureClock } from './clock.ts';
import { clockStep, sameBoot, secondsBetween } from './clock.ts';
import { domainsOf } from './domain.ts';
import { fell, mayHaveWrappedAgain, wrapped } from './fall.ts';
import type { Resets } from './resets.ts';
import { isNewIncarnation } from './resets.ts';
import type { Traffic } from './traffic.ts';
import { mostEvents } from './traffic.ts';

/** What a step needs to know beyond its two readings. */
export interface Surroundings {
  clocks: readonly CaptureClock[];
  traffic: Traffic;
  /** Mb/s of a device, where known. */
  speed?: (netns: string, device: string) => number | undefined;
}

/** Counted since something began anew: everything that the later reading holds, and nobody knows how much before. */
export const beginsAnew: ReadonlySet<Gap | undefined> = new Set<Gap | undefined>([
  'reboot',
  're-created',
  'namespace-restarted',
  'reloaded',
  'reset',
]);

/**
 * The steps of one series, oldest first. A reading that is a few units short (jitter) is not believed: the next one is
 * compared with the highest before it, so that the steps still sum to what happened.
 */
export function stepsOf(readings: readonly Sample[], around: Surroundings, resets: Resets): Step[] {
  const steps: Step[] = [];
  let highest = readings[0]?.value ?? 0n;
  for (const [i, to] of readings.entries()) {
    const from = readings[i - 1];
    if (!from) continue;
    const step = stepOf(from, to, highest, around, resets);
    steps.push(step);
    if (step.gap !== 'jitter') highest = to.value;
  }
  return steps;
}

function stepOf(from: Sample, to: Sample, highest: bigint, around: Surroundings, resets: Resets): Step {
  const rebooted = rebootedBetween(from, to, around);
  const time = timeBetween(from, to, around, rebooted);
  if (to.kind === 'gauge') return { from, to, increase: 0n, bound: 'exact', ...time };
  const anew = (gap: Gap): Step => ({ from, to, increase: to.value, bound: 'at-least', gap, ...time });
  if (rebooted) return anew('reboot');
  const fate = resets.fateOf(from, to);
  if (fate?.certain) return anew(fate.gap);
  if (isNewIncarnation(from, to)) return anew(domainsOf(to.name, to.scope).at(-1)?.gap ?? 'reset');
  const most = mostBetween(from, to, around, time.seconds);
  if (to.value < from.value) {
    if (!fell(from, to)) return { from, to, increase: 0n, bound: 'at-least', gap: 'jitter', ...time };
    const increase = wrapped({ ...from, value: highest }, to, most);
    if (increase === undefined) return anew(domainsOf(to.name, to.scope).at(-1)?.gap ?? 'reset');
    const bound = mayHaveWrappedAgain(to, increase, most) ? 'at-least' : 'exact';
    return { from, to, increase, bound, gap: 'wrap', ...time };
  }
  const increase = less(to.value, highest);
  if (fate) return { from, to, increase, bound: 'at-least', gap: fate.gap, ...time };
  if (to.value < highest) return { from, to, increase, bound: 'at-least', gap: 'jitter', ...time };
  const bound = mayHaveWrappedAgain(to, increase, most) ? 'at-least' : 'exact';
  const stepped = clockStep(around.clocks[from.capture] ?? {}, around.clocks[to.capture] ?? {}) !== undefined;
  return { from, to, increase, bound, ...(stepped ? { gap: 'clock-step' as const } : {}), ...time };
}

function rebootedBetween(from: Sample, to: Sample, { clocks }: Surroundings): boolean {
  return (
    from.capture !== to.capture && sameBoot(clocks[from.capture] ?? {}, clocks[to.capture] ?? {}) === false
  );
}

/** Empty when the time is not known. */
function timeBetween(
  from: Sample,
  to: Sample,
  { clocks }: Surroundings,
  rebooted: boolean,
): { seconds?: number } {
  const timed = ({ at, capture }: Sample) => ({
    clock: clocks[capture] ?? {},
    ...(at === undefined ? {} : { at }),
  });
  const seconds = secondsBetween(timed(from), timed(to), rebooted);
  return seconds === undefined ? {} : { seconds };
}

/** Whether the fall of a 32-bit counter is a wrap: only where the boot is known to be the same. */
export function isWrap(from: Sample, to: Sample, around: Surroundings): boolean {
  const { seconds } = timeBetween(from, to, around, false);
  return wrapped(from, to, mostBetween(from, to, around, seconds)) !== undefined;
}

/** Undefined: nothing bounds it, or it may be another boot. */
function mostBetween(
  from: Sample,
  to: Sample,
  around: Surroundings,
  seconds: number | undefined,
): bigint | undefined {
  const { clocks, traffic, speed } = around;
  const [a, b] = [clocks[from.capture] ?? {}, clocks[to.capture] ?? {}];
  if (from.capture !== to.capture && sameBoot(a, b) !== true) return undefined;
  const { netns = '', device } = to.scope;
  return mostEvents(from, to, seconds, traffic, device === undefined ? undefined : speed?.(netns, device));
}
