import { expect, test } from 'vitest';
import { Resets } from '../../src/counters/resets.ts';
import type { Sample } from '../../src/model.ts';
import type { Reading } from './readings.ts';
import { readings, sample } from './readings.ts';

const drops = readings({ name: 'TcpExt.ListenDrops' }, [5, 6, 7]);
const inSegs = (values: readonly (number | undefined)[]) => readings({ name: 'Tcp.InSegs' }, values);
const never = () => false;

/** What is known of ListenDrops from one capture to a later one, when these were read as well. */
const fate = (series: readonly (readonly Sample[])[], from: number, to: number) => {
  const [earlier, later] = [drops[from], drops[to]];
  if (!earlier || !later) throw new Error('no such capture');
  return new Resets(series, never).fateOf(earlier, later);
};

const overTwo = inSegs([900, undefined, 10]);
const overOne = readings({ name: 'Ip.InReceives' }, [900, 950, 10]);

test('a fall seen over two windows is certain of neither; one seen over a single window is, in any order', () => {
  const certain = { gap: 'reset', certain: true };
  expect(fate([overTwo], 0, 1)).toEqual({ gap: 'reset', certain: false });
  expect(fate([overTwo], 0, 2)).toEqual(certain);
  for (const series of [
    [overTwo, overOne],
    [overOne, overTwo],
  ]) {
    expect(fate(series, 0, 1)).toEqual({ gap: 'reset', certain: false });
    expect(fate(series, 1, 2)).toEqual(certain);
  }
});

test('two readings of one capture have no order to fall in', () => {
  const twice = [
    ...inSegs([100]),
    ...[900, 10].map((value) => sample({ name: 'Tcp.InSegs', capture: 1, value })),
  ];
  expect(fate([twice], 0, 2)).toBeUndefined();
});

test('a gauge may fall', () => {
  expect(fate([readings({ name: 'Tcp.CurrEstab', kind: 'gauge' }, [900, 10])], 0, 1)).toBeUndefined();
});

test('of two that are certain the outermost names it: the device is another one', () => {
  const qdisc: Omit<Reading, 'value'> = {
    name: 'qdisc.dropped',
    source: 'tc -s qdisc',
    scope: { device: 'eth0', queue: '8001:' },
  };
  const link = ['a', 'b'].map((incarnation, capture) =>
    sample({ name: 'link.rx_packets', scope: { device: 'eth0' }, capture, value: 5, incarnation }),
  );
  const [before, after] = readings(qdisc, [900, 10]);
  if (!before || !after) throw new Error('two readings');
  expect(new Resets([[before, after], link], never).fateOf(before, after)).toEqual({
    gap: 're-created',
    certain: true,
  });
  expect(new Resets([[before, after]], never).fateOf(before, after)?.gap).toBe('re-created');
});

test('of two that are uncertain the outermost names it', () => {
  const scope = { device: 'eth0', queue: '8001:' };
  const dropped = readings({ name: 'qdisc.dropped', scope }, [5, 6, 7]);
  const sent = readings({ name: 'qdisc.sent_packets', scope }, [900, undefined, 10]);
  const link = readings({ name: 'link.rx_packets', scope: { device: 'eth0' } }, [900, 10]);
  const [from, to] = dropped;
  if (!from || !to) throw new Error('two readings');
  expect(new Resets([sent, link], never).fateOf(from, to)).toEqual({ gap: 'reset', certain: false });
});
