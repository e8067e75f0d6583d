/** Where a series of recorded values changed its level. */
export interface ChangePoint {
  /** Index of the first value after the change. */
  index: number;
  /** Mean values before and after. */
  before: number;
  after: number;
}

/** Fewer values on one side of a change are an outlier and no level. */
const fewest = 3;
/** A level that changes less than this many times is how traffic varies. */
const factor = 3;

/**
 * The strongest change of level: the split that explains most of the variance (as in binary segmentation). Undefined
 * where none is clear.
 */
export function changePointOf(values: readonly number[]): ChangePoint | undefined {
  const total = values.reduce((sum, value) => sum + value, 0);
  let best: (ChangePoint & { gain: number }) | undefined;
  let left = 0;
  values.forEach((value, i) => {
    const n = i + 1;
    const rest = values.length - n;
    left += value;
    if (n < fewest || rest < fewest) return;
    const [before, after] = [left / n, (total - left) / rest];
    const gain = ((after - before) ** 2 * n * rest) / values.length;
    if (!best || gain > best.gain) best = { index: n, before, after, gain };
  });
  if (!best) return undefined;
  const { index, before, after } = best;
  const [low, high] = [Math.min(before, after), Math.max(before, after)];
  return high > 0 && high >= low * factor ? { index, before, after } : undefined;
}
