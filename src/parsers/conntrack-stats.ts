/**
 * Statistics of connection tracking, per CPU. /proc/net/stat/nf_conntrack is a header and a row of hexadecimal numbers
 * per CPU, whose columns differ by kernel ('icmp_error', 'expect_new' go, 'clashres', 'chaintoolong' come: 5.10, 5.15);
 * `conntrack -S` prints 'cpu=0 found=1 ...', before 1.4.0 one 'name value' per line for all CPUs together. All are
 * 32 bits wide (struct ip_conntrack_stat, unsigned int). Source: net/netfilter/nf_conntrack_standalone.c, ct_cpu_seq_show.
 */
import type { CapturedFile } from '../model.ts';
import type { NoteAt, Reading, SampleSeed } from './parser.ts';
import { defineParser, integer } from './parser.ts';

export interface ConntrackStats {
  /** In the order of the file; `cpu` is undefined where the numbers are for all CPUs together. */
  cpus: { cpu: number | undefined; values: Map<string, Reading> }[];
  /** Entries in the table; the kernel prints the same number in every row. */
  entries: Reading | undefined;
}

/** One name for a counter, whatever the format: `conntrack -S` says clash_resolve, /proc says clashres. */
const spellings = new Map([
  ['clashres', 'clash_resolve'],
  ['chainlength', 'chaintoolong'],
]);

function conntrackSamples({ cpus, entries }: ConntrackStats): SampleSeed[] {
  const seeds: SampleSeed[] = [];
  for (const { cpu, values } of cpus) {
    for (const [name, { value, line }] of values) {
      seeds.push({
        name: `conntrack.${name}`,
        value,
        line,
        bits: 32,
        ...(cpu === undefined ? {} : { scope: { cpu } }),
      });
    }
  }
  if (entries)
    seeds.push({ name: 'conntrack.count', kind: 'gauge', value: entries.value, line: entries.line });
  return seeds;
}

/** The row number is the CPU only while all CPUs are there: the kernel prints a row per possible CPU. */
function parseProc(file: CapturedFile, note: NoteAt): ConntrackStats | undefined {
  const stats: ConntrackStats = { cpus: [], entries: undefined };
  let header: string[] | undefined;
  for (const line of file.lines) {
    const words = line.text.trim().split(/\s+/);
    if (words[0] === '') continue;
    if (!header) header = words;
    else if (words.length !== header.length || !words.every((word) => /^[0-9a-f]{1,16}$/i.test(word))) {
      note(line, { id: 'common/unread-line', args: {} });
    } else {
      const values = new Map<string, Reading>();
      header.forEach((name, i) => {
        const reading = { value: BigInt(`0x${words[i] ?? '0'}`), line };
        if (name === 'entries') stats.entries ??= reading;
        else values.set(spellings.get(name) ?? name, reading);
      });
      stats.cpus.push({ cpu: stats.cpus.length, values });
    }
  }
  return stats.cpus.length > 0 ? stats : undefined;
}

export const procNetStatConntrack = defineParser<ConntrackStats>({
  name: '/proc/net/stat/nf_conntrack',
  reads: /^\/proc\/net\/stat\/(?:nf|ip)_conntrack$/,
  parse: parseProc,
  samples: conntrackSamples,
});

function parseCommand(file: CapturedFile): ConntrackStats | undefined {
  const stats: ConntrackStats = { cpus: [], entries: undefined };
  const together = new Map<string, Reading>();
  for (const line of file.lines) {
    const text = line.text.slice(0, 2000);
    const cpu = /^cpu=(\d{1,6})\s/.exec(text)?.[1];
    const single = /^(\w+)\s+(\d+)\s*$/.exec(text);
    if (cpu !== undefined) {
      const values = new Map<string, Reading>();
      for (const [, name = '', digits] of text.matchAll(/(\w+)=(\d+)/g)) {
        if (name !== 'cpu') values.set(spellings.get(name) ?? name, { value: integer(digits) ?? 0n, line });
      }
      stats.cpus.push({ cpu: Number(cpu), values });
    } else if (single) {
      const reading = { value: integer(single[2]) ?? 0n, line };
      if (single[1] === 'entries') stats.entries = reading;
      else together.set(single[1] ?? '', reading);
    }
  }
  if (together.size > 0) stats.cpus.push({ cpu: undefined, values: together });
  return stats.cpus.length > 0 ? stats : undefined;
}

export const conntrackStatistics = defineParser<ConntrackStats>({
  name: 'conntrack -S',
  reads: /^conntrack (?:-S|--stats)\b/,
  parse: parseCommand,
  samples: conntrackSamples,
});
