import { describe, expect, test } from 'vitest';
import type { CaptureClock } from '../../src/counters/clock.ts';
import {
  bootBetween,
  clockStep,
  monotonicOf,
  ownMonotonic,
  secondsBetween,
  windowOf,
} from '../../src/counters/clock.ts';

const day = 86_400;
/** Booted at that second, read so long after, by a clock that is so far ahead. */
function clock(boot: number, uptime: number, ahead = 0, more: CaptureClock = {}): CaptureClock {
  return { uptime, wall: (boot + uptime + ahead) * 1000, bootTime: (boot + ahead) * 1000, ...more };
}
/** The same without what /proc/stat tells. */
const { bootTime: _, ...estimated } = clock(1000, 500);
const without = ({ bootTime: __, ...rest }: CaptureClock): CaptureClock => rest;

describe('the same boot', () => {
  test('by boot id before everything else', () => {
    const [a, b] = [clock(0, 500, 0, { bootId: 'x' }), clock(0, 100, 0, { bootId: 'x' })];
    expect(bootBetween(a, b)).toEqual({ same: true, by: 'boot-id' });
    expect(bootBetween(a, { ...b, uptime: 600, bootId: 'y' })).toEqual({ same: false, by: 'boot-id' });
  });

  test('one boot id alone tells nothing', () => {
    expect(bootBetween({ bootId: 'x' }, {})).toBeUndefined();
    expect(bootBetween({}, { bootId: 'x' })).toBeUndefined();
    expect(bootBetween(clock(0, 500, 0, { bootId: 'x' }), clock(0, 600))).toEqual({
      same: true,
      by: 'boot-time',
    });
  });

  test('an uptime that fell is a reboot', () => {
    expect(bootBetween({ uptime: 500 }, { uptime: 499 })).toEqual({ same: false, by: 'uptime' });
    expect(bootBetween({ uptime: 500 }, { uptime: 500 })).toBeUndefined();
    expect(bootBetween({ uptime: 500 }, {})).toBeUndefined();
    expect(bootBetween({}, { uptime: 500 })).toBeUndefined();
  });

  test('boot times that agree within two seconds', () => {
    expect(bootBetween(clock(1000, 500), clock(1002, 600))).toEqual({ same: true, by: 'boot-time' });
    expect(bootBetween(clock(1000, 500), clock(998, 600))).toEqual({ same: true, by: 'boot-time' });
    expect(bootBetween({ bootTime: 1_000_000 }, { bootTime: 1_002_000 })?.same).toBe(true);
    expect(bootBetween({ bootTime: 1_000_000 }, { bootTime: 1_002_001 })).toBeUndefined();
  });

  test('a boot time after the earlier capture is a reboot, one before it a step of the clock', () => {
    expect(bootBetween(clock(1000, 500), clock(1500, 600))).toEqual({ same: false, by: 'boot-time' });
    expect(bootBetween(clock(1000, 500), clock(1499, 600))).toEqual({ same: true, by: 'boot-time' });
    expect(bootBetween(clock(1000, 500), clock(900, 600))).toEqual({ same: true, by: 'boot-time' });
    expect(bootBetween({ bootTime: 1_000_000 }, { bootTime: 9_000_000 })).toBeUndefined();
  });

  test('worked out from clock and uptime it may be two minutes off', () => {
    expect(bootBetween(estimated, without(clock(1120, 500)))).toEqual({ same: true, by: 'boot-time' });
    expect(bootBetween(estimated, without(clock(1000 + 621, 500)))).toEqual({ same: false, by: 'boot-time' });
    expect(bootBetween(clock(1000, 50), without(clock(1100, 500)))).toEqual({ same: true, by: 'boot-time' });
    expect(bootBetween(estimated, { wall: 5 })).toBeUndefined();
    expect(bootBetween({ wall: 5 }, estimated)).toBeUndefined();
    expect(bootBetween(estimated, { uptime: 501 })).toBeUndefined();
  });
});

describe('a step of the clock', () => {
  test('is what the boot time moved by', () => {
    expect(clockStep(clock(1000, 500), clock(1000, 600, 3))).toBe(3);
    expect(clockStep(clock(1000, 500), clock(1000, 600, -3))).toBe(-3);
    expect(clockStep(clock(1000, 500), clock(1000, 600, 2))).toBeUndefined();
    expect(clockStep(estimated, without(clock(1000, 600, 120)))).toBeUndefined();
    expect(clockStep(estimated, without(clock(1000, 600, 121)))).toBe(121);
    expect(clockStep(clock(1000, 500), without(clock(1000, 600, 100)))).toBeUndefined();
  });

  test('is none across a reboot, or where nothing is known', () => {
    expect(clockStep(clock(1000, 500), clock(9000, 600))).toBeUndefined();
    expect(clockStep({ bootId: 'x' }, { bootId: 'x' })).toBeUndefined();
    expect(clockStep({ bootId: 'x', bootTime: 5000 }, { bootId: 'x' })).toBeUndefined();
    expect(clockStep({ bootId: 'x' }, { bootId: 'x', bootTime: 5000 })).toBeUndefined();
    expect(clockStep({}, {})).toBeUndefined();
  });
});

describe('the time of a reading', () => {
  test("is its own, or its wall clock less the boot time, or its capture's", () => {
    expect(monotonicOf({ monotonic: 7, wall: 999_000 }, clock(1000, 500))).toBe(7);
    expect(monotonicOf({ wall: 1_490_000 }, clock(1000, 500))).toBe(490);
    expect(monotonicOf(undefined, clock(1000, 500))).toBe(500);
    expect(monotonicOf({ wall: 5 }, { uptime: 500 })).toBe(500);
    expect(monotonicOf(undefined, {})).toBeUndefined();
    expect(ownMonotonic(undefined, clock(1000, 500))).toBeUndefined();
    expect(ownMonotonic({ wall: 1_490_000 }, estimated)).toBe(490);
  });

  test('between two readings', () => {
    const at = (monotonic: number | undefined, wall: number | undefined, more: CaptureClock = {}) => ({
      at: { ...(monotonic === undefined ? {} : { monotonic }), ...(wall === undefined ? {} : { wall }) },
      clock: more,
    });
    expect(secondsBetween(at(10, 1000), at(12.5, 90_000), false)).toBe(2.5);
    expect(secondsBetween(at(undefined, 1000), at(12.5, 3000), false)).toBe(2);
    expect(secondsBetween(at(10, 1000), at(undefined, 3000), false)).toBe(2);
    expect(secondsBetween(at(10, 1000), at(undefined, undefined, { wall: 5000 }), false)).toBe(4);
    expect(secondsBetween(at(10, 1000), at(undefined, undefined), false)).toBeUndefined();
    expect(secondsBetween(at(undefined, undefined), at(undefined, 1000), false)).toBeUndefined();
    expect(secondsBetween(at(12, 1000), at(10, 9000), false)).toBeUndefined();
    expect(secondsBetween(at(10, undefined), at(10.0004, undefined), false)).toBeUndefined();
    expect(secondsBetween(at(10, undefined), at(10.0006, undefined), false)).toBe(0.001);
  });

  test('across a reboot it is the time since that, else by the clock', () => {
    const capture = (more: CaptureClock) => ({ clock: more });
    expect(secondsBetween(capture(clock(0, day)), capture(clock(2 * day, 300)), true)).toBe(300);
    expect(secondsBetween(capture({ wall: 1000 }), capture({ wall: 61_000 }), true)).toBe(60);
  });
});

describe('the window', () => {
  test('from the first to the last capture', () => {
    expect(windowOf([clock(0, 10), clock(0, 20), clock(0, 70)])).toBe(60);
    expect(windowOf([clock(0, 10)])).toBeUndefined();
    expect(windowOf([])).toBeUndefined();
    expect(windowOf([{}, {}])).toBeUndefined();
    expect(windowOf([{ wall: 0 }, { wall: 5000 }])).toBe(5);
  });

  test('across a reboot by the clock', () => {
    expect(windowOf([clock(0, 500), clock(1000, 100)])).toBe(600);
  });
});
