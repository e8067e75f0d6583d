import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';

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

/** Numbers of the CPUs that /proc/stat lists. */
export function cpusOf(context: Context): number[] {
  const cpus = context.counters('cpu.softirq').map(({ scope }) => scope.cpu);
  return cpus.filter((cpu) => cpu !== undefined).sort((a, b) => a - b);
}
