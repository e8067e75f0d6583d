import type { Line } from '../model.ts';
import { fraction, words } from './numbers.ts';
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

/** Pressure stall information of one resource: share of time lost in percent, and microseconds since boot. */
export interface Pressure {
  resource: string;
  some?: PressureLine;
  full?: PressureLine;
}
export interface PressureLine {
  avg10: number;
  avg60: number;
  avg300: number;
  /** Microseconds. */
  total: bigint;
  line: Line;
}

/** /proc/pressure/{cpu,memory,io} since 4.20. Source: kernel/sched/psi.c. */
export const procPressure = defineParser<Pressure>({
  name: '/proc/pressure',
  reads: /^\/proc\/pressure\/(cpu|memory|io|irq)$/,
  parse(file, note) {
    const pressure: Pressure = { resource: file.origin.slice('/proc/pressure/'.length) };
    for (const line of file.lines) {
      const [kind, ...pairs] = words(line.text);
      const at = new Map(pairs.map((pair) => pair.split('=') as [string, string]));
      const total = integer(at.get('total'));
      const [avg10, avg60, avg300] = ['avg10', 'avg60', 'avg300'].map((key) => fraction(at.get(key)));
      if (
        (kind !== 'some' && kind !== 'full') ||
        total === undefined ||
        avg10 === undefined ||
        avg60 === undefined ||
        avg300 === undefined
      ) {
        if (kind !== undefined) note(line, { id: 'common/unread-line', args: {} });
      } else pressure[kind] = { avg10, avg60, avg300, total, line };
    }
    return pressure.some || pressure.full ? pressure : undefined;
  },
});

/** Load averages, and runnable and existing threads. */
export interface LoadAverage {
  one: number;
  five: number;
  fifteen: number;
  runnable?: number;
  threads?: number;
  line: Line;
}

/** /proc/loadavg: '0.20 0.18 0.12 1/80 11206' (proc_loadavg(5)). */
export const procLoadavg = defineParser<LoadAverage>({
  name: '/proc/loadavg',
  reads: /^\/proc\/loadavg$/,
  parse(file) {
    for (const line of file.lines) {
      const match = /^([\d.]{1,9}) ([\d.]{1,9}) ([\d.]{1,9}) (\d{1,9})\/(\d{1,9})/.exec(line.text);
      if (!match) return undefined;
      const [one = 0, five = 0, fifteen = 0, runnable = 0, threads = 0] = match.slice(1).map(Number);
      return { one, five, fifteen, runnable, threads, line };
    }
    return undefined;
  },
});

/** `uptime`, and the first line of `top` and `w`: '... load average: 0.00, 0.01, 0.05'. */
export const uptimeLoad = defineParser<LoadAverage>({
  name: 'uptime',
  reads: /^(uptime|w|top( .*)?)$/,
  parse(file) {
    for (const line of file.lines) {
      const match = /load average: ([\d.]{1,9}), ([\d.]{1,9}), ([\d.]{1,9})/.exec(line.text);
      if (!match) continue;
      const [one = 0, five = 0, fifteen = 0] = match.slice(1).map(Number);
      return { one, five, fifteen, line };
    }
    return undefined;
  },
});
