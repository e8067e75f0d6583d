import { wholeFile } from '../../src/bundle/captured-file.ts';
import type { CaptureClock } from '../../src/counters/clock.ts';
import type { Sample } from '../../src/model.ts';

const booted = Date.UTC(2026, 0, 1);
const bootId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The clock of a capture `uptime` seconds after the boot with that number. */
export function clockAt(uptime: number, boot = 1): CaptureClock {
  const bootTime = booted + boot * 100 * 86_400_000;
  return { bootId: bootId(boot), uptime, wall: bootTime + uptime * 1000, bootTime };
}

export type Reading = Partial<Omit<Sample, 'value' | 'line'>> & { value: bigint | number; origin?: string };

/** A sample with a line of its own; what is not told is a 64-bit counter of the host, read from /proc/net/netstat. */
export function sample(reading: Reading): Sample {
  const { origin = reading.source ?? '/proc/net/netstat', value, ...rest } = reading;
  const capture = rest.capture ?? 0;
  const about = {
    path: `${capture + 1}${origin.startsWith('/') ? '' : '/cmd/'}${origin}`,
    origin,
    netns: rest.scope?.netns ?? '',
  };
  const file = wholeFile(about, new TextEncoder().encode(`${rest.name ?? ''} ${value}\n`));
  const [line] = file.lines;
  if (!line) throw new Error('no line');
  const fixed = {
    name: 'TcpExt.ListenDrops',
    source: '/proc/net/netstat',
    kind: 'counter',
    scope: {},
    bits: 64,
  } as const;
  return { ...fixed, ...rest, capture, value: BigInt(value), line };
}

/** Readings of one counter, one per capture, oldest first; undefined where a capture does not have it. */
export function readings(
  about: Omit<Reading, 'value'>,
  values: readonly (bigint | number | undefined)[],
): Sample[] {
  return values.flatMap((value, capture) =>
    value === undefined ? [] : [sample({ ...about, capture, value })],
  );
}
