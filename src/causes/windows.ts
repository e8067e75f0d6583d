/** What the windows between readings allow to say: which of them a counter rose in, and whether they were long enough. */
import { beginsAnew } from '../counters/step.ts';
import type { Delta, Step } from '../model.ts';

/** Steps between two readings of the same thing; the others tell what was counted since it began anew. */
function plainSteps(delta: Delta): Step[] {
  return delta.steps.filter((step) => !beginsAnew.has(step.gap));
}

/** A rise between two readings: the proof that it happens now. */
export function rises(delta: Delta): boolean {
  return delta.kind === 'counter' && plainSteps(delta).some((step) => step.increase > 0n);
}

/** Seconds of the windows in which it stood still; undefined when not known, or when there was none. */
export function flatSeconds(delta: Delta): number | undefined {
  const flat = plainSteps(delta).filter((step) => step.increase === 0n);
  if (flat.length === 0 || flat.some((step) => step.seconds === undefined)) return undefined;
  return flat.reduce((sum, step) => sum + (step.seconds ?? 0), 0);
}

/**
 * With three events due, seeing none has a chance of 5 % (e^-3): so long a window must be before a flat counter counts
 * as past.
 */
export const eventsToTell = 3;

/** Events per second on average since boot (or, after a reset, at least so many). */
function usualRate(delta: Delta): number | undefined {
  return delta.uptime !== undefined && delta.uptime > 0
    ? Number(delta.latest.value) / delta.uptime
    : undefined;
}

/** How often a flat counter should have moved in its windows, at its usual rate. */
export function expectedEvents(delta: Delta): number {
  return (usualRate(delta) ?? 0) * (flatSeconds(delta) ?? 0);
}

/** How long a window would have to be to tell, seconds; undefined when the usual rate is not known. */
export function secondsToTell(delta: Delta): number | undefined {
  const rate = usualRate(delta);
  return rate ? eventsToTell / rate : undefined;
}

/** How many times its average before the window a counter rises at; told from twice on. */
export function timesUsual(delta: Delta): number | undefined {
  if (delta.since !== 'capture' || !delta.seconds || delta.uptime === undefined) return undefined;
  const [before, seconds] = [delta.latest.value - delta.increase, delta.uptime - delta.seconds];
  if (before <= 0n || seconds < delta.seconds * 10) return undefined;
  const times = Number(delta.increase) / delta.seconds / (Number(before) / seconds);
  return times >= 2 ? Math.round(times) : undefined;
}

export interface Burst {
  /** Windows in which it rose, and all of them. */
  rising: number;
  windows: number;
  /** Captures that the rise lies between, counted from 1. */
  from: number;
  to: number;
  /** From the first to the last of these windows, where known. */
  seconds?: number;
}

/** The windows that a rise lies in, when it stood still in others; undefined when it rose in all of them. */
export function burstOf(delta: Delta): Burst | undefined {
  const windows = plainSteps(delta);
  const rising = windows.filter((step) => step.increase > 0n);
  const [first, last] = [rising[0], rising.at(-1)];
  if (!first || !last || rising.length === windows.length) return undefined;
  const within = windows.slice(windows.indexOf(first), windows.indexOf(last) + 1);
  const seconds = within.reduce<number | undefined>(
    (sum, step) => (sum === undefined || step.seconds === undefined ? undefined : sum + step.seconds),
    0,
  );
  return {
    rising: rising.length,
    windows: windows.length,
    from: first.from.capture + 1,
    to: last.to.capture + 1,
    ...(seconds === undefined ? {} : { seconds }),
  };
}
