import type { CaptureClock } from '../counters/clock.ts';
import type { Moment } from '../model.ts';
import type { LogTime } from '../parsers/log-time.ts';

/** What turns the times of a log into moments: the clock of the capture that holds it. */
export interface LogClock extends CaptureClock {
  /** Minutes that the host's local time is ahead of UTC. Unknown is taken for none. */
  utcOffset?: number;
}

const day = 86_400_000;

/**
 * When a message was logged. A time without zone is local; one without a year lies in the last year before the capture
 * (or up to a day after it: files are read one after the other, and clocks differ). Seconds since boot count from the
 * capture's boot, unless the line tells the time of day too.
 */
export function momentOf(at: LogTime | undefined, clock: LogClock): Moment | undefined {
  if (!at) return undefined;
  const monotonic = at.monotonic === undefined ? {} : { monotonic: at.monotonic };
  if (at.wall !== undefined) return { wall: at.wall, ...monotonic };
  if (at.local !== undefined) {
    const wall = at.local - (clock.utcOffset ?? 0) * 60_000;
    return { wall: at.yearless ? inLastYear(wall, clock.wall) : wall, ...monotonic };
  }
  if (at.monotonic === undefined) return undefined;
  const booted = bootedAt(clock);
  return { monotonic: at.monotonic, ...(booted === undefined ? {} : { wall: booted + at.monotonic * 1000 }) };
}

function bootedAt({ bootTime, wall, uptime }: CaptureClock): number | undefined {
  if (wall !== undefined && uptime !== undefined) return wall - uptime * 1000;
  return bootTime;
}

/** `wall` lies in the year 2000; without a capture time it stays there. */
function inLastYear(wall: number, captured: number | undefined): number {
  if (captured === undefined) return wall;
  const moved = (year: number) => {
    const date = new Date(wall);
    return date.setUTCFullYear(year);
  };
  const year = new Date(captured).getUTCFullYear() + 1;
  return [year, year - 1].map(moved).find((time) => time <= captured + day) ?? moved(year - 2);
}
