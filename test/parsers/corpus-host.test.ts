import type { CpuStat } from '../../src/parsers/cpu-stat.ts';
import { cpuColumns, procStat } from '../../src/parsers/cpu-stat.ts';
import { lscpu, procCpuinfo } from '../../src/parsers/cpuinfo.ts';
import { timedatectl } from '../../src/parsers/date.ts';
import { procUptime, procVersion, uname, unameHostname, uptimeCommand } from '../../src/parsers/identity.ts';
import { procLoadavg, uptimeLoad } from '../../src/parsers/load.ts';
import { lspci } from '../../src/parsers/lspci.ts';
import { free, procMeminfo, procVmstat } from '../../src/parsers/memory.ts';
import { processes } from '../../src/parsers/processes.ts';
import type { SarReport } from '../../src/parsers/sar.ts';
import { sar, vmstatCommand } from '../../src/parsers/sar.ts';
import { procSys, sysctlAll } from '../../src/parsers/sysctl.ts';
import { withTruth } from '../truth.ts';
import type { Check, Comparison, Json, Reading } from './corpus.ts';
import { at, compareCorpus, entries, items, reading } from './corpus.ts';

const readings: Reading[] = [];
const add = <T>(comparison: Comparison<T>) => readings.push(reading(comparison));
const insights = (expected: Json, name: string, ...keys: string[]) =>
  at(expected, 'parsed_by_insights', name, ...keys);

add({
  format: 'uname-a',
  origin: 'uname -a',
  parser: uname,
  compare(expected, told, check) {
    const theirs = at(expected, 'jc', 'kernel_release') ?? insights(expected, 'uname.Uname', 'kernel');
    if (theirs !== undefined) check('kernel', theirs, told?.value);
  },
});
add({
  format: 'uname-a',
  origin: 'uname -a',
  parser: unameHostname,
  compare(expected, told, check) {
    const theirs = at(expected, 'jc', 'node_name') ?? insights(expected, 'uname.Uname', 'nodename');
    if (theirs !== undefined) check('node name', theirs, told?.value);
  },
});
add({
  format: 'proc-version',
  origin: '/proc/version',
  parser: procVersion,
  compare: (expected, told, check) => check('version', at(expected, 'jc', 'version') ?? null, told?.value),
});
add({
  format: 'proc-uptime',
  origin: '/proc/uptime',
  parser: procUptime,
  compare: (expected, told, check) =>
    check('up_time', at(expected, 'jc', 'up_time') ?? null, Number(told?.value)),
});
add({
  format: 'uptime',
  origin: 'uptime',
  parser: uptimeCommand,
  compare: (expected, told, check) =>
    check('uptime_total_seconds', at(expected, 'jc', 'uptime_total_seconds') ?? null, Number(told?.value)),
});
for (const format of ['uptime', 'top']) {
  add({
    format,
    origin: format,
    parser: uptimeLoad,
    compare(expected, load, check) {
      const theirs = format === 'top' ? at(expected, 'jc', 0) : at(expected, 'jc');
      check('load_1m', at(theirs, 'load_1m') ?? null, load?.one);
      check('load_15m', at(theirs, 'load_15m') ?? null, load?.fifteen);
    },
  });
}
add({ format: 'proc-loadavg', origin: '/proc/loadavg', parser: procLoadavg });
add({
  format: 'timedatectl',
  origin: 'timedatectl',
  parser: timedatectl,
  compare: (expected, clock, check) =>
    check('epoch_utc', at(expected, 'jc', 'epoch_utc') ?? null, (clock?.wall ?? 0) / 1000),
});

add({ format: 'proc-stat', origin: '/proc/stat', parser: procStat, compare: compareStat });

function compareStat(expected: Json, stat: CpuStat | undefined, check: Check): void {
  const named = {
    context_switches: 'ctxt',
    boot_time: 'btime',
    processes: 'processes',
    processes_running: 'procs_running',
    processes_blocked: 'procs_blocked',
  };
  for (const [key, name] of Object.entries(named)) {
    const value =
      at(expected, 'jc', key) ??
      insights(expected, 'proc_stat.ProcStat', 'data', name) ??
      insights(expected, 'ProcStat', 'data', name);
    if (value !== undefined) check(name, value, stat?.other.get(name)?.value);
  }
  const ticksOf = (key: string) =>
    (key === 'cpu' ? stat?.total : stat?.cpus.find(({ cpu }) => `cpu${cpu}` === key))?.ticks;
  for (const [key, row] of entries(at(expected, 'jc'))) {
    if (/^cpu\d*$/.test(key))
      for (const column of cpuColumns)
        check(`${key} ${column}`, at(row, column) ?? null, ticksOf(key)?.get(column));
  }
  for (const [key, row] of entries(insights(expected, 'ProcStat', 'data'))) {
    if (/^cpu\d*$/.test(key))
      String(row)
        .split(' ')
        .forEach((value, i) => {
          check(`${key} ${i}`, value, ticksOf(key)?.get(cpuColumns[i] ?? 'user'));
        });
  }
}

add({
  format: 'proc-meminfo',
  origin: '/proc/meminfo',
  parser: procMeminfo,
  compare(expected, memory, check) {
    const lower = new Map([...(memory ?? [])].map(([name, { value }]) => [name.toLowerCase(), value]));
    for (const [key, value] of entries(insights(expected, 'meminfo.MemInfo', 'data')))
      check(key, value, lower.get(key));
  },
});
add({
  format: 'free',
  origin: 'free -w',
  parser: free,
  compare(expected, memory, check) {
    for (const row of items(at(expected, 'jc'))) {
      const type = String(at(row, 'type'));
      const names: Record<string, string> = {
        total: `${type}Total`,
        free: `${type}Free`,
        available: 'MemAvailable',
        buffers: 'Buffers',
        shared: 'Shmem',
      };
      for (const [key, value] of entries(row))
        if (Object.hasOwn(names, key))
          check(`${type} ${key}`, Number(value) * 1024, memory?.get(names[key] ?? '')?.value);
    }
  },
});
add({
  format: 'proc-vmstat',
  origin: '/proc/vmstat',
  parser: procVmstat,
  compare(expected, stat, check) {
    for (const [key, value] of entries(at(expected, 'jc'))) check(key, value, stat?.get(key)?.value);
  },
});
add({
  format: 'vmstat',
  origin: 'vmstat 5 10',
  parser: vmstatCommand,
  skip: (path) => /-d/.test(path),
  compare: compareVmstat,
});

const vmstatNames = {
  runnable_procs: 'r',
  uninterruptible_sleeping_procs: 'b',
  free_mem: 'free',
  swap_in: 'si',
  swap_out: 'so',
  system_time: 'sy',
  idle_time: 'id',
  stolen_time: 'st',
};

function compareVmstat(expected: Json, report: SarReport | undefined, check: Check): void {
  const [series] = report?.series ?? [];
  items(at(expected, 'jc')).forEach((row, i) => {
    for (const [key, column] of Object.entries(vmstatNames))
      check(`${i} ${key}`, at(row, key) ?? null, series?.rows[i]?.values[series.columns.indexOf(column)]);
  });
}

add({
  format: 'mpstat',
  origin: 'mpstat -A',
  parser: sar,
  compare(expected, report, check) {
    const series = report?.series.find(({ kind }) => kind === 'CPU');
    const all = [...(series?.rows ?? []), ...(series?.averages ?? [])];
    items(at(expected, 'jc'))
      .filter((row) => at(row, 'type') === 'cpu' && at(row, 'percent_usr') !== undefined)
      .forEach((row, i) => {
        check(`${i} cpu`, at(row, 'cpu') ?? null, all[i]?.device);
        for (const column of ['usr', 'sys', 'soft', 'steal', 'idle'])
          check(
            `${i} ${column}`,
            at(row, `percent_${column}`) ?? null,
            all[i]?.values[series?.columns.indexOf(`%${column}`) ?? -1],
          );
      });
  },
});
add({
  format: 'proc-cpuinfo',
  origin: '/proc/cpuinfo',
  parser: procCpuinfo,
  compare(expected, info, check) {
    check('processors', items(at(expected, 'jc')).length, info?.processors);
    check('model name', at(expected, 'jc', 0, 'model name') ?? null, info?.model);
    check('cpu MHz', at(expected, 'jc', 0, 'cpu MHz') ?? null, info?.mhz);
  },
});
add({ format: 'lscpu', origin: 'lscpu', parser: lscpu });
add({ format: 'lspci', origin: 'lspci', parser: lspci });

for (const format of ['ps', 'top']) {
  add({
    format,
    origin: format === 'ps' ? 'ps -ef' : 'top -b -n1',
    parser: processes,
    compare(expected, found, check) {
      const rows = format === 'top' ? items(at(expected, 'jc', 0, 'processes')) : items(at(expected, 'jc'));
      check('rows', rows.length, found?.length);
      rows.forEach((row, i) => {
        check(`${i} pid`, at(row, 'pid') ?? null, found?.[i]?.pid);
        check(`${i} user`, at(row, 'user') ?? at(row, 'uid') ?? null, found?.[i]?.user);
        const command = at(row, 'command') ?? at(row, 'cmd');
        check(`${i} command`, command ?? null, found?.[i]?.command);
        const cpu = at(row, 'percent_cpu') ?? at(row, 'cpu_percent');
        if (cpu !== undefined) check(`${i} cpu`, cpu, found?.[i]?.cpu);
      });
    },
  });
}
add({
  format: 'sysctl-a',
  origin: 'sysctl -a',
  parser: sysctlAll,
  compare(expected, settings, check) {
    for (const [key, value] of entries(at(expected, 'jc'))) {
      const ours = settings?.get(key)?.value;
      // jc makes numbers of what looks like one: those above 2^53 have lost their last digits.
      if (typeof value === 'number') check(key, value, Number(ours));
      else check(key, typeof value === 'string' ? value.trim() : value, ours?.trim());
    }
  },
});
add({
  format: 'proc-sys',
  origin: (path) => `/proc/sys/${path.split('/sys/').at(-1) ?? ''}`,
  parser: procSys,
});

withTruth('corpus', (folder) => compareCorpus(folder, readings));
