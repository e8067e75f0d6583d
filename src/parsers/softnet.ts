import type { Line } from '../model.ts';
import { hexadecimal, words } from './numbers.ts';
import type { SampleSeed } from './parser.ts';
import { defineParser } from './parser.ts';

/** One CPU of /proc/net/softnet_stat. Fields that this kernel does not print are undefined. */
export interface SoftnetRow {
  cpu: number;
  /** False: the kernel (before 5.10) prints no CPU number, and `cpu` is the row's; offline CPUs have no row. */
  cpuPrinted: boolean;
  /** Frames taken from this CPU's backlog or polled. */
  processed: bigint;
  /** Frames dropped because the backlog was longer than net.core.netdev_max_backlog, or by flow limit. */
  dropped: bigint;
  /** Times that net_rx_action ran out of budget or time with work left. */
  timeSqueeze: bigint;
  /** Transmit lock collisions; 0 since 4.7. */
  cpuCollision?: bigint;
  receivedRps?: bigint;
  flowLimitCount?: bigint;
  /** Gauges: frames now in the backlog; its two parts since 6.x. */
  backlogLen?: bigint;
  inputQlen?: bigint;
  processQlen?: bigint;
  line: Line;
}

/**
 * /proc/net/softnet_stat: hexadecimal without prefix, one row per online CPU. 9 columns until 2.6.34, 10 with
 * received_rps, 11 with flow_limit_count (3.11), 13 with backlog_len and the CPU's number (5.10), 15 with input_qlen and
 * process_qlen (6.x). Counters are unsigned int: 32 bits. Source: net/core/net-procfs.c, softnet_seq_show.
 */
export const procNetSoftnetStat = defineParser<SoftnetRow[]>({
  name: '/proc/net/softnet_stat',
  reads: /^\/proc\/net\/softnet_stat$/,
  parse(file, note) {
    const rows: SoftnetRow[] = [];
    for (const line of file.lines) {
      const text = words(line.text);
      if (text.length === 0) continue;
      const row = rowOf(text, rows.length, line);
      if (row) rows.push(row);
      else note(line, { id: 'common/unread-line', args: {} });
    }
    return rows.length > 0 ? rows : undefined;
  },
  samples: (rows) => rows.flatMap(samplesOf),
});

function rowOf(text: string[], index: number, line: Line): SoftnetRow | undefined {
  const columns = text.map((word) => (word.length <= 8 ? hexadecimal(word) : undefined));
  const [processed, dropped, timeSqueeze] = columns;
  if (columns.length < 9 || columns.includes(undefined)) return undefined;
  if (processed === undefined || dropped === undefined || timeSqueeze === undefined) return undefined;
  const later = {
    cpuCollision: columns[8],
    receivedRps: columns[9],
    flowLimitCount: columns[10],
    backlogLen: columns[11],
    inputQlen: columns[13],
    processQlen: columns[14],
  };
  const printed = columns[12];
  const known = Object.fromEntries(Object.entries(later).filter(([, value]) => value !== undefined));
  const cpu = printed === undefined ? index : Number(printed);
  return { cpu, cpuPrinted: printed !== undefined, processed, dropped, timeSqueeze, ...known, line };
}

const counters = {
  processed: 'processed',
  dropped: 'dropped',
  timeSqueeze: 'time_squeeze',
  cpuCollision: 'cpu_collision',
  receivedRps: 'received_rps',
  flowLimitCount: 'flow_limit_count',
} as const;
const gauges = { backlogLen: 'backlog_len', inputQlen: 'input_qlen', processQlen: 'process_qlen' } as const;

function samplesOf(row: SoftnetRow): SampleSeed[] {
  const seed = (name: string, kind: 'counter' | 'gauge', value: bigint | undefined): SampleSeed[] =>
    value === undefined
      ? []
      : [{ name: `softnet.${name}`, kind, value, line: row.line, bits: 32, scope: { cpu: row.cpu } }];
  return [
    ...Object.entries(counters).flatMap(([field, name]) =>
      seed(name, 'counter', row[field as keyof typeof counters]),
    ),
    ...Object.entries(gauges).flatMap(([field, name]) =>
      seed(name, 'gauge', row[field as keyof typeof gauges]),
    ),
  ];
}
