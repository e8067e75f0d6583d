import type { Sample, Scope } from '../model.ts';
import type { CaptureClock } from './clock.ts';
import { ownMonotonic } from './clock.ts';
import { compareKeys } from './keys.ts';

/** A parser as comparing sees it: `equals` names one whose counters the kernel makes equal to this one's. */
export interface SampleSource {
  name: string;
  equals?: string;
}

/** Readings of one counter in one scope: by source, each oldest first. */
export interface Series {
  name: string;
  scope: Scope;
  bySource: Map<string, Sample[]>;
}

export function scopeKey(name: string, { netns, device, cpu, queue, rule, socket }: Scope): string {
  return JSON.stringify([name, netns ?? '', device, cpu, queue, rule, socket]);
}

/** Puts samples of all captures into series; a reading that came twice (a file and its copy) counts once. */
export function seriesOf(samples: readonly Sample[], clocks: readonly CaptureClock[]): Series[] {
  const all = new Map<string, Series>();
  for (const sample of samples) {
    const key = scopeKey(sample.name, sample.scope);
    const series = all.get(key) ?? {
      name: sample.name,
      scope: sample.scope,
      bySource: new Map<string, Sample[]>(),
    };
    all.set(key, series);
    const readings = series.bySource.get(sample.source);
    if (readings) readings.push(sample);
    else series.bySource.set(sample.source, [sample]);
  }
  for (const { bySource } of all.values()) {
    for (const [source, readings] of bySource) bySource.set(source, inOrder(readings, clocks));
  }
  return [...all.values()];
}

/** By capture; within one by the time of reading where all have one, else by value, since counters only rise. */
function inOrder(readings: readonly Sample[], clocks: readonly CaptureClock[]): Sample[] {
  const time = (sample: Sample) => ownMonotonic(sample.at, clocks[sample.capture] ?? {});
  const timed = readings.every((sample) => time(sample) !== undefined);
  const keys = (sample: Sample) => [sample.capture, timed ? (time(sample) ?? 0) : 0, sample.value];
  const sorted = [...readings].sort((a, b) => compareKeys(keys(a), keys(b)));
  return sorted.filter((sample, i) => {
    const before = sorted[i - 1];
    const same = before?.capture === sample.capture && before.value === sample.value;
    return !(same && (time(before) === undefined || time(before) === time(sample)));
  });
}

/** Sources that the kernel makes equal have the same class; a source that is not listed is a class of its own. */
export function equalClasses(sources: readonly SampleSource[]): (source: string) => string {
  const classOf = new Map<string, string>();
  const find = (name: string): string => {
    const parent = classOf.get(name);
    return parent === undefined || parent === name ? name : find(parent);
  };
  for (const { name, equals } of sources) {
    if (equals !== undefined) classOf.set(find(name), find(equals));
  }
  return find;
}

/**
 * The source whose readings are subtracted: the one that was read in most captures, then the one that was read last,
 * then the best format.
 */
export function primaryOf({ bySource }: Series, rank: (source: string) => number): string {
  const captures = (source: string) => new Set(bySource.get(source)?.map((sample) => sample.capture)).size;
  const last = (source: string) => bySource.get(source)?.at(-1)?.capture ?? -1;
  const keys = (source: string) => [-captures(source), -last(source), rank(source), source];
  return [...bySource.keys()].sort((a, b) => compareKeys(keys(a), keys(b)))[0] ?? '';
}
