import { describe, expect, test } from 'vitest';
import { diff } from '../../src/analyze/diff.ts';
import { analyze } from '../../src/analyze.ts';
import { againstBaseline } from '../../src/counters/baseline.ts';
import { compare } from '../../src/counters/compare.ts';
import type { Delta } from '../../src/model.ts';
import { english } from '../../src/texts/english.ts';
import { renderMessage } from '../../src/texts/render.ts';
import { bundleOf } from './bundles.ts';
import { clockAt, readings } from './readings.ts';

const dictionary = english([]);

/** UDP errors and datagrams read in a minute. */
function udp(errors: number, read: number, seconds = 60): Delta[] {
  const samples = [
    ...readings({ name: 'Udp.InErrors' }, [50, 50 + errors]),
    ...readings({ name: 'Udp.InDatagrams' }, [1000, 1000 + read]),
  ];
  return compare(samples, [clockAt(10_000), clockAt(10_000 + seconds)]).deltas;
}

const verdict = (now: Delta[], base: Delta[]) =>
  againstBaseline(now, base)
    .map((line) => line.comparison)
    .join();

describe('against a baseline', () => {
  test('cured: as many as were due at its rate are missing', () => {
    const [line] = againstBaseline(udp(0, 5000), udp(100, 900));
    expect(line).toMatchObject({
      comparison: 'cured',
      unit: 'share',
      expected: 500,
      now: { events: 0n, of: 5000 },
      base: { events: 100n, of: 1000 },
    });
    expect(line && renderMessage(line.message, dictionary)).toBe(
      'cured: Udp.InErrors counts none, 500 were due at the rate of the baseline (100)',
    );
  });

  test('too little traffic to tell: fewer than three were due', () => {
    expect(verdict(udp(0, 29), udp(100, 900))).toBe('too-little');
    expect(verdict(udp(0, 30), udp(100, 900))).toBe('cured');
  });

  test('not cured, better, worse: by share and not by number', () => {
    expect(verdict(udp(1000, 9000), udp(100, 900))).toBe('not-cured');
    expect(verdict(udp(100, 9900), udp(100, 900))).toBe('better');
    expect(verdict(udp(100, 100), udp(100, 900))).toBe('worse');
  });

  test('chance is no difference: three times the square root', () => {
    expect(verdict(udp(10, 90), udp(100, 900))).toBe('not-cured');
    expect(verdict(udp(19, 81), udp(100, 900))).toBe('not-cured');
    expect(verdict(udp(30, 70), udp(100, 900))).toBe('worse');
    // Much more than chance, and still less than half as much again.
    expect(verdict(udp(12_000, 88_000), udp(10_000, 90_000))).toBe('not-cured');
    expect(verdict(udp(8000, 92_000), udp(10_000, 90_000))).toBe('not-cured');
  });

  test('only here: the healthy twin would have shown it', () => {
    expect(verdict(udp(100, 900), udp(0, 30))).toBe('only-here');
    expect(verdict(udp(100, 900), udp(0, 29))).toBe('too-little');
  });

  test('neither has it, or one does not print it: nothing to compare', () => {
    expect(againstBaseline(udp(0, 900), udp(0, 900))).toEqual([]);
    expect(againstBaseline(udp(10, 900), [])).toEqual([]);
    expect(againstBaseline([], udp(10, 900))).toEqual([]);
  });

  test('per second, where no traffic is known to belong to it', () => {
    const timeouts = (n: number, seconds: number) =>
      compare(readings({ name: 'TcpExt.TCPTimeouts' }, [0, n]), [clockAt(10_000), clockAt(10_000 + seconds)])
        .deltas;
    const [line] = againstBaseline(timeouts(0, 600), timeouts(30, 60));
    expect(line).toMatchObject({ comparison: 'cured', unit: 'per-second', expected: 300 });
    const unknown = compare(readings({ name: 'TcpExt.TCPTimeouts' }, [0, 9]), [{}, {}]).deltas;
    expect(againstBaseline(unknown, timeouts(30, 60))).toEqual([]);
  });

  test("devices are added up: a twin's are called otherwise", () => {
    const nic = (device: string, crc: number, packets: number) => [
      ...readings({ name: 'link.rx_crc_errors', scope: { device } }, [0, crc]),
      ...readings({ name: 'link.rx_packets', scope: { device } }, [0, packets]),
    ];
    const minute = [clockAt(10_000), clockAt(10_060)];
    const now = compare([...nic('eth0', 0, 500), ...nic('eth1', 0, 500)], minute).deltas;
    const base = compare(nic('ens3', 10, 90), minute).deltas;
    expect(againstBaseline(now, base)).toMatchObject([
      { comparison: 'cured', expected: 100, now: { of: 1000 }, base: { of: 100 } },
    ]);
  });

  test('one capture each: everything since boot', () => {
    const since = (errors: number, read: number) =>
      udp(errors, read).map((delta) => ({ ...delta, since: 'boot' as const, steps: [] }));
    expect(againstBaseline(since(0, 0), since(0, 0))).toMatchObject([
      { now: { events: 50n, of: 1050 }, comparison: 'not-cured' },
    ]);
  });

  test('one capture there, two here: everything since boot', () => {
    const single = udp(40, 0).map((delta) => ({ ...delta, since: 'boot' as const, steps: [] }));
    expect(againstBaseline(udp(0, 0), single)).toMatchObject([
      { now: { events: 50n }, base: { events: 90n } },
    ]);
    expect(againstBaseline(single, udp(0, 0))).toMatchObject([
      { now: { events: 90n }, base: { events: 50n } },
    ]);
  });

  test('traffic that one side did not print is no measure: then it is time', () => {
    const [bare] = [
      compare(readings({ name: 'TcpExt.ListenDrops' }, [0, 6]), [clockAt(10_000), clockAt(10_060)]).deltas,
    ];
    const full = compare(
      [
        ...readings({ name: 'TcpExt.ListenDrops' }, [0, 6]),
        ...readings({ name: 'Tcp.PassiveOpens' }, [0, 60]),
      ],
      [clockAt(10_000), clockAt(10_060)],
    ).deltas;
    for (const [now, base] of [
      [bare, full],
      [full, bare],
    ] as const) {
      expect(againstBaseline(now, base)).toMatchObject([
        { unit: 'per-second', now: { of: 60 }, base: { of: 60 } },
      ]);
    }
    expect(againstBaseline(full, full)).toMatchObject([{ unit: 'share', now: { of: 66 } }]);
  });

  test('the limits: three deviations, half as much again', () => {
    expect(verdict(udp(36, 64), udp(18, 82))).toBe('not-cured');
    expect(verdict(udp(150, 850), udp(100, 900))).toBe('worse');
    expect(verdict(udp(100, 900), udp(150, 850))).toBe('better');
  });

  test('devices of one name in two namespaces are two', () => {
    const nic = (netns: string, crc: number) => [
      ...readings({ name: 'link.rx_crc_errors', scope: { netns, device: 'eth0' } }, [0, crc]),
      ...readings({ name: 'link.rx_packets', scope: { netns, device: 'eth0' } }, [0, 100]),
    ];
    const { deltas } = compare([...nic('a', 10), ...nic('b', 30)], [clockAt(10_000), clockAt(10_060)]);
    expect(againstBaseline(deltas, deltas)).toMatchObject([{ now: { events: 40n, of: 240 } }]);
  });

  test('within one verdict by layer, then by name', () => {
    const names = [
      'TcpExt.TCPTimeouts',
      'TcpExt.TCPLostRetransmit',
      'IpExt.InTruncatedPkts',
      'Xfrm.XfrmInError',
      'TcpExt.TCPAbortOnMemory',
    ];
    const minute = [clockAt(10_000), clockAt(10_060)];
    const now = compare(
      names.flatMap((name, i) => readings({ name }, [0, i === 4 ? 100 : 0])),
      minute,
    ).deltas;
    const base = compare(
      names.flatMap((name) => readings({ name }, [0, 10])),
      minute,
    ).deltas;
    expect(againstBaseline(now, base).map((line) => [line.comparison, line.layer, line.name])).toEqual([
      ['worse', 'socket', 'TcpExt.TCPAbortOnMemory'],
      ['cured', 'ip', 'IpExt.InTruncatedPkts'],
      ['cured', 'ip', 'Xfrm.XfrmInError'],
      ['cured', 'tcp', 'TcpExt.TCPLostRetransmit'],
      ['cured', 'tcp', 'TcpExt.TCPTimeouts'],
    ]);
  });

  test('the worst comes first; ticks and gauges are no losses', () => {
    const losses = (n: number) => [
      ...readings({ name: 'TcpExt.TCPTimeouts' }, [0, n]),
      ...readings({ name: 'TcpExt.TCPBacklogDrop' }, [0, 100 - n]),
      ...readings({ name: 'cpu.steal', scope: { cpu: 0 } }, [0, n]),
    ];
    const minute = [clockAt(10_000), clockAt(10_060)];
    const lines = againstBaseline(compare(losses(90), minute).deltas, compare(losses(10), minute).deltas);
    expect(lines.map((line) => [line.name, line.comparison])).toEqual([
      ['TcpExt.TCPTimeouts', 'worse'],
      ['TcpExt.TCPBacklogDrop', 'better'],
    ]);
  });
});

describe('settings of two bundles', () => {
  const host = (name: string, ...values: number[]) =>
    bundleOf(
      name,
      values.map((n, i) => ({
        uptime: 100 + i,
        files: { 'sysctl -a': `net.core.somaxconn = ${n}\n` },
        host: name,
      })),
    );

  test('the newest capture of each, of one host or of two', () => {
    expect(diff(host('a', 1, 2), host('b', 3, 4))).toMatchObject([
      { key: 'net.core.somaxconn', from: '2', to: '4', capture: 1 },
    ]);
    expect(diff(host('a', 1), host('b', 1))).toEqual([]);
    expect(diff({ ...host('a', 1), captures: [] }, host('b', 2))).toEqual([]);
  });

  test('is not the analysis of one host', () => {
    expect(() => analyze([host('a', 1), host('b', 2)], [], { version: 'test', now: 0 })).toThrow(
      'different hosts',
    );
  });
});
