import type { Line } from '../model.ts';
import { fraction, words } from './numbers.ts';
import { defineParser, integer } from './parser.ts';

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
