import { describe, expect, test } from 'vitest';
import { momentOf } from '../../src/analyze/when.ts';
import { analyze } from '../../src/analyze.ts';
import { changePointOf } from '../../src/counters/change-point.ts';
import type { TimelineEntry } from '../../src/model.ts';
import { english } from '../../src/texts/english.ts';
import { renderMessage } from '../../src/texts/render.ts';
import type { CaptureText } from './bundles.ts';
import { bundleOf, netstat } from './bundles.ts';
import { clockAt } from './readings.ts';

const dictionary = english([]);
/** The first capture: 2026-04-11 00:16:40 UTC. */
const start = (clockAt(1000).wall ?? 0) as number;

function timeline(captures: readonly CaptureText[]): TimelineEntry[] {
  return analyze([bundleOf('host', captures)], [], { version: 'test', now: 0 }).timeline;
}

/** Seconds after the first capture, kind and words. */
function told(captures: readonly CaptureText[]): string[] {
  return timeline(captures).map(
    ({ at, kind, message }) =>
      `${at.wall === undefined ? '?' : (at.wall - start) / 1000} ${kind}: ${renderMessage(message, dictionary)}`,
  );
}

const at = (
  seconds: number,
  files: Record<string, string>,
  more: Partial<CaptureText> = {},
): CaptureText => ({ uptime: 1000 + seconds, files, ...more });

describe('the timeline', () => {
  test('shows stretches in which a bad counter rose, one entry each', () => {
    const values = [0, 5, 9, 9, 9, 12];
    expect(told(values.map((n, i) => at(i * 10, netstat({ ListenDrops: n }))))).toEqual([
      '0 capture: capture 1: host (1)',
      '10 capture: capture 2: host (2)',
      '20 capture: capture 3: host (3)',
      '20 counter: TcpExt.ListenDrops rose by 9 in 20 s',
      '30 capture: capture 4: host (4)',
      '40 capture: capture 5: host (5)',
      '50 capture: capture 6: host (6)',
      '50 counter: TcpExt.ListenDrops rose by 3 in 10 s',
    ]);
  });

  test('leaves out counters that are no loss', () => {
    expect(
      told([0, 5].map((n, i) => at(i, netstat({ TCPPureAcks: n })))).filter((row) => row.includes('counter')),
    ).toEqual([]);
  });

  test('adds up CPUs', () => {
    const softnet = (...drops: number[]) => ({
      '/proc/net/softnet_stat': drops
        .map((n) => ['0000ffff', n.toString(16).padStart(8, '0'), ...Array(7).fill('00000000')].join(' '))
        .join('\n'),
    });
    expect(
      told([at(0, softnet(0, 1)), at(10, softnet(4, 7))]).filter((row) => row.includes('counter')),
    ).toEqual(['10 counter: softnet.dropped rose by 10 in 10 s']);
  });

  test('puts kernel messages and changed settings between them', () => {
    const dmesg =
      '[  995.000000] nf_conntrack: nf_conntrack: table full, dropping packet\n[ 1004.500000] nf_conntrack: nf_conntrack: table full, dropping packet\n[ 1005.000000] nf_conntrack: nf_conntrack: table full, dropping packet\n[ 1070.000000] nf_conntrack: nf_conntrack: table full, dropping packet\n';
    const sysctl = (n: number) => ({ 'sysctl -a': `net.netfilter.nf_conntrack_max = ${n}\n` });
    expect(told([at(0, { ...sysctl(5) }), at(90, { ...sysctl(7), dmesg })])).toEqual([
      '-5 log: nf_conntrack: nf_conntrack: table full, dropping packet; 3 such messages within 10 s',
      '0 capture: capture 1: host (1)',
      '70 log: nf_conntrack: nf_conntrack: table full, dropping packet',
      '90 capture: capture 2: host (2)',
      '90 setting: net.netfilter.nf_conntrack_max changed from 5 to 7',
    ]);
  });

  test('tells each message once, whichever captures and files hold it', () => {
    const line = 'nf_conntrack: nf_conntrack: table full, dropping packet\n';
    const dmesg = `[  995.000000] ${line}`;
    const iso = new Date(start - 4000).toISOString().replace('Z', '000+00:00');
    const journal = `${iso} host kernel: ${line}`;
    const rows = told([at(0, { dmesg }), at(10, { dmesg, 'journalctl --no-pager': journal })]);
    expect(rows.filter((row) => row.includes('log'))).toEqual([
      '-5 log: nf_conntrack: nf_conntrack: table full, dropping packet',
    ]);
  });

  test('tells reboots', () => {
    expect(
      told([at(0, {}), { uptime: 60, boot: 2, files: {} }]).filter((row) => row.includes('reset')),
    ).toEqual([
      '8639060 reset: The host was rebooted between captures 1 and 2 (its boot id differs): counters count from the reboot on',
    ]);
  });
});

describe('when a message was logged', () => {
  const captured = Date.UTC(2026, 0, 2, 12);
  const clock = { wall: captured, uptime: 3600, utcOffset: 120 };

  test("by its own clock, by the host's zone, by the time since boot", () => {
    expect(momentOf({ wall: 5 }, clock)).toEqual({ wall: 5 });
    expect(momentOf({ local: Date.UTC(2026, 0, 2, 11), monotonic: 9 }, clock)).toEqual({
      wall: Date.UTC(2026, 0, 2, 9),
      monotonic: 9,
    });
    expect(momentOf({ monotonic: 3000 }, clock)).toEqual({ wall: captured - 600_000, monotonic: 3000 });
    expect(momentOf({ monotonic: 3000 }, { bootTime: 1000 })).toEqual({ wall: 3_001_000, monotonic: 3000 });
    expect(momentOf({ monotonic: 3000 }, {})).toEqual({ monotonic: 3000 });
    expect(momentOf(undefined, clock)).toBeUndefined();
    expect(momentOf({}, clock)).toBeUndefined();
  });

  test('syslog does not tell the year: the last one before the capture', () => {
    const yearless = (month: number, day: number, hour: number) =>
      momentOf({ local: Date.UTC(2000, month, day, hour), yearless: true }, clock)?.wall;
    expect(yearless(11, 31, 23)).toBe(Date.UTC(2025, 11, 31, 21));
    expect(yearless(0, 2, 13)).toBe(Date.UTC(2026, 0, 2, 11));
    expect(yearless(0, 3, 1)).toBe(Date.UTC(2026, 0, 2, 23));
    expect(yearless(0, 4, 1)).toBe(Date.UTC(2025, 0, 3, 23));
    expect(yearless(0, 1, 1)).toBe(Date.UTC(2025, 11, 31, 23));
    expect(momentOf({ local: 5, yearless: true }, {})?.wall).toBe(5);
  });

  test('a day that the year before does not have', () => {
    expect(
      momentOf({ local: Date.UTC(2000, 1, 29), yearless: true }, { wall: Date.UTC(2024, 5, 1) })?.wall,
    ).toBe(Date.UTC(2024, 1, 29));
  });
});

describe('history', () => {
  test('a change of level is found where it is', () => {
    expect(changePointOf([0, 0, 0, 0, 9, 8, 9, 10])).toEqual({ index: 4, before: 0, after: 9 });
    expect(changePointOf([9, 9, 9, 1, 1, 1, 1])).toEqual({ index: 3, before: 9, after: 1 });
    expect(changePointOf([1, 1, 1, 3, 3, 3])).toEqual({ index: 3, before: 1, after: 3 });
    expect(changePointOf([0, 0, 0, 5, 5, 5, 0, 0, 0])).toEqual({ index: 3, before: 0, after: 2.5 });
  });

  test('noise, one outlier, and too few values are none', () => {
    expect(changePointOf([5, 6, 5, 7, 6, 5, 6, 7])).toBeUndefined();
    expect(changePointOf([0, 0, 0, 0, 0, 0])).toBeUndefined();
    expect(changePointOf([1, 1, 1, 2.9, 2.9, 2.9])).toBeUndefined();
    expect(changePointOf([0, 0, 9, 9, 9])).toBeUndefined();
    expect(changePointOf([])).toBeUndefined();
  });

  test('sar names the step, and the start of the host before it', () => {
    const rows = [0, 0, 0, 0, 40, 41, 39, 40].map(
      (drops, i) =>
        `0${i}:10:00        eth0      0.00      0.00      0.00      ${drops}.00      0.00      0.00      0.00      0.00      0.00`,
    );
    const sar = [
      'Linux 5.14.0 (host)\t2026-04-11\t_x86_64_\t(8 CPU)',
      '',
      '02:30:00       LINUX RESTART\t(8 CPU)',
      '',
      '00:00:00        IFACE   rxerr/s   txerr/s    coll/s  rxdrop/s  txdrop/s  txcarr/s  rxfram/s  rxfifo/s  txfifo/s',
      ...rows,
    ].join('\n');
    const entries = timeline([at(36_000, { 'sar -n EDEV': sar })]).filter(({ kind }) => kind === 'history');
    expect(
      entries.map(({ at: when, scope, message }) => [
        when.wall === undefined ? '' : new Date(when.wall).toISOString(),
        scope?.device,
        renderMessage(message, dictionary),
      ]),
    ).toEqual([
      ['2026-04-11T02:30:00.000Z', undefined, 'the host was started'],
      [
        '2026-04-11T04:10:00.000Z',
        'eth0',
        'rxdrop/s rose from 0 to 40 on average, 100 min after the host was started',
      ],
    ]);
    expect(entries[1]?.evidence).toMatchObject({ line: 10 });
  });
});
