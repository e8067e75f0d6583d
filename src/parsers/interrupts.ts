import type { Line } from '../model.ts';
import { words } from './numbers.ts';
import type { NoteAt, SampleSeed } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** One row of /proc/interrupts or /proc/softirqs. */
export interface PerCpuRow {
  /** '24', 'NMI', 'NET_RX'. */
  label: string;
  /** By position of `PerCpuTable.cpus`; shorter for rows such as ERR that have one number. */
  counts: bigint[];
  /** Controller and devices, as printed: 'PCI-MSI 524288-edge eth0-TxRx-0'; empty for softirqs. */
  actions: string;
  line: Line;
}

export interface PerCpuTable {
  /** Numbers of the CPUs online, in the order of the columns. */
  cpus: number[];
  rows: Map<string, PerCpuRow>;
}

/**
 * /proc/interrupts and /proc/softirqs: the header names the online CPUs; 'LABEL: one number per CPU, text'. ERR and MIS
 * have one number whatever the CPU count. Numbers are unsigned int: 32 bits. Sources: kernel/irq/proc.c, fs/proc/softirqs.c.
 * Where grep took the header away, the columns are taken for CPU 0 and those after it.
 */
function parsePerCpu(lines: Iterable<Line>, note: NoteAt): PerCpuTable | undefined {
  const table: PerCpuTable = { cpus: [], rows: new Map() };
  for (const line of lines) {
    const text = words(line.text);
    if (text.length === 0) continue;
    const header = text.filter((word) => /^CPU\d{1,5}$/.test(word));
    if (table.cpus.length === 0 && header.length > 0) {
      table.cpus = header.map((word) => Number(word.slice(3)));
      continue;
    }
    if (table.cpus.length === 0) table.cpus = columnsOf(text);
    const row = table.cpus.length > 0 ? rowOf(line, text, table.cpus.length) : undefined;
    if (row) table.rows.set(row.label, row);
    else note(line, { id: 'common/unread-line', args: {} });
  }
  return table.rows.size > 0 ? table : undefined;
}

function columnsOf([head = '', ...rest]: string[]): number[] {
  if (!/^(?:\d+|NET_[RT]X):$/.test(head)) return [];
  const end = rest.findIndex((word) => integer(word) === undefined);
  return [...(end < 0 ? rest : rest.slice(0, end)).keys()];
}

function rowOf(line: Line, text: string[], cpus: number): PerCpuRow | undefined {
  const [head = '', ...rest] = text;
  if (!head.endsWith(':')) return undefined;
  const counts: bigint[] = [];
  for (const word of rest) {
    const value = counts.length < cpus ? integer(word) : undefined;
    if (value === undefined) break;
    counts.push(value);
  }
  return { label: head.slice(0, -1), counts, actions: rest.slice(counts.length).join(' '), line };
}

/** Vectors of network devices: by the names that drivers give them. */
const networkVector =
  /(^|[\s,@_-])(eth|en[opsx]\w*\d|em\d|p\d+p\d|ib\d|wlan|wlp|bond|venet|virtio\d+-(input|output)|mlx\d|ena-|iavf|ixgbe|igb|i40e|ice-|bnxt|bnx2|qede|sfc|hinic|gve|vmxnet|nfp)|[TtRr]x-?[TtRr]x|-(rx|tx|fp)-\d/;

/** True when the row's actions name a queue of a network device. */
export function isNetworkVector(row: PerCpuRow): boolean {
  return /^\d+$/.test(row.label) && networkVector.test(row.actions);
}

export const procInterrupts = defineParser<PerCpuTable>({
  name: '/proc/interrupts',
  reads: /^\/proc\/interrupts$/,
  parse: (file, note) => parsePerCpu(file.lines, note),
  samples: ({ cpus, rows }) =>
    [...rows.values()]
      .filter(isNetworkVector)
      .flatMap((row) => perCpu('irq.count', `${row.label} ${row.actions}`, row, cpus)),
});

export const procSoftirqs = defineParser<PerCpuTable>({
  name: '/proc/softirqs',
  reads: /^\/proc\/softirqs$/,
  parse: (file, note) => parsePerCpu(file.lines, note),
  samples: ({ cpus, rows }) =>
    ['NET_RX', 'NET_TX'].flatMap((label) => {
      const row = rows.get(label);
      return row ? perCpu(`softirq.${label}`, undefined, row, cpus) : [];
    }),
});

function perCpu(
  name: string,
  queue: string | undefined,
  row: PerCpuRow,
  cpus: readonly number[],
): SampleSeed[] {
  return row.counts.flatMap((value, i) => {
    const cpu = cpus[i];
    if (cpu === undefined) return [];
    return [
      { name, value, line: row.line, bits: 32, scope: { cpu, ...(queue === undefined ? {} : { queue }) } },
    ];
  });
}
