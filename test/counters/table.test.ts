import { describe, expect, test } from 'vitest';
import { compare } from '../../src/counters/compare.ts';
import { sumOverCpus } from '../../src/counters/cpus.ts';
import type { TableOptions } from '../../src/counters/table.ts';
import { csvOf, scopeText, sparkline, tableOf } from '../../src/counters/table.ts';
import type { Sample } from '../../src/model.ts';
import { clockAt, readings, sample } from './readings.ts';

const clocks = [0, 10, 20, 40].map((seconds) => clockAt(1000 + seconds));
const eth0 = { device: 'eth0' };

function table(samples: readonly Sample[], options?: TableOptions, captures = 2) {
  return tableOf(compare(samples, clocks.slice(0, captures)).deltas, options);
}

const names = (samples: readonly Sample[], options?: TableOptions) =>
  table(samples, options).map(({ delta }) => [delta.name, scopeText(delta.scope)].filter(Boolean).join(' '));

const several = [
  ...readings({ name: 'Tcp.InSegs' }, [0, 900]),
  ...readings({ name: 'TcpExt.TCPTimeouts' }, [0, 3]),
  ...readings({ name: 'Tcp.OutRsts' }, [0, 3]),
  ...readings({ name: 'link.rx_crc_errors', scope: eth0 }, [0, 3]),
  ...readings({ name: 'Udp.InErrors' }, [7, 7]),
  ...readings({ name: 'Udp.InDatagrams' }, [7, 7]),
  ...readings({ name: 'Vendor.Unknown' }, [0, 1]),
];

describe('the table of counters', () => {
  test('losses that rise come first, in the order of the path; what stands still is left out', () => {
    expect(names(several)).toEqual([
      'link.rx_crc_errors eth0',
      'TcpExt.TCPTimeouts',
      'Tcp.OutRsts',
      'Tcp.InSegs',
      'Vendor.Unknown',
    ]);
  });

  test('all: what stands still follows, losses first', () => {
    const zero = readings({ name: 'link.rx_errors', scope: eth0 }, [0, 0]);
    const rest = names([...several, ...zero], { all: true }).slice(5);
    expect(rest).toEqual(['Udp.InErrors', 'link.rx_errors eth0', 'Udp.InDatagrams']);
  });

  test('one layer, one device', () => {
    expect(names(several, { layer: 'tcp' })).toEqual(['TcpExt.TCPTimeouts', 'Tcp.OutRsts', 'Tcp.InSegs']);
    expect(names(several, { device: 'eth0' })).toEqual(['link.rx_crc_errors eth0']);
    expect(names(several, { device: 'eth1' })).toEqual([]);
  });

  test('the driver decides the layer of its names', () => {
    const samples = readings({ name: 'ethtool.rx_discards', scope: eth0 }, [0, 3]);
    expect(names(samples, { layer: 'nic', driver: () => 'tg3' })).toEqual(['ethtool.rx_discards eth0']);
    expect(names(samples, { layer: 'nic', driver: () => 'i40e' })).toEqual([]);
  });

  test('one capture: losses since boot', () => {
    const samples = [
      ...readings({ name: 'Udp.InErrors' }, [7]),
      ...readings({ name: 'Udp.InDatagrams' }, [9]),
      ...readings({ name: 'Tcp.InErrs' }, [0]),
    ];
    expect(tableOf(compare(samples, [clockAt(5)]).deltas).map(({ delta }) => delta.name)).toEqual([
      'Udp.InErrors',
    ]);
  });

  test('rate, and share of the traffic that it belongs to', () => {
    const [line] = table([
      ...readings({ name: 'Udp.InErrors' }, [0, 10]),
      ...readings({ name: 'Udp.InDatagrams' }, [0, 90]),
    ]);
    expect(line).toMatchObject({ before: 0n, after: 10n, rate: 1, share: 0.1 });
  });

  test('the course over more than two captures, per second; nothing for two', () => {
    const values = [0, 10, 10, 70];
    expect(table(readings({ name: 'Udp.InErrors' }, values), {}, 4)[0]?.course).toEqual([1, 0, 3]);
    expect(table(readings({ name: 'Udp.InErrors' }, values.slice(0, 2)))[0]?.course).toEqual([]);
    const gauge = readings({ name: 'sockstat.TCP_tw', kind: 'gauge' }, values);
    expect(table(gauge, { all: true }, 4)[0]).toMatchObject({ course: values, before: 0n, after: 70n });
    expect(
      tableOf(compare(readings({ name: 'Udp.InErrors' }, [0, 4, 6]), [{}, {}, {}]).deltas)[0]?.course,
    ).toEqual([4, 2]);
  });
});

describe('all CPUs as one', () => {
  const cpu = (n: number, values: number[], more = {}) =>
    readings({ name: 'softnet.dropped', scope: { cpu: n }, bits: 32, ...more }, values);

  test('each is subtracted for itself, since each may wrap', () => {
    const [line, ...more] = table([...cpu(0, [2 ** 32 - 5, 5]), ...cpu(1, [7, 20])]);
    expect(more).toEqual([]);
    expect(line?.delta).toMatchObject({
      increase: 23n,
      bound: 'exact',
      since: 'capture',
      scope: {},
      latest: { value: 25n },
    });
    expect(line?.delta.steps.map((s) => [s.from.value, s.to.value, s.increase])).toEqual([
      [BigInt(2 ** 32 + 2), 25n, 23n],
    ]);
    expect(line?.delta.latest.line.text).toBe('softnet.dropped 20');
  });

  test('a CPU that came late, or a lower bound, makes the sum one', () => {
    const { deltas } = compare([...cpu(0, [1, 4, 9]), ...cpu(1, [1, 2, 3]).slice(1)], clocks.slice(0, 3));
    expect(sumOverCpus(deltas)).toMatchObject({ increase: 9n, bound: 'at-least' });
    const fallen = compare([...cpu(0, [1, 4]), ...cpu(1, [9, 2])], clocks.slice(0, 2)).deltas;
    expect(sumOverCpus(fallen)).toMatchObject({ increase: 5n, bound: 'at-least', since: 'capture' });
    expect(sumOverCpus(fallen)?.steps[0]?.bound).toBe('at-least');
  });

  test('a CPU that lacks a capture is not counted twice', () => {
    const { deltas } = compare(
      [...cpu(0, [1, 4, 9]), ...cpu(1, [1, 2, 3]).filter((s) => s.capture !== 1)],
      clocks.slice(0, 3),
    );
    expect(sumOverCpus(deltas)).toMatchObject({ increase: 10n, bound: 'at-least' });
    expect(sumOverCpus(deltas)?.steps.map((s) => s.increase)).toEqual([3n, 5n]);
  });

  test('of two that counted as much the first is cited', () => {
    const { deltas } = compare([...cpu(3, [1, 4]), ...cpu(1, [2, 5])], clocks.slice(0, 2));
    expect(sumOverCpus(deltas)?.latest.line.text).toBe('softnet.dropped 4');
  });

  test('of nothing is nothing, of one capture is since boot', () => {
    expect(sumOverCpus([])).toBeUndefined();
    const { deltas } = compare(
      [
        sample({ name: 'softnet.dropped', scope: { cpu: 0 }, value: 3 }),
        sample({ name: 'softnet.dropped', scope: { cpu: 1 }, value: 9 }),
      ],
      clocks,
    );
    expect(sumOverCpus(deltas)).toMatchObject({
      increase: 0n,
      since: 'boot',
      latest: { value: 12n, line: { text: 'softnet.dropped 9' } },
    });
  });

  test('CPUs of one vector, and vectors apart', () => {
    const vector = (queue: string, n: number) =>
      readings({ name: 'irq.count', scope: { queue, cpu: n } }, [0, 5]);
    const lines = table([...vector('24 eth0-rx', 0), ...vector('24 eth0-rx', 1), ...vector('25 eth0-tx', 0)]);
    expect(lines.map(({ delta }) => [delta.scope.queue, delta.increase])).toEqual([
      ['24 eth0-rx', 10n],
      ['25 eth0-tx', 5n],
    ]);
  });
});

describe('sparklines', () => {
  test('fill the cell at the highest value; what rose at all is seen', () => {
    expect(sparkline([0, 1, 4, 8])).toBe('▁▂▅█');
    expect(sparkline([0, 0.001, 1000])).toBe('▁▂█');
    expect(sparkline([0, 0])).toBe('▁▁');
    expect(sparkline([])).toBe('');
    expect(sparkline([0, 1, 2, 3], true)).toBe('_.:|');
  });
});

describe('CSV', () => {
  test('as RFC 4180 says; what was not read is empty', () => {
    const lines = table([
      ...readings({ name: 'Udp.InErrors' }, [0, 10]),
      ...readings(
        {
          name: 'firewall.packets',
          scope: { rule: 'iptables filter INPUT -m comment --comment "a, b" -j DROP' },
        },
        [0, 4],
      ),
    ]);
    expect(csvOf(lines).split('\r\n')).toEqual([
      'name,where,layer,bad,before,after,increase,bound,seconds,per_second,share,source,file,line',
      'Udp.InErrors,,udp,true,0,10,10,exact,10,1,1,/proc/net/netstat,2/proc/net/netstat,1',
      'firewall.packets,"iptables filter INPUT -m comment --comment ""a, b"" -j DROP",netfilter,context,0,4,4,exact,10,0.4,,/proc/net/netstat,2/proc/net/netstat,1',
      '',
    ]);
  });

  test('no field is a formula', () => {
    const lines = table(readings({ name: 'firewall.packets', scope: { rule: '=cmd()' } }, [0, 4]));
    expect(csvOf(lines)).toContain('firewall.packets, =cmd(),');
    expect(csvOf(table(readings({ name: 'firewall.packets', scope: { rule: '-A\nx' } }, [0, 4])))).toContain(
      ',"-A\nx",'.replace('"-', '" -'),
    );
  });

  test('of one capture has no increase', () => {
    const { deltas } = compare(readings({ name: 'Udp.InErrors' }, [7]), [clockAt(5)]);
    expect(csvOf(tableOf(deltas)).split('\r\n')[1]).toBe(
      'Udp.InErrors,,udp,true,,7,,,5,,,/proc/net/netstat,1/proc/net/netstat,1',
    );
  });
});
