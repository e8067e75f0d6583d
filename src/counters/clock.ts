import type { Moment } from '../model.ts';

/** What comparing needs to know of each capture, in the order of `Sample.capture`. */
export interface CaptureClock {
  bootId?: string;
  /** Seconds since boot when it was taken. */
  uptime?: number;
  /** The same in whole minutes, where only the `uptime` command told it and the wall clock is better for windows. */
  roughUptime?: number;
  /** Milliseconds since the epoch when it was taken, by the host's own clock. */
  wall?: number;
  /** `btime` of /proc/stat, milliseconds since the epoch: when the host booted, by its clock at the time of reading. */
  bootTime?: number;
}

/** /proc/stat prints whole seconds, and slewing moves them. Seconds. */
const bootTimeTolerance = 2;
/** A boot time worked out from two files that were read one after the other. Seconds. */
const estimateTolerance = 120;

interface BootTime {
  /** Milliseconds since the epoch. */
  at: number;
  /** Seconds. */
  tolerance: number;
}

function bootTimeOf({ bootTime, wall, uptime }: CaptureClock): BootTime | undefined {
  if (bootTime !== undefined) return { at: bootTime, tolerance: bootTimeTolerance };
  if (wall === undefined || uptime === undefined) return undefined;
  return { at: wall - uptime * 1000, tolerance: estimateTolerance };
}

export interface BootVerdict {
  same: boolean;
  by: 'boot-id' | 'boot-time' | 'uptime';
}

/**
 * Whether two captures lie within one boot: by boot id, else by uptime that fell, else by boot time. A boot time that
 * moved, but lies before the earlier capture, is a step of the clock and no reboot. Undefined when nothing tells.
 */
export function bootBetween(earlier: CaptureClock, later: CaptureClock): BootVerdict | undefined {
  if (earlier.bootId !== undefined && later.bootId !== undefined) {
    return { same: earlier.bootId === later.bootId, by: 'boot-id' };
  }
  const { uptime: before = 0 } = earlier;
  if ((later.uptime ?? before) < before) return { same: false, by: 'uptime' };
  return byBootTime(earlier, later);
}

function byBootTime(earlier: CaptureClock, later: CaptureClock): BootVerdict | undefined {
  const [before, after] = [bootTimeOf(earlier), bootTimeOf(later)];
  if (!before || !after) return undefined;
  const tolerance = Math.max(before.tolerance, after.tolerance) * 1000;
  if (Math.abs(after.at - before.at) <= tolerance) return { same: true, by: 'boot-time' };
  return earlier.wall === undefined ? undefined : { same: after.at < earlier.wall, by: 'boot-time' };
}

export function sameBoot(earlier: CaptureClock, later: CaptureClock): boolean | undefined {
  return bootBetween(earlier, later)?.same;
}

/** Seconds by which the host's clock was set forward (negative: back) between two captures of one boot. */
export function clockStep(earlier: CaptureClock, later: CaptureClock): number | undefined {
  if (sameBoot(earlier, later) !== true) return undefined;
  const [before, after] = [bootTimeOf(earlier), bootTimeOf(later)];
  if (!before || !after) return undefined;
  const moved = (after.at - before.at) / 1000;
  return Math.abs(moved) > Math.max(before.tolerance, after.tolerance) ? moved : undefined;
}

/** Seconds since boot of a reading: its own, or from its wall clock, or else its capture's. */
export function monotonicOf(at: Moment | undefined, clock: CaptureClock): number | undefined {
  return ownMonotonic(at, clock) ?? clock.uptime;
}

/** The same, only where the reading has a time of its own. */
export function ownMonotonic(at: Moment | undefined, clock: CaptureClock): number | undefined {
  if (at?.monotonic !== undefined) return at.monotonic;
  const boot = bootTimeOf(clock);
  return at?.wall === undefined || !boot ? undefined : (at.wall - boot.at) / 1000;
}

/**
 * Seconds from one reading to the next, always positive; undefined when not known. Across a reboot (`rebooted`) what
 * counts is the time since that.
 */
export function secondsBetween(
  from: { at?: Moment; clock: CaptureClock },
  to: { at?: Moment; clock: CaptureClock },
  rebooted: boolean,
): number | undefined {
  const [a, b] = [monotonicOf(from.at, from.clock), monotonicOf(to.at, to.clock)];
  const wall = wallSeconds(from.at?.wall ?? from.clock.wall, to.at?.wall ?? to.clock.wall);
  if (rebooted) return positive(b) ?? wall;
  return a !== undefined && b !== undefined ? positive(b - a) : wall;
}

/** Seconds from the first capture to the last, positive; undefined when there is one only, or when it is not known. */
export function windowOf(clocks: readonly CaptureClock[]): number | undefined {
  const [first, last] = [clocks[0] ?? {}, clocks.at(-1) ?? {}];
  return sameBoot(first, last) === false
    ? wallSeconds(first.wall, last.wall)
    : secondsBetween({ clock: first }, { clock: last }, false);
}

function wallSeconds(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : positive((to - from) / 1000);
}

/** To the millisecond. */
function positive(seconds: number | undefined): number | undefined {
  const rounded = Math.round((seconds ?? 0) * 1000) / 1000;
  return rounded > 0 ? rounded : undefined;
}
