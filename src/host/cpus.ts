import type { Context } from '../causes/cause.ts';
import { groupBy } from '../group-by.ts';
import type { Line } from '../model.ts';
import type { SarRow } from '../parsers/sar.ts';

/** Where the time of one CPU, or of all, went between the captures: shares of 1. */
export interface CpuUse {
  /** Undefined: all CPUs together. */
  cpu?: number;
  softirq: number;
  iowait: number;
  steal: number;
  idle: number;
  /** Of the newest reading. */
  line: Line;
}

const columns = ['user', 'nice', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;

/** Undefined with one capture: the totals since boot hide every burst. `softirq` holds interrupt time, too. */
export function cpuUse(context: Context, cpu?: number): CpuUse | undefined {
  const of = (column: (typeof columns)[number]) =>
    context
      .counters(`cpu.${column}`)
      .filter(({ scope, since }) => (cpu === undefined || scope.cpu === cpu) && since !== 'boot');
  const time = new Map(
    columns.map((column) => [column, of(column).reduce((sum, { increase }) => sum + Number(increase), 0)]),
  );
  const total = [...time.values()].reduce((sum, ticks) => sum + ticks, 0);
  const [softirq] = of('softirq');
  // Less than a tenth of a second of one CPU tells nothing.
  if (!softirq || total < 10) return undefined;
  const share = (column: (typeof columns)[number]) => (time.get(column) ?? 0) / total;
  return {
    ...(cpu === undefined ? {} : { cpu }),
    softirq: share('softirq') + share('irq'),
    iowait: share('iowait'),
    steal: share('steal'),
    idle: share('idle'),
    line: softirq.latest.line,
  };
}

/** What somebody saw who ran mpstat, vmstat or top: shares of 1, the mean of all that was printed. */
export interface SeenUse {
  /** 'all', or the number of one CPU. */
  cpu: string;
  softirq: number | undefined;
  steal: number | undefined;
  idle: number | undefined;
  line: Line;
}

const spellings = {
  softirq: ['%soft', '%si', '%sirq'],
  steal: ['%steal', '%st', 'st'],
  idle: ['%idle', '%id', 'id'],
} as const;

export function seenUses(context: Context): SeenUse[] {
  const series = context.all('sar').flatMap(({ value }) => value.series);
  return series
    .filter(({ kind }) => kind === 'CPU' || kind === 'VMSTAT')
    .flatMap(({ kind, columns, rows, averages }) => {
      // The first row of vmstat is the time since boot.
      const told =
        averages.length > 0 ? averages : kind === 'VMSTAT' && rows.length > 1 ? rows.slice(1) : rows;
      return [...groupBy(told, ({ device }) => device ?? 'all')].flatMap(([cpu, own]) => {
        const mean = (names: readonly string[]) =>
          meanOf(
            own,
            columns.findIndex((name) => names.includes(name)),
          );
        const line = own.at(-1)?.line;
        const { softirq, steal, idle } = spellings;
        return line ? [{ cpu, softirq: mean(softirq), steal: mean(steal), idle: mean(idle), line }] : [];
      });
    });
}

function meanOf(rows: readonly SarRow[], column: number): number | undefined {
  const values = rows.flatMap(({ values }) => values[column] ?? []);
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length / 100 : undefined;
}

/** Numbers of the CPUs that /proc/stat lists. */
export function cpusOf(context: Context): number[] {
  const cpus = context.counters('cpu.softirq').map(({ scope }) => scope.cpu);
  return cpus.filter((cpu) => cpu !== undefined).sort((a, b) => a - b);
}
