import type { Sample } from '../model.ts';

const two32 = 2n ** 32n;

/** Per-CPU counters are summed without a lock: a reading may be a few units short. In units. */
const fewUnits = 8n;

/**
 * Whether a counter fell by more than jitter: a few units of a large number (percpu_counter_sum and its like), or idle
 * time, which the kernel says may decrease (proc_stat(5)).
 */
export function fell(from: Sample, to: Sample): boolean {
  const back = from.value - to.value;
  if (from.name === 'cpu.idle' || from.name === 'cpu.iowait') return back * 100n > from.value;
  return back > fewUnits || back * 1000n > from.value;
}

/**
 * What a counter of 32 bits rose by if it wrapped once, `to` being less than `from`; undefined when that cannot be: it is
 * wider, or stood too low (below 2^31), or `most` events are all that could have happened.
 */
export function wrapped(from: Sample, to: Sample, most: bigint | undefined): bigint | undefined {
  if (to.bits !== 32 || from.value < 2n ** 31n || from.value >= two32 || most === undefined) return undefined;
  const increase = to.value + two32 - from.value;
  return increase <= most ? increase : undefined;
}

/** A counter of 32 bits may have gone round once more than `increase` shows. */
export function mayHaveWrappedAgain(to: Sample, increase: bigint, most: bigint | undefined): boolean {
  return to.bits === 32 && (most === undefined || increase + two32 <= most);
}
