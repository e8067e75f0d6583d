import type { Line } from '../model.ts';
import type { NoteAt, Reading, SampleSeed } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** Protocol counters by 'Group.Key', as the kernel spells both: 'TcpExt.ListenOverflows'. */
export type Mib = Map<string, Reading>;

/** Values that the kernel prints among the counters and that are no counters: numbers of now, and constants. */
const gauge = /^(Tcp\.(Rto\w+|MaxConn)|Ip\.(Forwarding|DefaultTTL)|\w+\.(Tls|MP)?Curr[A-Z]\w+)$/;

/** Samples of any MIB, whichever format it was read from. */
export function mibSamples(mib: Mib): SampleSeed[] {
  return [...mib].map(([name, { value, line }]) => ({
    name,
    value,
    line,
    kind: gauge.test(name) ? 'gauge' : 'counter',
  }));
}

/**
 * /proc/net/snmp and /proc/net/netstat: pairs of lines with one prefix, names above values. The set of names differs
 * by kernel and vendor, so values are read by name, never by position; unknown names are kept. A pair of unequal
 * length is read as far as both go, with a note. Source: net/ipv4/proc.c, snmp_seq_show and netstat_seq_show.
 */
function parsePairs(lines: Iterable<Line>, note: NoteAt): Mib | undefined {
  const mib: Mib = new Map();
  let header: string[] | undefined;
  for (const line of lines) {
    const words = line.text.trim().split(/\s+/);
    const prefix = words[0];
    if (prefix === undefined || prefix === '') continue;
    if (!prefix.endsWith(':')) {
      note(line, { id: 'common/unread-line', args: {} });
      continue;
    }
    if (header?.[0] !== prefix || integer(words[1]) === undefined) {
      header = words;
      continue;
    }
    readPair(prefix.slice(0, -1), header, words, line, mib, note);
    header = undefined;
  }
  return mib.size > 0 ? mib : undefined;
}

function readPair(
  group: string,
  names: string[],
  values: string[],
  line: Line,
  mib: Mib,
  note: NoteAt,
): void {
  if (names.length !== values.length) {
    note(line, { id: 'common/uneven-pair', args: { names: names.length - 1, values: values.length - 1 } });
  }
  for (let i = 1; i < Math.min(names.length, values.length); i++) {
    const value = integer(values[i]);
    if (value === undefined)
      note(line, { id: 'common/unread-value', args: { name: `${group}.${names[i] ?? ''}` } });
    else mib.set(`${group}.${names[i] ?? ''}`, { value, line });
  }
}

export const procNetSnmp = defineParser<Mib>({
  name: '/proc/net/snmp',
  reads: /^\/proc\/net\/snmp$/,
  parse: (file, note) => parsePairs(file.lines, note),
  samples: mibSamples,
  equals: 'nstat',
});

export const procNetNetstat = defineParser<Mib>({
  name: '/proc/net/netstat',
  reads: /^\/proc\/net\/netstat$/,
  parse: (file, note) => parsePairs(file.lines, note),
  samples: mibSamples,
  equals: 'nstat',
});
