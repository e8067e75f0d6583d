import { describe, expect, test } from 'vitest';
import { compare } from '../../src/counters/compare.ts';
import type { Sample } from '../../src/model.ts';
import type { Reading } from './readings.ts';
import { clockAt, sample } from './readings.ts';

const clocks = [clockAt(1000), clockAt(1060)];
const netstat = '/proc/net/netstat';
const sources = [{ name: netstat, equals: 'nstat' }, { name: 'nstat' }, { name: 'netstat -s' }];

function one(samples: readonly Sample[], given = clocks) {
  const { deltas, decisions } = compare(samples, given, { sources });
  const [delta] = deltas;
  if (!delta || deltas.length !== 1) throw new Error(`${deltas.length} deltas`);
  return { ...delta, decisions: decisions.map((d) => d.id), told: decisions.map((d) => d.args) };
}

/** A reading: source, capture, value, and seconds since boot where it has a time of its own. */
function read(
  source: string,
  capture: number,
  value: number,
  monotonic?: number,
  rest: Partial<Reading> = {},
): Sample {
  return sample({
    source,
    capture,
    value,
    ...(monotonic === undefined ? {} : { at: { monotonic } }),
    ...rest,
  });
}

describe('two sources of one counter', () => {
  test('are never subtracted from each other where one alone shows it', () => {
    const delta = one([
      read(netstat, 0, 2),
      read('nstat', 0, 6),
      read(netstat, 1, 128),
      read('nstat', 1, 142),
    ]);
    expect(delta).toMatchObject({ increase: 126n, source: netstat, bound: 'exact' });
    expect(delta.witnesses.map((w) => w.value)).toEqual([6n, 142n]);
  });

  test('the one that was read in most captures is subtracted, then the one that was read last, then the best format', () => {
    expect(one([read(netstat, 0, 2), read('nstat', 0, 6), read('nstat', 1, 9)])).toMatchObject({
      source: 'nstat',
      increase: 3n,
    });
    expect(one([read('nstat', 0, 2), read('netstat -s', 1, 6)])).toMatchObject({
      source: 'netstat -s',
      since: 'boot',
    });
    expect(one([read('netstat -s', 0, 2), read('nstat', 0, 2), read('x', 0, 2)]).source).toBe('nstat');
    expect(one([read('x', 0, 2), read('b', 0, 2)]).source).toBe('b');
  });

  test('not even where they would be the only two readings, unless the kernel makes them equal', () => {
    expect(one([read(netstat, 0, 2), read('netstat -s', 1, 9)])).toMatchObject({
      since: 'boot',
      increase: 0n,
    });
    expect(one([read(netstat, 0, 2), read('nstat', 1, 9)])).toMatchObject({
      since: 'capture',
      increase: 7n,
      seconds: 60,
      decisions: [],
    });
    expect(one([read(netstat, 0, 2), read('nstat', 1, 2)])).toMatchObject({ since: 'boot', steps: [] });
    expect(one([read(netstat, 0, 2), read('nstat', 1, 1)])).toMatchObject({ since: 'boot', steps: [] });
    expect(one([read(netstat, 0, 2), read('nstat', 1, 9)], [clockAt(500), clockAt(60, 2)])).toMatchObject({
      since: 'boot',
    });
  });
});

describe('sources that the kernel makes equal, in one capture', () => {
  test('prove that it rises', () => {
    const delta = one([read(netstat, 0, 5, 1000), read('nstat', 0, 12, 1000.5)], [clockAt(1000)]);
    expect(delta).toMatchObject({
      increase: 7n,
      bound: 'exact',
      since: 'capture',
      seconds: 0.5,
      source: netstat,
    });
    expect(delta.decisions).toEqual(['comparison/within']);
    expect(delta.told).toEqual([{ from: 1, n: 1, names: 'TcpExt.ListenDrops' }]);
    expect(delta.latest.value).toBe(12n);
    expect(delta.witnesses).toEqual([]);
  });

  test('also when their times are not known: counters only rise', () => {
    const delta = one([read(netstat, 0, 12), read('nstat', 0, 5)], [clockAt(1000)]);
    expect(delta).toMatchObject({ increase: 7n, since: 'capture' });
    expect(delta.seconds).toBeUndefined();
  });

  test('never prove that it does not', () => {
    expect(one([read(netstat, 0, 5, 1000), read('nstat', 0, 5, 1000.5)], [clockAt(1000)])).toMatchObject({
      since: 'boot',
      steps: [],
    });
  });

  test('say nothing when the later one is the smaller', () => {
    expect(one([read(netstat, 0, 5, 1001), read('nstat', 0, 12, 1000)], [clockAt(1000)])).toMatchObject({
      since: 'boot',
      increase: 0n,
    });
  });

  test('may be read at one instant, as far as their clock tells', () => {
    expect(one([read(netstat, 0, 5, 1000), read('nstat', 0, 12, 1000)], [clockAt(1000)])).toMatchObject({
      increase: 7n,
    });
    const delta = one([
      read(netstat, 0, 5, 1000),
      read('nstat', 0, 5, 999),
      read(netstat, 1, 5, 1060),
      read('nstat', 1, 8, 1061),
    ]);
    expect(delta).toMatchObject({ increase: 3n, since: 'capture' });
  });

  test('say nothing about gauges', () => {
    const gauge = { kind: 'gauge' } as const;
    expect(
      one([read(netstat, 0, 5, 1000, gauge), read('nstat', 0, 12, 1001, gauge)], [clockAt(1000)]),
    ).toMatchObject({ since: 'boot' });
  });

  test('show a fault that began in the last capture', () => {
    const delta = one([read(netstat, 0, 5), read('nstat', 0, 5), read(netstat, 1, 5), read('nstat', 1, 9)]);
    expect(delta).toMatchObject({ increase: 4n, since: 'capture', bound: 'exact' });
  });

  test('contradict each other across captures: then only the own readings count', () => {
    const delta = one([read(netstat, 0, 5), read('nstat', 0, 9), read(netstat, 1, 5), read('nstat', 1, 9)]);
    expect(delta).toMatchObject({ increase: 0n, since: 'capture', source: netstat });
  });

  test('that are merely another format are witnesses', () => {
    const delta = one([read(netstat, 0, 5, 1000), read('netstat -s', 0, 12, 1001)], [clockAt(1000)]);
    expect(delta).toMatchObject({ increase: 0n, since: 'boot' });
    expect(delta.witnesses).toHaveLength(1);
  });
});

describe('several readings of one source in one capture', () => {
  test('are a series of their own', () => {
    const delta = one(
      [read(netstat, 0, 9, 1012), read(netstat, 0, 4, 1002), read(netstat, 0, 5, 1007)],
      [clockAt(1000)],
    );
    expect(delta).toMatchObject({ increase: 5n, seconds: 10, since: 'capture' });
    expect(delta.steps.map((s) => s.increase)).toEqual([1n, 4n]);
  });

  test('go by their time, and without times by their value', () => {
    const fallen = one([read(netstat, 0, 9, 1001), read(netstat, 0, 4, 1002)], [clockAt(1000)]);
    expect(fallen).toMatchObject({ increase: 4n, bound: 'at-least', decisions: ['comparison/reset'] });
    expect(one([read(netstat, 0, 9), read(netstat, 0, 4)], [clockAt(1000)])).toMatchObject({
      increase: 5n,
      bound: 'exact',
    });
    expect(one([read(netstat, 0, 9, 1001), read(netstat, 0, 4)], [clockAt(1000)])).toMatchObject({
      increase: 5n,
    });
    expect(one([read(netstat, 0, 9, 1002), read(netstat, 0, 4, 1002)], [clockAt(1000)])).toMatchObject({
      increase: 5n,
    });
  });

  test('of copies the first is cited', () => {
    const copy = (origin: string) => sample({ source: netstat, value: 4, origin });
    expect(
      one([copy('/proc/net/netstat'), copy('/proc/9/net/netstat')], [clockAt(1000)]).latest.line.file.origin,
    ).toBe('/proc/net/netstat');
  });

  test('that are copies of one file count once, as one reading', () => {
    expect(one([read(netstat, 0, 4), read(netstat, 0, 4)], [clockAt(1000)])).toMatchObject({
      since: 'boot',
      steps: [],
    });
    expect(one([read(netstat, 0, 4, 1000), read(netstat, 0, 4, 1000)], [clockAt(1000)])).toMatchObject({
      since: 'boot',
    });
    expect(one([read(netstat, 0, 4, 1000), read(netstat, 0, 4, 1001)], [clockAt(1000)])).toMatchObject({
      since: 'capture',
    });
  });
});

test("what a tool counts since its last run is a lower bound, and says nothing about the kernel's counters", () => {
  const increases = [0, 1].map((capture) =>
    read('nstat (increase)', capture, 9 - capture, undefined, { incarnation: `run ${capture}` }),
  );
  expect(one(increases)).toMatchObject({ increase: 8n, bound: 'at-least', since: 'reset' });
  const { deltas } = compare(
    [
      ...increases,
      sample({ name: 'Udp.InErrors', capture: 0, value: 1 }),
      sample({ name: 'Udp.InErrors', capture: 1, value: 3 }),
    ],
    clocks,
  );
  expect(deltas[1]).toMatchObject({ increase: 2n, bound: 'exact' });
});
