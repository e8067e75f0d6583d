import { describe, expect, test } from 'vitest';
import { fell, mayHaveWrappedAgain, wrapped } from '../../src/counters/fall.ts';
import { sample } from './readings.ts';

const two32 = 2n ** 32n;
const field = (value: bigint | number) => sample({ name: 'softnet.processed', bits: 32, value });

describe('a wrap', () => {
  test('is what both readings are apart, through 2^32', () => {
    expect(wrapped(field(two32 - 1n), field(0), 100n)).toBe(1n);
    expect(wrapped(field(two32 - 10n), field(5), 100n)).toBe(15n);
  });

  test('may hold as many events as there can have been, and no more', () => {
    expect(wrapped(field(two32 - 10n), field(5), 15n)).toBe(15n);
    expect(wrapped(field(two32 - 10n), field(5), 14n)).toBeUndefined();
    expect(wrapped(field(two32 - 10n), field(5), undefined)).toBeUndefined();
  });

  test('starts in the upper half of a field of 32 bits', () => {
    const from = (value: bigint) => wrapped(field(value), field(5), two32);
    expect(from(2n ** 31n)).toBe(2n ** 31n + 5n);
    expect(from(2n ** 31n - 1n)).toBeUndefined();
    expect(from(two32 - 1n)).toBe(6n);
    expect(from(two32)).toBeUndefined();
    expect(wrapped(field(two32 - 1n), { ...field(5), bits: 64 }, two32)).toBeUndefined();
  });

  test('a second one is possible where the events would have sufficed', () => {
    expect(mayHaveWrappedAgain(field(5), 5n, two32 + 5n)).toBe(true);
    expect(mayHaveWrappedAgain(field(5), 5n, two32 + 4n)).toBe(false);
    expect(mayHaveWrappedAgain(field(5), 5n, undefined)).toBe(true);
    expect(mayHaveWrappedAgain({ ...field(5), bits: 64 }, 5n, undefined)).toBe(false);
  });
});

describe('jitter', () => {
  const back = (from: number, to: number, name = 'Ip.InReceives') =>
    !fell(sample({ name, value: from }), sample({ name, value: to }));

  test('is at most eight units, and a thousandth', () => {
    expect(back(8000, 7992)).toBe(true);
    expect(back(7999, 7991)).toBe(false);
    expect(back(1_000_000, 999_991)).toBe(false);
    expect(back(1000, 999)).toBe(true);
    expect(back(999, 998)).toBe(false);
    expect(back(0, 0)).toBe(true);
  });

  test('of idle time is a hundredth', () => {
    for (const name of ['cpu.idle', 'cpu.iowait']) {
      expect(back(10_000, 9900, name)).toBe(true);
      expect(back(10_000, 9899, name)).toBe(false);
    }
    expect(back(10_000, 9900, 'cpu.steal')).toBe(false);
  });
});
