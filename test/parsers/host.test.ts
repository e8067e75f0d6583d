import { describe, expect, test } from 'vitest';
import { cgroupCpu } from '../../src/parsers/cgroup-cpu.ts';
import type { CpuPower } from '../../src/parsers/cpu-power.ts';
import { cpupower, sysCpu, tunedProfile } from '../../src/parsers/cpu-power.ts';
import { procStat } from '../../src/parsers/cpu-stat.ts';
import { lscpu, procCpuinfo } from '../../src/parsers/cpuinfo.ts';
import { isNetworkVector, procInterrupts, procSoftirqs } from '../../src/parsers/interrupts.ts';
import { procIrqAffinity } from '../../src/parsers/irq-affinity.ts';
import { procLoadavg, procPressure, uptimeLoad } from '../../src/parsers/load.ts';
import { lspci } from '../../src/parsers/lspci.ts';
import { free, procMeminfo, procVmstat } from '../../src/parsers/memory.ts';
import { processes, procLimits } from '../../src/parsers/processes.ts';
import { sar, vmstatCommand } from '../../src/parsers/sar.ts';
import { procNetSoftnetStat } from '../../src/parsers/softnet.ts';
import { procSys, sysctlAll, sysctlConf } from '../../src/parsers/sysctl.ts';
import { parsed } from './captured.ts';

describe('/proc/net/softnet_stat', () => {
  const row = (columns: number, ...known: [number, string][]) =>
    Array.from({ length: columns }, (_, i) => known.find(([at]) => at === i)?.[1] ?? '00000000').join(' ');
  const read = (text: string) => parsed(procNetSoftnetStat, '/proc/net/softnet_stat', text);

  test('9 to 15 columns: what a kernel does not print is undefined', () => {
    const { value } = read(
      `${row(9, [0, 'f0000769'], [1, 'F'], [2, 'a'], [8, '2'])}\n${row(10, [9, '3'])}\n${row(11, [10, '4'])}\n${row(13, [11, '5'], [12, '1f'])}\n${row(15, [12, '20'], [13, '6'], [14, '7'])}`,
    );
    expect(value?.[0]).toMatchObject({
      cpu: 0,
      cpuPrinted: false,
      processed: 0xf0000769n,
      dropped: 15n,
      timeSqueeze: 10n,
      cpuCollision: 2n,
    });
    expect(value?.[0]).not.toHaveProperty('receivedRps');
    expect(value?.[1]).toMatchObject({ receivedRps: 3n });
    expect(value?.[2]).toMatchObject({ flowLimitCount: 4n });
    expect(value?.[2]).not.toHaveProperty('backlogLen');
    expect(value?.[3]).toMatchObject({ cpu: 31, cpuPrinted: true, backlogLen: 5n });
    expect(value?.[4]).toMatchObject({ cpu: 32, inputQlen: 6n, processQlen: 7n });
  });

  test('32-bit counters per CPU, queue lengths as gauges', () => {
    const { samples } = read(`${row(15, [1, '2a'], [11, '1'], [12, '3'])}\n`);
    expect(samples).toContainEqual(
      expect.objectContaining({
        name: 'softnet.dropped',
        value: 42n,
        bits: 32,
        kind: 'counter',
        scope: { cpu: 3 },
      }),
    );
    expect(samples).toContainEqual(expect.objectContaining({ name: 'softnet.backlog_len', kind: 'gauge' }));
  });

  test('a damaged row costs itself', () => {
    const { value, notes } = read(`${row(4)}\n${row(11)}\nnot hex at all 0 0 0 0 0\n`);
    expect([value?.length, notes.map(({ line }) => line)]).toEqual([1, [1, 3]]);
  });
});

describe('/proc/interrupts and softirqs', () => {
  const text =
    '           CPU0       CPU2       \n  0:         37          0   IO-APIC   2-edge      timer\n 24:    3388060        281   PCI-MSI 524288-edge      eth0-TxRx-0\n' +
    ' 25:          1          2   PCI-MSI 524289-edge      virtio0-input.0\nNMI:          5          6   Non-maskable interrupts\nERR:          7\n';

  test('columns are the online CPUs; ERR has one number; labels that are words', () => {
    const { value, notes } = parsed(procInterrupts, '/proc/interrupts', text);
    expect(value?.cpus).toEqual([0, 2]);
    expect(value?.rows.get('24')).toMatchObject({
      counts: [3388060n, 281n],
      actions: 'PCI-MSI 524288-edge eth0-TxRx-0',
    });
    expect(value?.rows.get('ERR')?.counts).toEqual([7n]);
    expect(notes).toEqual([]);
  });

  test('rows that grep found have no header: the columns are counted', () => {
    const rows = text.split('\n').slice(2, 4).join('\n');
    const { value } = parsed(procInterrupts, '/proc/interrupts', rows);
    expect([value?.cpus, value?.rows.get('24')?.counts]).toEqual([
      [0, 1],
      [3388060n, 281n],
    ]);
    expect(parsed(procInterrupts, '/proc/interrupts', 'no such file\n').value).toBeUndefined();
  });

  test('only vectors of network devices are samples, with the CPU of their column', () => {
    const { samples } = parsed(procInterrupts, '/proc/interrupts', text);
    expect(samples.map(({ scope, value }) => [scope?.queue?.split(' ')[0], scope?.cpu, value])).toEqual([
      ['24', 0, 3388060n],
      ['24', 2, 281n],
      ['25', 0, 1n],
      ['25', 2, 2n],
    ]);
  });

  test.each([
    'eth0',
    'enp3s0f1-rx-0',
    'ens5-Tx-Rx-3',
    'mlx5_comp3@pci:0000:08:00.0',
    'iavf-eth1-TxRx-0',
    'bnx2x-eth0-fp-1',
    'vmxnet3-rxtx-1 eth0',
    'ena-mgmnt@pci:0000:00:05.0',
    'p4p1-TxRx-5',
  ])('%s belongs to a network device', (actions) => {
    expect(
      isNetworkVector({
        label: '30',
        counts: [],
        actions: `PCI-MSI 1-edge ${actions}`,
        line: { text: '', number: 1, file: parsedFile },
      }),
    ).toBe(true);
  });

  test.each(['nvme0q1', 'ahci[0000:00:1f.2]', 'xhci_hcd', 'timer', 'virtio1-req.0', 'megasas0-msix3'])(
    '%s does not',
    (actions) => {
      expect(
        isNetworkVector({
          label: '30',
          counts: [],
          actions: `PCI-MSI 1-edge ${actions}`,
          line: { text: '', number: 1, file: parsedFile },
        }),
      ).toBe(false);
    },
  );

  test('softirqs: NET_RX and NET_TX', () => {
    const { samples } = parsed(
      procSoftirqs,
      '/proc/softirqs',
      '  CPU0  CPU1\n HI: 1 2\n NET_TX: 3 4\n NET_RX: 5 6\n',
    );
    expect(samples.map(({ name, scope, value }) => [name, scope?.cpu, value])).toEqual([
      ['softirq.NET_RX', 0, 5n],
      ['softirq.NET_RX', 1, 6n],
      ['softirq.NET_TX', 0, 3n],
      ['softirq.NET_TX', 1, 4n],
    ]);
  });
});

test.each([
  ['/proc/irq/24/smp_affinity_list', '0-3,8', [0, 1, 2, 3, 8], false],
  ['/proc/irq/24/effective_affinity_list', '5', [5], true],
  ['/proc/irq/24/smp_affinity', '00000001,80000005', [0, 2, 31, 32], false],
  ['/proc/irq/24/effective_affinity', '8', [3], true],
])('%s: %s', (origin, text, cpus, effective) => {
  expect(parsed(procIrqAffinity, origin, `${text}\n`).value).toMatchObject({ irq: 24, cpus, effective });
  expect(parsed(procIrqAffinity, origin, 'Permission denied\n')).toMatchObject({
    value: undefined,
    notes: [{ line: 1 }],
  });
});

const parsedFile = { path: '', origin: '', netns: '', whole: true, lines: [] };

test('/proc/stat: old kernels have fewer columns; a long intr line', () => {
  const { value, samples } = parsed(
    procStat,
    '/proc/stat',
    `cpu  1 2 3 4 5 6 7\ncpu3 1 2 3 4 5 6 7 8 9 10\nintr 99 ${'0 '.repeat(5000)}\nctxt 5\nbtime 1093631447\nprocs_running 2\n`,
  );
  expect(value?.total?.ticks.get('softirq')).toBe(7n);
  expect(value?.total?.ticks.has('steal')).toBe(false);
  expect(value?.other.get('intr')?.value).toBe(99n);
  expect(samples).toContainEqual(
    expect.objectContaining({ name: 'cpu.steal', value: 8n, scope: { cpu: 3 } }),
  );
  expect(samples.every(({ scope }) => scope?.cpu === 3)).toBe(true);
});

describe('memory', () => {
  test('/proc/meminfo in bytes, pages as they are; free says the same', () => {
    const memory = parsed(
      procMeminfo,
      '/proc/meminfo',
      'MemTotal:        3861332 kB\nMemAvailable:    3389588 kB\nHugePages_Total:       4\n',
    ).value;
    expect(memory?.get('MemTotal')?.value).toBe(3861332n * 1024n);
    expect(memory?.get('HugePages_Total')?.value).toBe(4n);
    const told = parsed(
      free,
      'free',
      '              total        used        free      shared  buff/cache   available\nMem:        3861332      222820     3364176       11832      274336     3389588\nSwap:       2097148           0     2097148\n',
    ).value;
    expect([...(told ?? [])].map(([name, { value }]) => [name, value / 1024n])).toEqual([
      ['MemTotal', 3861332n],
      ['MemFree', 3364176n],
      ['Shmem', 11832n],
      ['MemAvailable', 3389588n],
      ['SwapTotal', 2097148n],
      ['SwapFree', 2097148n],
    ]);
    expect(free.reads.test('free -m')).toBe(false);
  });

  test('/proc/vmstat: allocstall of all zones is one counter', () => {
    const { samples } = parsed(
      procVmstat,
      '/proc/vmstat',
      'nr_free_pages 5\nallocstall_dma 1\nallocstall_normal 2\nallocstall_movable 3\npswpin 4\noom_kill 1\n',
    );
    expect(samples.map(({ name, value }) => [name, value])).toEqual([
      ['vmstat.allocstall', 6n],
      ['vmstat.pswpin', 4n],
      ['vmstat.oom_kill', 1n],
    ]);
  });

  test('pressure and load', () => {
    const { value } = parsed(
      procPressure,
      '/proc/pressure/memory',
      'some avg10=12.50 avg60=1.19 avg300=0.01 total=18474345\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=7\n',
    );
    expect(value).toMatchObject({
      resource: 'memory',
      some: { avg10: 12.5, total: 18474345n },
      full: { total: 7n },
    });
    expect(parsed(procLoadavg, '/proc/loadavg', '0.20 0.18 0.12 1/80 11206\n').value).toMatchObject({
      one: 0.2,
      runnable: 1,
      threads: 80,
    });
    expect(
      parsed(uptimeLoad, 'uptime', ' 23:29:32 up 39 min,  0 user,  load average: 3.64, 2.92, 1.90\n').value,
    ).toMatchObject({ one: 3.64, fifteen: 1.9 });
  });
});

describe('CPUs', () => {
  test('/proc/cpuinfo of x86 and POWER, lscpu', () => {
    const x86 =
      'processor\t: 0\nmodel name\t: Xeon\ncpu MHz\t\t: 2303.998\nphysical id\t: 0\nflags\t\t: fpu hypervisor lm\n\nprocessor\t: 1\nmodel name\t: Xeon\nphysical id\t: 1\nflags\t\t: fpu hypervisor lm\n';
    expect(parsed(procCpuinfo, '/proc/cpuinfo', x86).value).toMatchObject({
      processors: 2,
      sockets: 2,
      model: 'Xeon',
      mhz: 2303.998,
      hypervisor: true,
    });
    expect(
      parsed(procCpuinfo, '/proc/cpuinfo', 'processor\t: 0\ncpu\t\t: POWER9\nclock\t\t: 2300.000000MHz\n')
        .value,
    ).toMatchObject({ processors: 1, model: 'POWER9', mhz: 2300 });
    const told =
      'Architecture:        x86_64\nCPU(s):              8\nSocket(s):           2\nNUMA node(s):        2\nNUMA node1 CPU(s):   4-6,8\nModel name:          EPYC\nHypervisor vendor:   KVM\n';
    expect(parsed(lscpu, 'lscpu', told).value).toMatchObject({
      processors: 8,
      sockets: 2,
      numaNodes: 2,
      hypervisorVendor: 'KVM',
    });
    expect(parsed(lscpu, 'lscpu', told).value?.nodeCpus?.get(1)?.cpus).toEqual([4, 5, 6, 8]);
  });

  test('how they save power: sysfs, cpupower, tuned', () => {
    const values = (parser: Parameters<typeof parsed<CpuPower[]>>[0], origin: string, text: string) =>
      parsed(parser, origin, text).value?.map(({ what, state, value }) => [what, state, value]);
    const cpu = '/sys/devices/system/cpu/cpu0';
    expect(values(sysCpu, `${cpu}/cpufreq/scaling_governor`, 'powersave\n')).toEqual([
      ['governor', undefined, 'powersave'],
    ]);
    expect(values(sysCpu, `${cpu}/cpuidle/state3/latency`, '133\n')).toEqual([['idle-latency', 3, '133']]);
    expect(values(sysCpu, `${cpu}/cpuidle/state3/latency`, '')).toBeUndefined();
    const idle = 'Number of idle states: 2\nC1:\nLatency: 2\nUsage: 7\nC6 (DISABLED) :\nLatency: 133\n';
    expect(values(cpupower, 'cpupower idle-info', idle)).toEqual([
      ['idle-name', 0, 'C1'],
      ['idle-latency', 0, '2'],
      ['idle-name', 1, 'C6'],
      ['idle-disable', 1, '1'],
      ['idle-latency', 1, '133'],
    ]);
    expect(values(cpupower, 'cpupower idle-info', 'Latency: 2\ncommand not found\n')).toBeUndefined();
    expect(values(tunedProfile, '/etc/tuned/active_profile', 'virtual-guest\n')).toEqual([
      ['profile', undefined, 'virtual-guest'],
    ]);
    expect(
      values(tunedProfile, 'tuned-adm active', 'Cannot talk to TuneD daemon via DBus. Is it running?\n'),
    ).toBeUndefined();
  });

  test('cgroup v1 and v2: throttling in microseconds, quotas', () => {
    const two = parsed(
      cgroupCpu,
      '/sys/fs/cgroup/system.slice/web.service/cpu.stat',
      'usage_usec 5\nnr_periods 100\nnr_throttled 40\nthrottled_usec 9000\n',
    );
    expect(two.samples.map(({ name, value, scope }) => [name, value, scope?.queue])).toEqual([
      ['cgroup.nr_periods', 100n, '/system.slice/web.service'],
      ['cgroup.nr_throttled', 40n, '/system.slice/web.service'],
      ['cgroup.throttled_usec', 9000n, '/system.slice/web.service'],
    ]);
    const one = parsed(
      cgroupCpu,
      '/sys/fs/cgroup/cpu,cpuacct/docker/abc/cpu.stat',
      'nr_periods 10\nnr_throttled 4\nthrottled_time 9000000\n',
    ).value;
    expect(one).toMatchObject({ path: '/docker/abc', throttledUsec: { value: 9000n } });
    expect(parsed(cgroupCpu, '/sys/fs/cgroup/a/cpu.max', '50000 100000\n').value).toMatchObject({
      quotaUsec: 50000n,
      periodUsec: 100000n,
    });
    expect(parsed(cgroupCpu, '/sys/fs/cgroup/a/cpu.max', 'max 100000\n').value).toMatchObject({
      quotaUsec: null,
    });
    expect(parsed(cgroupCpu, '/sys/fs/cgroup/cpu/a/cpu.cfs_quota_us', '-1\n').value).toMatchObject({
      path: '/a',
      quotaUsec: null,
    });
  });
});

describe('processes', () => {
  test('ps by header; the command takes the rest', () => {
    const text =
      'USER        PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND\nroot          1  0.5  0.4  78148  9236 ?        Ss   Oct26   0:10 /sbin/init auto noprompt\nnobody        9  0.0  0.0      0     0 ?        D    Oct26   0:00 [nfsd]\n';
    expect(parsed(processes, 'ps auxwww', text).value).toMatchObject([
      {
        pid: 1,
        user: 'root',
        cpu: 0.5,
        memory: 0.4,
        rss: 9236n * 1024n,
        state: 'Ss',
        command: '/sbin/init auto noprompt',
      },
      { pid: 9, state: 'D', command: '[nfsd]' },
    ]);
  });

  test('of several screens of top the last; sizes with units', () => {
    const screen = (cpu: string) =>
      `top - 11:10:47 up  1:08,  2 users,  load average: 0.00, 0.01, 0.05\n\n    PID USER      PR  NI    VIRT    RES    SHR S  %CPU %MEM     TIME+ COMMAND\n     77 www       20   0  125.1m   1.5g   4.1m R  ${cpu}  0.2   0:01.47 nginx\n`;
    expect(parsed(processes, 'top -b -n2', screen('0.0') + screen('99.9')).value).toMatchObject([
      { pid: 77, cpu: 99.9, rss: 1610612736n, state: 'R', command: 'nginx' },
    ]);
  });

  test('/proc/PID/limits', () => {
    const text =
      'Limit                     Soft Limit           Hard Limit           Units     \nMax cpu time              unlimited            unlimited            seconds   \nMax open files            1024                 524288               files     \n';
    const { value } = parsed(procLimits, '/proc/812/limits', text);
    expect(value?.pid).toBe(812);
    expect(value?.limits.get('Max open files')).toMatchObject({ soft: 1024n, hard: 524288n, unit: 'files' });
    expect(value?.limits.get('Max cpu time')).not.toHaveProperty('soft');
  });
});

describe('sar', () => {
  test('series by kind, times in half days, averages apart, restarts', () => {
    const text =
      'Linux 4.18.0-425.el8.x86_64 (web1) \t11/21/2026 \t_x86_64_\t(8 CPU)\n\n12:00:01 AM     IFACE   rxpck/s   txpck/s    rxkB/s    txkB/s   rxcmp/s   txcmp/s  rxmcst/s   %ifutil\n' +
      '12:10:01 AM        lo      0.00      0.00      0.00      0.00      0.00      0.00      0.00      0.00\n01:10:01 PM      eth0  1000.50      2.00      3.00      4.00      0.00      0.00      0.00      0.10\n' +
      'Average:         eth0   500.00      1.00      1.00      1.00      0.00      0.00      0.00      0.05\n\n' +
      '01:20:01 PM       LINUX RESTART\t(8 CPU)\n\n12:00:01 AM atmptf/s  estres/s retrans/s isegerr/s   orsts/s\n12:10:01 AM      0.10      0.20      7.50      0.00      0.30\n';
    const { value, notes } = parsed(sar, '/var/log/sa/sar21', text);
    const [dev, etcp] = value?.series ?? [];
    expect(value?.date).toBe('2026-11-21');
    expect(dev).toMatchObject({
      kind: 'DEV',
      rows: [
        { at: 601, device: 'lo' },
        { at: 13 * 3600 + 601, device: 'eth0' },
      ],
      averages: [{ device: 'eth0' }],
    });
    expect(dev?.rows[1]?.values[dev.columns.indexOf('rxpck/s')]).toBe(1000.5);
    expect(etcp).toMatchObject({ kind: 'ETCP', rows: [{ at: 601, values: [0.1, 0.2, 7.5, 0, 0.3] }] });
    expect(value?.restarts).toMatchObject([{ at: 13 * 3600 + 1201, line: { number: 8 } }]);
    expect(notes).toEqual([]);
  });

  test('24 hours, ISO date, headers repeated on every screen', () => {
    const screen = (time: string, n: string) =>
      `${time}        totsck    tcpsck    udpsck    rawsck   ip-frag    tcp-tw\n${time.replace(':00:', ':10:')}           ${n}         5         2         0         0         1\n\n`;
    const { value } = parsed(
      sar,
      'sar -n SOCK',
      `Linux 5.4.0 (h) \t2026-11-21 \t_x86_64_\t(2 CPU)\n\n${screen('00:00:01', '300')}${screen('13:00:01', '301')}`,
    );
    expect(value).toMatchObject({
      date: '2026-11-21',
      series: [{ kind: 'SOCK', rows: [{ at: 601 }, { at: 47401 }] }],
    });
  });

  test('vmstat', () => {
    const text =
      'procs -----------memory---------- ---swap-- -----io---- -system-- ------cpu----- -----timestamp-----\n r  b   swpd   free  inact active   si   so    bi    bo   in   cs us sy id wa st                 PDT\n 2  1      0 2794716 295968 312724    0    0     1     3   29   57  0  0 60  0 40 2021-09-16 20:33:13\n';
    const [series] = parsed(vmstatCommand, 'vmstat -wt 5 2', text).value?.series ?? [];
    expect(series?.rows[0]?.values[series.columns.indexOf('st')]).toBe(40);
  });
});

test('lspci -vv: negotiated and possible link', () => {
  const text =
    '0000:3b:00.0 Ethernet controller: Mellanox Technologies MT27800 Family [ConnectX-5]\n\tNUMA node: 1\n\t\tLnkCap:\tPort #0, Speed 8GT/s, Width x16, ASPM not supported\n' +
    '\t\tLnkSta:\tSpeed 8GT/s (ok), Width x8 (downgraded)\n\tKernel driver in use: mlx5_core\n3b:00.1 0200: 15b3:1017\n';
  expect(parsed(lspci, 'lspci -vv', text).value).toMatchObject([
    {
      slot: '0000:3b:00.0',
      class: 'Ethernet controller',
      driver: 'mlx5_core',
      numaNode: 1,
      capability: { width: 16, speed: 8, downgraded: false },
      status: { width: 8, downgraded: true },
    },
    { slot: '3b:00.1', class: '0200' },
  ]);
});

describe('sysctl', () => {
  const values = (settings: ReadonlyMap<string, { value: string }> | undefined) =>
    Object.fromEntries([...(settings ?? [])].map(([key, { value }]) => [key, value]));

  test('sysctl -a: tabs, empty values, values with =, errors between the lines, values of several lines', () => {
    const text =
      "net.ipv4.tcp_mem = 1\t2\t3\nsysctl: permission denied on key 'net.ipv4.tcp_fastopen_key'\nnet.ipv4.ip_local_reserved_ports = \nkernel.core_pattern = |/x %p=%s\nnet.ipv4.conf.eth0/376.rp_filter = 1\ndev.cdrom.info = a\ndev.cdrom.info = b\nkern.ostype: FreeBSD\n";
    expect(values(parsed(sysctlAll, 'sysctl -a', text).value)).toEqual({
      'net.ipv4.tcp_mem': '1\t2\t3',
      'net.ipv4.ip_local_reserved_ports': '',
      'kernel.core_pattern': '|/x %p=%s',
      'net.ipv4.conf.eth0/376.rp_filter': '1',
      'dev.cdrom.info': 'a\nb',
    });
  });

  test('/proc/sys: the dot of a device name becomes a slash, as sysctl prints it', () => {
    expect(values(parsed(procSys, '/proc/sys/net/ipv4/conf/eth0.376/rp_filter', '1\n').value)).toEqual({
      'net.ipv4.conf.eth0/376.rp_filter': '1',
    });
  });

  test('files for the next boot: both spellings, comments, a leading minus', () => {
    const text =
      '# comment\n; too\nnet.core.somaxconn=4096\n-net.ipv4.tcp_rmem = 4096 87380  6291456\nnet/ipv4/conf/eth0.376/rp_filter = 2\nnonsense\n';
    expect(values(parsed(sysctlConf, '/etc/sysctl.d/99-x.conf', text).value)).toEqual({
      'net.core.somaxconn': '4096',
      'net.ipv4.tcp_rmem': '4096 87380  6291456',
      'net.ipv4.conf.eth0/376.rp_filter': '2',
    });
  });
});
