/** A chart as geometry: the template only writes it down. Lengths in SVG user units. */
export interface Chart {
  title: string;
  /** All numbers in words, for those who cannot see the picture. */
  description: string;
  width: number;
  height: number;
  bars: Bar[];
  /** Gridlines with their value, for charts over time. */
  ticks: { y: number; textY: number; text: string; right: number }[];
  labels: { x: number; y: number; anchor: 'start' | 'end'; text: string }[];
}

export interface Bar {
  x: number;
  y: number;
  width: number;
  height: number;
  /** How sure the number is: `solid`, or `hatched` where a reset lies in the interval. */
  fill: 'solid' | 'hatched' | 'calm';
  label: { x: number; y: number; text: string } | null;
  value: { x: number; y: number; text: string } | null;
}

/** Two decimals are finer than a pixel and keep the file small. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}

/** A text that fits into so many characters; the whole of it stands in the description. */
export function short(text: string, characters: number): string {
  return text.length <= characters ? text : `${text.slice(0, characters - 1)}…`;
}
