import type { Bar, Chart } from './chart.ts';
import { round, short } from './chart.ts';

export interface BarRow {
  label: string;
  /** Zero or more; the longest bar is the largest. */
  value: number;
  text: string;
  /** A calm row is there to compare with. */
  calm?: boolean;
}

const width = 600;
const labelWidth = 190;
const valueWidth = 110;
const rowHeight = 24;

/** Horizontal bars with their labels and numbers, in the order given. */
export function barChart(title: string, rows: readonly BarRow[]): Chart {
  const largest = Math.max(...rows.map((row) => row.value));
  const bars = rows.map((row, index): Bar => {
    const y = index * rowHeight;
    const length = largest > 0 ? (row.value / largest) * (width - labelWidth - valueWidth) : 0;
    return {
      x: labelWidth,
      y: y + 4,
      width: round(Math.max(row.value > 0 ? 2 : 0.5, length)),
      height: rowHeight - 8,
      fill: row.calm ? 'calm' : 'solid',
      label: { x: labelWidth - 8, y: y + 16, text: short(row.label, 28) },
      value: { x: round(labelWidth + length + 8), y: y + 16, text: row.text },
    };
  });
  const description = rows.map((row) => `${row.label}: ${row.text}`).join('; ');
  return { title, description, width, height: rows.length * rowHeight, bars, ticks: [], labels: [] };
}
