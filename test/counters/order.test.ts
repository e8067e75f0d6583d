import { describe, expect, test } from 'vitest';
import type { CaptureClock } from '../../src/counters/clock.ts';
import { orderOf } from '../../src/counters/order.ts';
import type { Sample } from '../../src/model.ts';
import { clockAt, readings, sample } from './readings.ts';

const alphabet = ['a', 'b', 'c', 'd', 'e'];

function order(clocks: readonly CaptureClock[], samples: readonly Sample[] = []) {
  const { order: found, decisions } = orderOf({ clocks, labels: alphabet.slice(0, clocks.length), samples });
  return [
    found.map((index) => alphabet[index]).join(''),
    ...decisions.map((d) => `${d.id.slice('comparison/'.length)} ${d.args['label']}`),
  ];
}

describe('captures are put in the order of their own time', () => {
  test('by wall clock', () => {
    expect(order([{ wall: 3000 }, { wall: 1000 }, { wall: 2000 }])).toEqual(['bca']);
  });

  test('within one boot by uptime, whatever the clock was set to', () => {
    const [early, late] = [clockAt(100), clockAt(200)];
    expect(order([{ ...late, wall: (early.wall ?? 0) - 3_600_000 }, early])).toEqual(['ba']);
  });

  test('boots one after the other', () => {
    expect(order([clockAt(50, 2), clockAt(9000, 1), clockAt(10, 2), clockAt(8000, 1)])).toEqual(['dbca']);
  });

  test('by wall clock where one boot tells no uptime', () => {
    const boot = { bootId: 'x' };
    expect(
      order([
        { ...boot, wall: 3000 },
        { ...boot, wall: 1000 },
      ]),
    ).toEqual(['ba']);
  });

  test('by uptime alone where there is no wall clock', () => {
    expect(order([{ uptime: 500 }, { uptime: 20 }])).toEqual(['ba']);
  });

  test('else by the direction in which counters rise', () => {
    const samples = [
      ...readings({ name: 'Ip.InReceives' }, [50, 10, 30]),
      ...readings({ name: 'Udp.InErrors' }, [2, 2, 2]),
    ];
    expect(order([{}, {}, {}], samples)).toEqual(['bca', 'order-by-growth b', 'order-by-growth c']);
    expect(order([{ wall: 5 }, {}, { wall: 9 }], readings({}, [10, 15, 20]))).toEqual([
      'abc',
      'order-by-growth b',
    ]);
  });

  test('gauges tell no time', () => {
    expect(order([{}, {}], readings({ kind: 'gauge' }, [50, 10]))).toEqual(['ab', 'order-unknown b']);
  });

  test('the majority of counters decides', () => {
    const samples = [
      ...readings({ name: 'Ip.InReceives' }, [1, 9]),
      ...readings({ name: 'Ip.InDelivers' }, [1, 9]),
      ...readings({ name: 'dev.rx_drop' }, [900, 1]),
      ...readings({ name: 'dev.rx_errs' }, [3, 3]),
      ...readings({ name: 'dev.tx_errs' }, [3, 3]),
    ];
    expect(order([{}, {}], samples)).toEqual(['ab', 'order-by-growth b']);
    const later = samples.map((s) => ({ ...s, capture: 1 - s.capture }));
    expect(order([{}, {}], later)).toEqual(['ba', 'order-by-growth b']);
  });

  test('else by name, and it is said', () => {
    expect(order([{}, {}])).toEqual(['ab', 'order-unknown b']);
    expect(order([{}])).toEqual(['a']);
  });
});

describe('a capture that was given twice', () => {
  test('counts once', () => {
    expect(order([clockAt(5), clockAt(5), clockAt(9)], readings({}, [3, 3, 3]))).toEqual([
      'ac',
      'duplicate b',
    ]);
  });

  test('the one that holds more stays', () => {
    const samples = [...readings({}, [3, 3]), ...readings({ name: 'Udp.InErrors' }, [undefined, 1])];
    expect(order([clockAt(5), clockAt(5)], samples)).toEqual(['b', 'duplicate a']);
  });

  test('two parts of one capture are both kept, and so are two moments of an idle host', () => {
    const parts = [sample({ capture: 0, value: 1 }), sample({ capture: 1, name: 'Udp.InErrors', value: 1 })];
    expect(order([clockAt(5), clockAt(5)], parts)).toEqual(['ab']);
    expect(order([clockAt(5), clockAt(6)], readings({}, [3, 3]))).toEqual(['ab']);
    expect(order([clockAt(5), clockAt(5)], readings({}, [3, 4]))).toEqual(['ab']);
    expect(order([clockAt(5), clockAt(5)])).toEqual(['ab']);
  });

  test('the same uptime of another boot, or by another clock, is another instant', () => {
    const same = readings({}, [3, 3]);
    expect(
      order(
        [
          { bootId: 'x', uptime: 5 },
          { bootId: 'y', uptime: 5 },
        ],
        same,
      ),
    ).toEqual(['ab']);
    expect(
      order(
        [
          { bootId: 'x', uptime: 5, wall: 1 },
          { bootId: 'x', uptime: 5, wall: 2 },
        ],
        same,
      ),
    ).toEqual(['ab']);
    expect(
      order(
        [
          { bootId: 'x', uptime: 5, wall: 1 },
          { bootId: 'x', uptime: 6, wall: 1 },
        ],
        same,
      ),
    ).toEqual(['ab']);
    expect(
      order(
        [
          { bootId: 'x', uptime: 5, wall: 1 },
          { bootId: 'x', uptime: 5, wall: 1 },
        ],
        same,
      ),
    ).toEqual(['a', 'duplicate b']);
  });

  test('three times is once', () => {
    expect(order([clockAt(5), clockAt(5), clockAt(5)], readings({}, [3, 3, 3]))).toEqual([
      'a',
      'duplicate b',
      'duplicate c',
    ]);
  });
});
