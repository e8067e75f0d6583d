import { expect, test } from 'vitest';
import type { Context } from '../../src/causes/cause.ts';
import { clockSteps } from '../../src/host/clock-steps.ts';
import type { Delta, Gap, Moment, Sample } from '../../src/model.ts';
import { captured } from '../parsers/captured.ts';

const file = captured('/proc/net/netstat', '');
const reading = (capture: number, at: Moment | undefined) =>
  ({ capture, line: { text: '', number: 1, file }, ...(at ? { at } : {}) }) as Sample;

/** Two readings of a counter that the comparison found a step of the clock between; the boot time was not collected. */
function seen(before: Moment | undefined, after: Moment | undefined, gap: Gap = 'clock-step') {
  const step = { from: reading(0, before), to: reading(1, after), gap };
  const deltas = [{ steps: [step] }, { steps: [step] }] as unknown as Delta[];
  return clockSteps({ deltas: () => deltas, history: () => [] } as unknown as Context);
}

test('without the boot time the two clocks of the readings tell the size, once', () => {
  const { steps } = seen({ wall: 0, monotonic: 100 }, { wall: 660_400, monotonic: 160 });
  expect(steps.map(({ from, to, seconds }) => [from, to, seconds])).toEqual([[0, 1, 600]]);
});

test('what neither tells has no size', () => {
  const nothing = { steps: [], compared: false };
  expect(seen({ wall: 0 }, { wall: 660_000, monotonic: 160 })).toEqual(nothing);
  expect(seen({ monotonic: 100 }, { monotonic: 160 })).toEqual(nothing);
  expect(seen(undefined, undefined)).toEqual(nothing);
});

test('clocks of two boots are not compared; an even clock is', () => {
  const [before, after] = [
    { wall: 0, monotonic: 100 },
    { wall: 60_000, monotonic: 160 },
  ];
  expect(seen(before, after, 'reboot')).toEqual({ steps: [], compared: false });
  expect(seen(before, after, 'jitter')).toEqual({ steps: [], compared: true });
});
