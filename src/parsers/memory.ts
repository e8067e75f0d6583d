import { words } from './numbers.ts';
import type { Reading, SampleSeed } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** /proc/meminfo by name, in bytes; HugePages_* are numbers of pages. */
export type MemInfo = Map<string, Reading>;

/** 'MemTotal:  16303428 kB' (proc_meminfo(5)). */
export const procMeminfo = defineParser<MemInfo>({
  name: '/proc/meminfo',
  reads: /^\/proc\/meminfo$/,
  parse(file, note) {
    const memory: MemInfo = new Map();
    for (const line of file.lines) {
      const [head, text, unit] = words(line.text);
      if (head === undefined) continue;
      const value = integer(text);
      if (!head.endsWith(':') || value === undefined) note(line, { id: 'common/unread-line', args: {} });
      else memory.set(head.slice(0, -1), { value: unit === 'kB' ? value * 1024n : value, line });
    }
    return memory.size > 0 ? memory : undefined;
  },
});

const freeNames: Record<string, string> = {
  total: 'Total',
  free: 'Free',
  shared: 'Shmem',
  buffers: 'Buffers',
  available: 'Available',
};

/** `free` in KiB (no unit option) as the same names; 'buff/cache' and 'used' have no counterpart there. */
export const free = defineParser<MemInfo>({
  name: 'free',
  reads: /^free( -[kwlt]+)*$/,
  parse(file) {
    const memory: MemInfo = new Map();
    let columns: string[] = [];
    for (const line of file.lines) {
      const row = words(line.text);
      if (row[0] === 'total') columns = row.slice(0, 10);
      const prefix = row[0] === 'Mem:' ? 'Mem' : row[0] === 'Swap:' ? 'Swap' : undefined;
      if (prefix === undefined) continue;
      columns.forEach((column, i) => {
        const value = integer(row[i + 1]);
        const name = Object.hasOwn(freeNames, column) ? freeNames[column] : undefined;
        if (value === undefined || name === undefined) return;
        const plain = name === 'Shmem' || name === 'Buffers';
        memory.set(plain ? name : `${prefix}${name}`, { value: value * 1024n, line });
      });
    }
    return memory.size > 0 ? memory : undefined;
  },
});

/** /proc/vmstat by name; pages and events. */
export type VmStat = Map<string, Reading>;

const lossless = /^(allocstall\w*|oom_kill|pswpin|pswpout|compact_fail|drop_pagecache)$/;

/** /proc/vmstat: 'name value'. allocstall is split by zone since 4.10: its samples carry the sum. Source: mm/vmstat.c. */
export const procVmstat = defineParser<VmStat>({
  name: '/proc/vmstat',
  reads: /^\/proc\/vmstat$/,
  parse(file, note) {
    const stat: VmStat = new Map();
    for (const line of file.lines) {
      const [name, text] = words(line.text);
      if (name === undefined) continue;
      const value = integer(text);
      if (value === undefined) note(line, { id: 'common/unread-line', args: {} });
      else stat.set(name, { value, line });
    }
    return stat.size > 0 ? stat : undefined;
  },
  samples(stat) {
    const sums = new Map<string, SampleSeed>();
    for (const [name, { value, line }] of stat) {
      if (!lossless.test(name)) continue;
      const key = name.startsWith('allocstall') ? 'vmstat.allocstall' : `vmstat.${name}`;
      sums.set(key, { name: key, value: (sums.get(key)?.value ?? 0n) + value, line });
    }
    return [...sums.values()];
  },
});
