import type { CounterLine } from '../counters/table.ts';
import { csvOf, scopeText, sparkline, tableOf } from '../counters/table.ts';
import type { Layer } from '../model.ts';
import { clean } from '../report/clean.ts';
import { formatPercent, formatRate } from '../texts/render.ts';
import { analyzeBundles } from './bundles.ts';
import type { ExitCode } from './exit-codes.ts';

export interface CountersCommand {
  version: string;
  layer?: Layer;
  device?: string;
  all?: boolean;
  json?: boolean;
  csv?: boolean;
}

/** `dropcause counters`: what moved, losses first, in the order of the packet's path. */
export async function counters(paths: readonly string[], command: CountersCommand): Promise<ExitCode> {
  const { report, exitCode } = await analyzeBundles(paths, command.version);
  const lines = tableOf(report.counters, command);
  if (command.json) process.stdout.write(`${jsonOf(lines)}\n`);
  else if (command.csv) process.stdout.write(csvOf(lines));
  else process.stdout.write(table(lines));
  return exitCode;
}

function jsonOf(lines: readonly CounterLine[]): string {
  const plain = lines.map(({ delta, meaning, before, after, rate, share, course }) => ({
    name: delta.name,
    source: delta.source,
    scope: delta.scope,
    layer: meaning?.layer,
    bad: meaning?.bad,
    before,
    after,
    increase: delta.increase,
    bound: delta.bound,
    since: delta.since,
    seconds: delta.seconds,
    rate,
    share,
    course,
    path: delta.latest.line.file.path,
    line: delta.latest.line.number,
  }));
  return JSON.stringify(plain, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value), 2);
}

/** Columns as wide as their widest word; the course only where there are more than two readings. */
function table(lines: readonly CounterLine[]): string {
  if (lines.length === 0) return 'no counter moved\n';
  const course = lines.some((line) => line.course.length > 0);
  const head = ['counter', 'where', 'increase', 'rate', 'share', ...(course ? ['course'] : [])];
  const rows = lines.map(({ delta, after, rate, share, course: values }) => [
    delta.name,
    clean(scopeText(delta.scope)),
    delta.steps.length === 0
      ? `${after} since boot`
      : `${delta.bound === 'exact' ? '' : '>= '}${delta.increase}`,
    rate === undefined ? '' : formatRate(rate),
    share === undefined ? '' : formatPercent(share),
    ...(course ? [sparkline(values)] : []),
  ]);
  const widths = head.map((_, i) =>
    Math.min(48, Math.max(...[head, ...rows].map((row) => row[i]?.length ?? 0))),
  );
  const print = (row: readonly string[]) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return `${[head, ...rows].map(print).join('\n')}\n`;
}
