import type { Line } from '../model.ts';
import { words } from './numbers.ts';
import type { Reading, SampleSeed } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** CPU quota of a control group, as far as one of its files tells; src/host/cgroups.ts puts them together. */
export interface CgroupCpu {
  /** Path of the group below the mount point: '/kubepods/pod1', '/' for the root. */
  path: string;
  /** Enforcement periods that passed, and those in which the group was stopped. */
  nrPeriods?: Reading;
  nrThrottled?: Reading;
  /** Microseconds. */
  throttledUsec?: Reading;
  usageUsec?: Reading;
  /** Microseconds of CPU per period. Absent: this file does not tell; null: no quota. */
  quotaUsec?: bigint | null;
  periodUsec?: bigint;
  line: Line;
}

const files =
  /^\/sys\/fs\/cgroup(?:\/cpu(?:,cpuacct)?)?(\/.*?)?\/(cpu\.stat|cpu\.max|cpu\.cfs_quota_us|cpu\.cfs_period_us)$/;

/**
 * cpu.stat of cgroup v2 ('throttled_usec') and v1 ('throttled_time', nanoseconds), cpu.max ('max 100000' or
 * '50000 100000'), and v1's cpu.cfs_quota_us (-1: none) and cpu.cfs_period_us. Source: Documentation/admin-guide/cgroup-v2.rst.
 */
export const cgroupCpu = defineParser<CgroupCpu>({
  name: 'cgroup cpu',
  reads: files,
  parse(file) {
    const [, path = '/', name] = files.exec(file.origin) ?? [];
    let group: CgroupCpu | undefined;
    for (const line of file.lines) {
      const text = words(line.text);
      if (text.length === 0) continue;
      group ??= { path: path === '' ? '/' : path, line };
      if (name === 'cpu.stat') readStat(text, line, group);
      else readQuota(name ?? '', text, group);
    }
    return group;
  },
  samples({ path, nrPeriods, nrThrottled, throttledUsec }) {
    const readings = { nr_periods: nrPeriods, nr_throttled: nrThrottled, throttled_usec: throttledUsec };
    return Object.entries(readings).flatMap(([name, reading]): SampleSeed[] =>
      reading ? [{ ...reading, name: `cgroup.${name}`, scope: { queue: path } }] : [],
    );
  },
});

function readStat([key, text]: string[], line: Line, group: CgroupCpu): void {
  const value = integer(text);
  if (value === undefined) return;
  if (key === 'nr_periods') group.nrPeriods = { value, line };
  else if (key === 'nr_throttled') group.nrThrottled = { value, line };
  else if (key === 'throttled_usec') group.throttledUsec = { value, line };
  else if (key === 'throttled_time') group.throttledUsec = { value: value / 1000n, line };
  else if (key === 'usage_usec') group.usageUsec = { value, line };
}

function readQuota(name: string, [first, second]: string[], group: CgroupCpu): void {
  const [value, period] = [integer(first), integer(second)];
  if (name === 'cpu.cfs_period_us') {
    if (value !== undefined) group.periodUsec = value;
    return;
  }
  if (first === 'max' || (value !== undefined && value < 0n)) group.quotaUsec = null;
  else if (value !== undefined) group.quotaUsec = value;
  if (name === 'cpu.max' && period !== undefined) group.periodUsec = period;
}
