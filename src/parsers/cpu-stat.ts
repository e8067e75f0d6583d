import type { Line } from '../model.ts';
import { words } from './numbers.ts';
import type { SampleSeed } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** Names of the columns of /proc/stat's cpu lines, in their order; later kernels added at the end (proc_stat(5)). */
export const cpuColumns = [
  'user',
  'nice',
  'system',
  'idle',
  'iowait',
  'irq',
  'softirq',
  'steal',
  'guest',
  'guest_nice',
] as const;
export type CpuColumn = (typeof cpuColumns)[number];

/** Time of one CPU, or of all, in USER_HZ ticks (1/100 s) since boot. user contains guest. */
export interface CpuTimes {
  cpu?: number;
  /** Columns that this kernel does not print are absent. */
  ticks: Map<CpuColumn, bigint>;
  line: Line;
}

export interface CpuStat {
  /** Sum over all CPUs, also those now offline. */
  total?: CpuTimes;
  cpus: CpuTimes[];
  /** 'ctxt', 'btime', 'processes', 'procs_running', 'procs_blocked', 'intr' (its total), 'softirq' (its total). */
  other: Map<string, { value: bigint; line: Line }>;
}

/** /proc/stat. Source: fs/proc/stat.c. */
export const procStat = defineParser<CpuStat>({
  name: '/proc/stat',
  reads: /^\/proc\/stat$/,
  parse(file, note) {
    const stat: CpuStat = { cpus: [], other: new Map() };
    const cpus = new Map<number, CpuTimes>();
    for (const line of file.lines) {
      // `intr` has a number for every possible interrupt: only its total is wanted.
      const [key, ...values] = words(line.text.slice(0, 400));
      if (key === undefined) continue;
      const cpu = /^cpu(\d{0,5})$/.exec(key)?.[1];
      const value = integer(values[0]);
      if (value === undefined) note(line, { id: 'common/unread-line', args: {} });
      else if (cpu === '') stat.total = { ticks: ticksOf(values), line };
      else if (cpu !== undefined) cpus.set(Number(cpu), { cpu: Number(cpu), ticks: ticksOf(values), line });
      else stat.other.set(key, { value, line });
    }
    stat.cpus = [...cpus.values()];
    return stat.total || stat.cpus.length > 0 || stat.other.size > 0 ? stat : undefined;
  },
  samples: ({ cpus }) => cpus.flatMap(samplesOf),
});

function ticksOf(values: string[]): Map<CpuColumn, bigint> {
  const ticks = new Map<CpuColumn, bigint>();
  cpuColumns.forEach((column, i) => {
    const value = integer(values[i]);
    if (value !== undefined) ticks.set(column, value);
  });
  return ticks;
}

function samplesOf({ cpu, ticks, line }: CpuTimes): SampleSeed[] {
  if (cpu === undefined) return [];
  return [...ticks].map(([column, value]) => ({ name: `cpu.${column}`, value, line, scope: { cpu } }));
}
