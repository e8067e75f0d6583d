import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { citeCounter, verdictOf } from '../../src/causes/grade.ts';
import { catalogue } from '../../src/causes/index.ts';
import { english } from '../../src/texts/english.ts';
import { renderMessage } from '../../src/texts/render.ts';
import type { CaptureText } from './bundles.ts';
import { bundleOf, netstat } from './bundles.ts';

const dictionary = english(catalogue);

/** Verdict and words about ListenOverflows, the finding's verdict, and what was decided. */
function judge(captures: readonly CaptureText[], shuffled = false) {
  const bundles = captures.map((capture, i) => bundleOf(`bundle ${i}`, [capture]));
  const report = analyze(shuffled ? bundles.reverse() : bundles, catalogue, { version: 'test', now: 0 });
  const delta = report.counters.find((d) => d.name === 'TcpExt.ListenOverflows');
  if (!delta) throw new Error('no delta');
  const say = (message: Parameters<typeof renderMessage>[0]) => renderMessage(message, dictionary);
  return {
    verdict: verdictOf(delta),
    finding: report.findings.find((f) => f.cause === 'accept-queue-overflow')?.verdict,
    words: say(citeCounter(delta).meaning),
    decisions: report.decisions.map(say),
  };
}

const day = 86_400;
const overflows = (n: number) => netstat({ ListenOverflows: n, ListenDrops: n });
const at = (uptime: number, n: number, more: Partial<CaptureText> = {}): CaptureText => ({
  uptime,
  files: overflows(n),
  ...more,
});

describe('verdicts', () => {
  test('across a reboot: counted since then, and not proven now', () => {
    expect(judge([at(day, 5000), at(300, 40, { boot: 2 })])).toEqual({
      verdict: 'suspect',
      finding: 'suspect',
      words:
        'TcpExt.ListenOverflows counted 40 since it began anew between two captures: it happened, but perhaps not now',
      decisions: [
        'The host was rebooted between captures 1 and 2 (its boot id differs): counters count from the reboot on',
      ],
    });
  });

  test('after a reboot, and rising since', () => {
    expect(judge([at(day, 5000), at(300, 40, { boot: 2 }), at(360, 47, { boot: 2 })])).toMatchObject({
      verdict: 'problem',
      finding: 'problem',
      words: 'TcpExt.ListenOverflows rose by at least 47 in 6 min, to 47',
    });
  });

  test('after a reboot, and still since', () => {
    expect(judge([at(day, 5000), at(600, 400, { boot: 2 }), at(660, 400, { boot: 2 })]).verdict).toBe('past');
    expect(judge([at(day, 5000), at(600, 4, { boot: 2 }), at(660, 4, { boot: 2 })]).verdict).toBe('suspect');
  });

  test('across a step of the clock: rates as if there were none', () => {
    expect(judge([at(day, 10), at(day + 60, 70, { clockAhead: -7200 })])).toEqual({
      verdict: 'problem',
      finding: 'problem',
      words: 'TcpExt.ListenOverflows rose by 60 in 60 s, to 70; 8640 times its usual rate',
      decisions: [
        "The host's clock was set back by 2 h between captures 1 and 2: times are taken from its uptime",
      ],
    });
  });

  test('three captures, the middle one damaged', () => {
    const damaged: CaptureText = { uptime: day + 30, files: { '/proc/net/netstat': 'TcpExt: ListenOver' } };
    expect(judge([at(day, 10), damaged, at(day + 60, 70)])).toMatchObject({
      verdict: 'problem',
      words: 'TcpExt.ListenOverflows rose by 60 in 60 s, to 70; 8640 times its usual rate',
      decisions: [],
    });
  });

  test('ten captures at 10 s of a fault that lasts 20 s: the windows are named', () => {
    const values = [3, 3, 3, 3, 53, 103, 103, 103, 103, 103];
    const captures = values.map((n, i) => at(day + i * 10, n));
    expect(judge(captures)).toMatchObject({
      verdict: 'problem',
      finding: 'problem',
      words:
        'TcpExt.ListenOverflows rose by 100, to 103, between captures 4 and 6 only: in 2 of 9 windows, 20 s of 90 s',
    });
  });

  test('a fault before the first capture only: past, where the window would have seen it', () => {
    expect(judge([at(day, day), at(day + 60, day)])).toMatchObject({
      verdict: 'past',
      finding: 'past',
      words: 'TcpExt.ListenOverflows stands at 86,400 and did not move in 60 s',
    });
  });

  test('or too short to tell, with the numbers', () => {
    expect(judge([at(day, 100), at(day + 60, 100)])).toMatchObject({
      verdict: 'suspect',
      finding: 'suspect',
      words:
        'TcpExt.ListenOverflows stands at 100 and did not move in 60 s, which is too short to tell: 0.069 were due at its usual rate, and 43 min would show it',
    });
  });

  test('the limit between the two is three events due', () => {
    const flat = (total: number) => judge([at(day, total), at(day + 60, total)]).verdict;
    expect(flat(4322)).toBe('suspect');
    expect(flat(4324)).toBe('past');
  });

  test('one capture: it did happen, when is unknown', () => {
    expect(judge([at(day, 100)])).toMatchObject({
      verdict: 'suspect',
      words: 'TcpExt.ListenOverflows stands at 100 since boot',
      decisions: [],
    });
  });

  test('zero is zero', () => {
    expect(judge([at(day, 0), at(day + 60, 0)])).toMatchObject({
      verdict: 'ok',
      words: 'TcpExt.ListenOverflows is 0',
    });
  });

  test('the order of arguments does not matter, and a bundle given twice counts once', () => {
    const captures = [at(day, 3), at(day + 10, 3), at(day + 20, 53)];
    expect(judge(captures, true)).toEqual(judge(captures));
    expect(judge([...captures, at(day + 20, 53)])).toMatchObject({
      words: judge(captures).words,
      decisions: ['Capture bundle 2 (1) was given twice: bundle 3 (1) is the same and is left out'],
    });
  });
});

describe('a 32-bit kernel', () => {
  const snmp = (segments: number, packets: number) => ({
    '/proc/net/snmp': `Ip: InReceives\nIp: ${packets}\nTcp: InSegs\nTcp: ${segments}\n`,
    '/proc/net/dev': ` face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls carrier compressed\n  eth0: 0 ${packets} 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n`,
  });
  const wrapped = (uname: string) => {
    const files = [snmp(2 ** 32 - 100, 2 ** 33), snmp(50, 2 ** 33 + 200)];
    const captures = files.map(
      (own, i): CaptureText => ({ uptime: day + i * 60, files: { ...own, 'uname -a': uname } }),
    );
    const { counters } = analyze([bundleOf('host', captures)], [], { version: 'test', now: 0 });
    return counters
      .filter(({ name }) => name.endsWith('InSegs'))
      .map(({ increase, bound }) => [increase, bound]);
  };

  test('prints its unsigned long with 32 bits, which wrap', () => {
    expect(wrapped('Linux box 4.9.0 #1 SMP armv7l GNU/Linux')).toEqual([[150n, 'exact']]);
    expect(wrapped('Linux box 4.9.0 #1 SMP i686 GNU/Linux')).toEqual([[150n, 'exact']]);
  });

  test('a 64-bit one does not', () => {
    expect(wrapped('Linux box 4.9.0 #1 SMP x86_64 GNU/Linux')).toEqual([[50n, 'at-least']]);
    expect(wrapped('Linux box 4.9.0 #1 SMP mips64 GNU/Linux')).toEqual([[50n, 'at-least']]);
  });
});

describe('the report', () => {
  const report = (captures: readonly CaptureText[]) =>
    analyze([bundleOf('host', captures)], [], { version: 'test', now: 0 });

  test('tells the window: by uptime, across a reboot by the clock, of one capture not', () => {
    expect(report([at(day, 0), at(day + 60, 0, { clockAhead: 999 })]).window).toBe(60);
    expect(report([at(day, 0), at(300, 0, { boot: 2 })]).window).toBe(100 * day - day + 300);
    expect(report([at(day, 0)]).window).toBeUndefined();
  });

  test('lists losses that rise and that no finding claims', () => {
    const names = (captures: readonly CaptureText[]) => report(captures).unexplained.map(({ name }) => name);
    expect(names([at(day, 5), at(day + 60, 9)])).toEqual(['TcpExt.ListenOverflows', 'TcpExt.ListenDrops']);
    expect(names([at(day, 5), at(day + 60, 5)])).toEqual([]);
    expect(names([at(day, 5)])).toEqual([]);
    const ethtool = (n: number) => ({
      'ethtool -S eth0': `NIC statistics:\n     rx_discards: ${n}\n`,
      'ethtool -i eth0': 'driver: tg3\nversion: 1\n',
    });
    expect(names([0, 4].map((n, i) => ({ uptime: day + i, files: ethtool(n) })))).toEqual([
      'ethtool.rx_discards',
    ]);
  });
});
