import { hexadecimal, words } from './numbers.ts';
import type { Reading, SampleSeed } from './parser.ts';
import { defineParser } from './parser.ts';

/** A table of /proc/net/stat: 'arp_cache', 'ndisc_cache', 'rt_cache'. */
export interface CacheStatistics {
  table: string;
  /** Entries in the table now: the same number in every row. */
  entries?: Reading;
  /** Summed over CPUs, by the header's names: 'table_fulls', 'unresolved_discards'. */
  counters: Map<string, Reading>;
}

/**
 * /proc/net/stat/{arp_cache,ndisc_cache,rt_cache}: a header, then hexadecimal rows, one per possible CPU. A sum cites
 * the row that contributes most. Sources: net/core/neighbour.c neigh_stat_seq_show, net/ipv4/route.c.
 */
export const procNetStatCache = defineParser<CacheStatistics>({
  name: '/proc/net/stat',
  reads: /^\/proc\/net\/stat\/(arp_cache|ndisc_cache|rt_cache)$/,
  parse(file, note) {
    let header: string[] | undefined;
    const largest = new Map<string, Reading>();
    const statistics: CacheStatistics = {
      table: file.origin.slice('/proc/net/stat/'.length),
      counters: new Map(),
    };
    for (const line of file.lines) {
      const row = words(line.text);
      if (row.length === 0) continue;
      if (header === undefined) {
        header = row;
        continue;
      }
      if (row.length !== header.length)
        note(line, { id: 'common/uneven-pair', args: { names: header.length, values: row.length } });
      header.slice(0, row.length).forEach((name, i) => {
        const value = hexadecimal(row[i]);
        if (value === undefined) return;
        if (name === 'entries') statistics.entries ??= { value, line };
        else addTo(statistics.counters, largest, name, { value, line });
      });
    }
    return statistics.counters.size > 0 ? statistics : undefined;
  },
  samples({ table, entries, counters }) {
    const seeds: SampleSeed[] = [...counters].map(([name, reading]) => ({
      ...reading,
      name: `${table}.${name}`,
    }));
    if (entries) seeds.push({ ...entries, name: `${table}.entries`, kind: 'gauge' });
    return seeds;
  },
});

function addTo(
  sums: Map<string, Reading>,
  largest: Map<string, Reading>,
  name: string,
  reading: Reading,
): void {
  const top = largest.get(name);
  if (!top || reading.value > top.value) largest.set(name, reading);
  sums.set(name, {
    value: (sums.get(name)?.value ?? 0n) + reading.value,
    line: largest.get(name)?.line ?? reading.line,
  });
}
