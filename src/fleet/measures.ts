import { meaningOf } from '../counters/names.ts';
import type { Report } from '../model.ts';
import type { ViewOptions } from '../report/view.ts';
import { speakerOf } from './speaker.ts';

/** What a report knows in numbers: rows of the tables `counters` and `notes`. */
export interface Measures {
  counters: Measure[];
  notes: { path: string; line?: number; text: string }[];
}

/** A counter of one host as it was last read, and its movement. */
export interface Measure {
  name: string;
  netns: string;
  device?: string;
  cpu?: number;
  queue?: string;
  rule?: string;
  socket?: string;
  source: string;
  kind: 'counter' | 'gauge';
  value: bigint;
  /** Absent: read once only. */
  increase?: bigint;
  bound?: 'exact' | 'at-least';
  /** Of the window that `increase` covers, where known. */
  seconds?: number;
  layer?: string;
  /** It means a loss. */
  bad?: boolean;
  path: string;
  line: number;
}

/** Without counters that stand at zero and did not move: most do, and they say nothing that is asked of a fleet. */
export function measuresOf(report: Report, options: ViewOptions): Measures {
  const { say } = speakerOf(options);
  const drivers = new Map(report.tuning?.devices.map(({ name, driver }) => [name, driver]));
  const counters = report.counters
    .filter(({ latest, increase }) => latest.value !== 0n || increase > 0n)
    .map(({ name, source, kind, scope, since, increase, bound, seconds, latest }): Measure => {
      const { netns = '', ...place } = scope;
      const meaning = meaningOf(name, scope.device === undefined ? undefined : drivers.get(scope.device));
      return {
        name,
        netns,
        ...place,
        source,
        kind,
        value: latest.value,
        ...(since === 'boot' ? {} : { increase, bound, ...(seconds === undefined ? {} : { seconds }) }),
        ...(meaning ? { layer: meaning.layer, bad: meaning.bad === true } : {}),
        path: latest.line.file.path,
        line: latest.line.number,
      };
    });
  const notes = report.notes.map(({ path, line, message }) => ({
    path,
    ...(line === undefined ? {} : { line }),
    text: say(message),
  }));
  return { counters, notes };
}
