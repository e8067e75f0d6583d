import { clockOf, identityOf } from '../analyze/identify.ts';
import { parseCaptures } from '../analyze/parse.ts';
import type { Bundle, HostIdentity } from '../model.ts';
import type { Source } from '../parsers/index.ts';

/** What a capture says of the host and of the boot that it saw: all that grouping needs. */
export interface CaptureIdentity {
  host: HostIdentity;
  bootId?: string;
  /** When the host booted, and when the capture was taken: milliseconds since the epoch. */
  bootedAt?: number;
  takenAt?: number;
}

const asked: readonly Source[] = [
  'hostname',
  'machineId',
  'bootId',
  'bootTime',
  'kernel',
  'osRelease',
  'uptime',
  'date',
];

/** In the order of the bundle's captures. */
export function identitiesOf({ captures }: Bundle): CaptureIdentity[] {
  const facts = parseCaptures(captures, asked);
  return captures.map((capture, index) => {
    const { bootId, uptime, roughUptime, bootTime, wall } = clockOf(capture, index, facts);
    const up = uptime ?? roughUptime;
    const bootedAt = wall !== undefined && up !== undefined ? wall - up * 1000 : bootTime;
    return {
      host: identityOf(capture, index, facts),
      ...(bootId === undefined ? {} : { bootId }),
      ...(bootedAt === undefined ? {} : { bootedAt }),
      ...(wall === undefined ? {} : { takenAt: wall }),
    };
  });
}
