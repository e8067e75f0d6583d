import { changePointOf } from '../counters/change-point.ts';
import type { Line, TimelineEntry } from '../model.ts';
import type { Fact, Value } from '../parsers/index.ts';
import type { Facts } from './parse.ts';
import { cite, say } from './quoting.ts';
import type { LogClock } from './when.ts';

type Sar = Value<'sar'>;

/** Columns of sar -n that speak of losses and errors, and of the CPU time that explains them. */
const telling =
  /^(?:(?:rx|tx)(?:err|drop|fifo|carr|fram)\/s|coll\/s|(?:ret|est)rans\/s|retrans\/s|isegerr\/s|atmptf\/s|estres\/s|idgmerr6?\/s|i(?:hdrerr|adrerr|ukwnpr|disc)\/s|odisc\/s|onort\/s|asmf\/s|dropd\/s|squeezd\/s|flw_lim\/s|%soft|%steal)$/;

interface Point {
  at: number;
  value: number;
  line: Line;
}

/** What sysstat recorded before the customer called: restarts, and where an error rate changed its level. */
export function historyOf(facts: Facts, clocks: readonly LogClock[]): TimelineEntry[] {
  // The one cast of the table: bySource is filled per source from the parsers of that very source.
  const reports = (facts.bySource.get('sar') ?? []) as Fact<Sar>[];
  const newest = reports.filter(({ capture }) => capture === reports.at(-1)?.capture);
  const series = new Map<string, Point[]>();
  const restarts = new Map<number, Line>();
  for (const { value, capture } of newest) {
    const midnight = midnightOf(value, clocks[capture]);
    if (midnight === undefined) continue;
    for (const { at, line } of value.restarts) restarts.set(midnight + at * 1000, line);
    collect(value, midnight, series);
  }
  const starts = [...restarts].map(([wall, line]): TimelineEntry => {
    const message = say('restarted', {});
    return { at: { wall }, kind: 'history', message, evidence: cite(line, message) };
  });
  const steps = [...series].flatMap(([key, points]) => stepEntry(key, points, [...restarts.keys()]));
  return [...starts, ...steps];
}

/** Milliseconds since the epoch of the day's first moment where the host is. */
function midnightOf({ date }: Sar, clock: LogClock = {}): number | undefined {
  const midnight = date === undefined ? Number.NaN : Date.parse(`${date}T00:00:00Z`);
  return Number.isNaN(midnight) ? undefined : midnight - (clock.utcOffset ?? 0) * 60_000;
}

/** By column and device; sar files of several days are one series. */
function collect(report: Sar, midnight: number, series: Map<string, Point[]>): void {
  for (const { columns, rows } of report.series) {
    for (const [i, column] of columns.entries()) {
      if (!telling.test(column)) continue;
      for (const { at, device, values, line } of rows) {
        const value = values[i];
        if (at === undefined || value === undefined) continue;
        const key = JSON.stringify([column, device]);
        const points = series.get(key) ?? [];
        series.set(key, points);
        points.push({ at: midnight + at * 1000, value, line });
      }
    }
  }
}

function stepEntry(key: string, unordered: readonly Point[], restarts: readonly number[]): TimelineEntry[] {
  const points = [...unordered].sort((a, b) => a.at - b.at);
  const change = changePointOf(points.map((point) => point.value));
  const first = change && points[change.index];
  if (!change || !first) return [];
  const [column, device] = JSON.parse(key) as [string, string | null];
  const restart = restarts.filter((at) => at <= first.at).sort((a, b) => b - a)[0];
  const message = say(change.after > change.before ? 'level-rose' : 'level-fell', {
    column,
    before: change.before,
    after: change.after,
    ...(restart === undefined ? {} : { restart: (first.at - restart) / 1000 }),
  });
  const scope = device === null || column.startsWith('%') ? {} : { scope: { device } };
  return [
    { at: { wall: first.at }, kind: 'history', message, evidence: cite(first.line, message), ...scope },
  ];
}
