import { describe, expect, test } from 'vitest';
import { rises } from '../../src/causes/windows.ts';
import type { LedgerLine } from '../../src/model.ts';
import { columnsOf, wrap } from '../../src/report/columns.ts';
import { standingOf } from '../../src/report/headline.ts';
import { renderReply } from '../../src/report/reply.ts';
import { renderText } from '../../src/report/text.ts';
import { hostileReport, hugeReport } from './hostile.ts';
import { specimen, specimenOptions } from './specimen.ts';

const options = { ...specimenOptions, width: 80, color: false };

describe('the summary on the terminal', () => {
  test('tells the verdict, the findings with number, rate and share, and what could not be checked', () => {
    const text = renderText(specimen(), options);
    expect(text).toContain('PROBLEM  Accept queue overflow: happening now on web1');
    expect(text).toContain('ListenOverflows rose by 207 (2.3/s); 4.1 % of new connections');
    expect(text).toContain('causes also: Handshakes are retransmitted');
    expect(text).toContain('Not checked: ');
    expect(text).toContain('To send: tc -s qdisc show; bridge -s link');
  });

  test.each([40, 60, 80, 120, 300])(
    'fits a screen of %i columns and 24 lines, with room for what was written',
    (width) => {
      for (const report of [specimen(), hugeReport(50), hostileReport()]) {
        const lines = renderText(report, { ...options, width })
          .trimEnd()
          .split('\n');
        expect(lines.length).toBeLessThanOrEqual(22);
        for (const line of lines) expect(columnsOf(line)).toBeLessThanOrEqual(width);
      }
    },
  );

  test('says the same with and without colour', () => {
    const colored = renderText(specimen(), { ...options, color: true });
    expect(colored).toContain('\u001b[1;31mPROBLEM\u001b[0m');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(colored.replace(/\u001b\[[\d;]*m/g, '')).toBe(renderText(specimen(), options));
  });

  test('shows hostile text, and obeys none of it', () => {
    expect(renderText(hostileReport(), options)).not.toMatch(/[^\P{C}\n]/u);
  });

  test('a host that nobody could look at is not called healthy', () => {
    const report = specimen();
    report.findings = report.findings.filter((finding) => finding.verdict === 'unknown');
    const text = renderText(report, options);
    expect(text).toContain('NOT CHECKED  Nothing can be said about web1');
    expect(text).not.toMatch(/no loss/i);
  });

  test('a healthy host with gaps in its data is told as such', () => {
    const report = specimen();
    report.findings = report.findings.filter((f) => f.verdict === 'ok' || f.verdict === 'unknown');
    const text = renderText(report, options);
    expect(text).toContain('NO LOSS FOUND  No loss found on web1 in 7 checks; 5 more could not be made');
    report.findings = report.findings.filter((f) => f.verdict === 'unknown' || f.cause === 'link-errors');
    expect(renderText(report, options)).toContain('NOT CHECKED  Too little is known of web1: 5 of 6 checks');
  });

  test('a suspicion tells when it happened, where a counter that it accounts for does', () => {
    const report = specimen();
    const rising = report.counters.find((delta) => rises(delta));
    if (!rising) throw new Error('no counter rises in the specimen');
    report.findings = report.findings.filter(({ cause }) => cause === 'link-errors');
    const unwrapped = () => renderText(report, options).replace(/\s+/g, ' ');
    const about = { verdict: 'suspect', severity: 'low' } as const;
    const { name, scope } = rising;
    for (const finding of report.findings) Object.assign(finding, { ...about, claims: [{ name, scope }] });
    expect(unwrapped()).toContain('it happens now on web1, whether it is the fault is not known');
    expect(renderReply(report, options).replace(/\s+/g, ' ')).toContain(
      'wire (happens now, whether it is the fault',
    );
    for (const finding of report.findings) finding.claims = [{ name, scope: { device: 'eth9' } }];
    expect(unwrapped()).toContain('it did happen on web1, when is not known');
  });

  test('findings for information make no headline, and do not vanish either', () => {
    const report = specimen();
    for (const finding of report.findings) finding.severity = 'info';
    const text = renderText(report, options);
    expect(text).toContain('NOTHING SERIOUS  Nothing serious found on web1; 5 of 18 checks found');
    expect(text).toContain('Accept queue overflow  (info, certain)');
  });
});

describe('wrapped lines', () => {
  test('are filled to the last column', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('onetwothree', 7)).toEqual(['onetwot', 'hree']);
  });

  test('Chinese breaks between characters, never before a comma nor within a Latin word', () => {
    expect(wrap('段被丢弃，重传', 8)).toEqual(['段被丢', '弃，重传']);
    expect(wrap('内核以 SYN cookie 应答', 12)).toEqual(['内核以 SYN', 'cookie 应答']);
    expect(wrap('应答（tcp）', 8)).toEqual(['应答', '（tcp）']);
  });
});

test.each([
  [{ lost: 200n, seen: 1000n }, true],
  [{ lost: 199n, seen: 1000n }, false],
  [{ lost: 10n, seen: 10n }, true],
  [{ lost: 9n, seen: 9n }, false],
])('what vanished without a counter is not called healthy: %o', (more, told) => {
  const line: LedgerLine = { direction: 'in', layer: 'ip', scope: {}, parts: [], gap: true, ...more };
  const whole = specimen();
  const quiet = { ...whole, findings: whole.findings.filter(({ verdict }) => verdict === 'ok') };
  const report = { ...quiet, ledger: [line] };
  expect(standingOf(report).sentence === 'headline-gap').toBe(told);
  for (const other of [{ gap: false }, { direction: 'out' }] as const)
    expect(standingOf({ ...quiet, ledger: [{ ...line, ...other }] }).sentence).not.toBe('headline-gap');
});
