import type { Delta, Message, Sample } from '../model.ts';
import { risenAcross } from './across.ts';
import { appearanceIn } from './appearance.ts';
import type { CaptureClock } from './clock.ts';
import { decisionsOn } from './decisions.ts';
import { deltaOf } from './delta.ts';
import { Resets } from './resets.ts';
import type { SampleSource } from './series.ts';
import { equalClasses, primaryOf, seriesOf } from './series.ts';
import type { Surroundings } from './step.ts';
import { isWrap, stepsOf } from './step.ts';
import { trafficOf } from './traffic.ts';

export interface Compared {
  /** One per counter and scope, in the order in which they were met. */
  deltas: Delta[];
  /** What was decided about resets, wraps, clocks: one message per event, not per counter. */
  decisions: Message[];
}

export interface CompareOptions {
  /** Parsers, best format first. */
  sources?: readonly SampleSource[];
  /** Mb/s of a device, where known. */
  speed?: (netns: string, device: string) => number | undefined;
}

/** Samples of all captures to one delta per counter and scope. `clocks` are in the order of `Sample.capture`. */
export function compare(
  samples: readonly Sample[],
  clocks: readonly CaptureClock[],
  { sources = [], speed }: CompareOptions = {},
): Compared {
  const all = seriesOf(samples, clocks);
  const around: Surroundings = { clocks, traffic: trafficOf(samples), ...(speed ? { speed } : {}) };
  const readings = all.flatMap((series) => [...series.bySource.values()]);
  const resets = new Resets(readings, (from, to) => isWrap(from, to, around));
  const places = new Map(sources.map((source, index) => [source.name, index]));
  const rank = (source: string) => places.get(source) ?? sources.length;
  const classOf = equalClasses(sources);
  const appeared = appearanceIn(samples, clocks);
  const deltas = all.flatMap((series) => {
    const source = primaryOf(series, rank);
    const read = appeared(series.bySource.get(source) ?? []);
    const own = { source, samples: read, steps: stepsOf(read, around, resets) };
    const isEqual = (other: string) => classOf(other) === classOf(source);
    return deltaOf(series, risenAcross(series, own, isEqual, around, resets) ?? own, around) ?? [];
  });
  return { deltas, decisions: decisionsOn(deltas, clocks) };
}
