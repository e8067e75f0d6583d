import type { Delta } from '../../model.ts';
import { time } from '../figures.ts';
import type { View } from '../view.ts';
import type { Bar, Chart } from './chart.ts';
import { round } from './chart.ts';

const width = 600;
const height = 132;
const left = 64;
const bottom = 22;
const top = 8;

/** The rate of a counter between each two captures, over time. Undefined when the captures do not tell their time. */
export function stepChart(delta: Delta, { word, rate: perSecond }: View): Chart | undefined {
  const rates = delta.steps.map((step) => (step.seconds ? Number(step.increase) / step.seconds : undefined));
  const total = delta.steps.reduce((sum, step) => sum + (step.seconds ?? 0), 0);
  const largest = Math.max(0, ...rates.map((rate) => rate ?? 0));
  if (total <= 0 || largest <= 0) return undefined;
  const scale = niceCeiling(largest);
  const yOf = (rate: number) => top + (height - top - bottom) * (1 - rate / scale);
  let elapsed = 0;
  const bars = delta.steps.map((step, index): Bar => {
    const x = left + (elapsed / total) * (width - left);
    elapsed += step.seconds ?? 0;
    const end = left + (elapsed / total) * (width - left);
    const y = yOf(rates[index] ?? 0);
    return {
      x: round(x + 1),
      y: round(y),
      width: round(Math.max(0.5, end - x - 2)),
      height: round(height - bottom - y),
      fill: step.gap === undefined ? 'solid' : 'hatched',
      label: null,
      value: null,
    };
  });
  const ticks = [0, scale / 2, scale].map((rate) => ({
    y: round(yOf(rate)),
    textY: round(yOf(rate) + 4),
    text: perSecond(rate),
    right: width,
  }));
  const [first, last] = [delta.steps[0]?.from.at, delta.latest.at].map((at) => time(at) ?? '');
  const labels = [
    { x: left, y: height - 4, anchor: 'start' as const, text: first ?? '' },
    { x: width, y: height - 4, anchor: 'end' as const, text: last ?? '' },
  ];
  const description = delta.steps
    .map((step, index) => {
      const gap = step.gap === undefined ? '' : ` (${word(`gap-${step.gap}`)})`;
      return `${time(step.to.at) ?? index + 1}: ${perSecond(rates[index] ?? 0)}${gap}`;
    })
    .join('; ');
  return {
    title: word('chart-steps', { name: delta.name }),
    description,
    width,
    height,
    bars,
    ticks,
    labels,
  };
}

/** The smallest of 1, 2, 5 times a power of ten that is not below the value. */
function niceCeiling(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 2, 5, 10].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10) * power;
}
