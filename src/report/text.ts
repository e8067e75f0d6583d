import type { Finding, Report, Verdict } from '../model.ts';
import { clip, columnsOf, pad, wrap } from './columns.ts';
import { time } from './figures.ts';
import { countsOf, headlineOf, rootsOf, topFinding } from './headline.ts';
import { commandsToSend, uncheckedRows } from './sections/checks.ts';
import type { View, ViewOptions } from './view.ts';
import { viewOf } from './view.ts';

export interface TextOptions extends ViewOptions {
  /** Columns of the terminal. */
  width: number;
  color: boolean;
}

/** Findings that a screen of 24 lines holds. */
const maxFindings = 4;
const verdicts = ['problem', 'suspect', 'past', 'risk', 'ok', 'unknown'] as const;

/** Select Graphic Rendition of each verdict (ECMA-48, 8.3.117). The word stands beside it: nothing is told by colour alone. */
const colors: Record<Verdict, string> = {
  problem: '1;31',
  suspect: '1;33',
  past: '36',
  risk: '35',
  ok: '32',
  unknown: '2',
};

type Paint = (text: string, sgr: string) => string;

/** The summary that `report` prints: verdict, the top findings with their numbers, what could not be checked. */
export function renderText(report: Report, options: TextOptions): string {
  const view = viewOf(report, options);
  const width = Math.max(40, Math.min(options.width, 120));
  const paint: Paint = (text, sgr) => (options.color ? `\u001b[${sgr}m${text}\u001b[0m` : text);
  const lines = [
    ...aboutHost(view, width),
    '',
    ...headline(view, width, paint),
    '',
    ...findings(view, width, paint),
    ...unchecked(view, width, paint),
  ];
  return `${lines.join('\n')}\n`;
}

function aboutHost({ report, word }: View, width: number): string[] {
  const { name, kernel, distribution } = report.host;
  const host = [name ?? word('host-unnamed'), kernel, distribution]
    .filter((part) => part !== undefined)
    .join(' · ');
  return [clip(host, width), clip(aboutCaptures(report, word), width)];
}

function aboutCaptures({ captures, window }: Report, word: View['word']): string {
  const [first] = captures;
  const n = captures.length;
  const at = time(first?.takenAt);
  if (n === 1) return at === undefined ? word('text-capture') : word('text-captures-one', { time: at });
  return at === undefined || window === undefined
    ? word('text-captures-untimed', { n })
    : word('text-captures-many', { n, window, time: at });
}

function headline(view: View, width: number, paint: Paint): string[] {
  const { report, word, say } = view;
  const top = topFinding(report);
  const verdict = top?.verdict ?? (countsOf(report).ok === 0 ? 'unknown' : 'ok');
  const label = word(verdict).toUpperCase();
  const indent = columnsOf(label) + 2;
  return wrap(say(headlineOf(report, view.title)), width - indent, 2).map((line, index) =>
    index === 0
      ? `${paint(label, colors[verdict])}  ${paint(line, '1')}`
      : `${' '.repeat(indent)}${paint(line, '1')}`,
  );
}

function findings(view: View, width: number, paint: Paint): string[] {
  const { report, word } = view;
  const told = rootsOf(report).filter((finding) => finding.verdict !== 'ok' && finding.verdict !== 'unknown');
  const shown = told
    .slice(0, maxFindings)
    .flatMap((finding, index) => lines(finding, index === 0, view, width, paint));
  const left = told.length - maxFindings;
  const counts = countsOf(report);
  const counted = verdicts.map((v) =>
    paint(
      `${counts[v]} ${word(counts[v] === 1 ? v : `${v}-many`).toLowerCase()}`,
      counts[v] > 0 ? colors[v] : '2',
    ),
  );
  return [
    ...shown,
    ...(left > 0 ? [left === 1 ? word('text-more-1') : word('text-more', { n: left })] : []),
    ...(shown.length > 0 ? [''] : []),
    counted.join(' · '),
  ];
}

function lines(finding: Finding, first: boolean, view: View, width: number, paint: Paint): string[] {
  const { report, word, say, title } = view;
  const { verdict, severity, certainty } = finding;
  const badge = `${word(severity)}, ${word(certainty)}`;
  const label = pad(word(verdict), 8);
  const heading = clip(title(finding.cause), width - columnsOf(label) - columnsOf(badge) - 6);
  const indent = '  ';
  const below = (text: string, most = 1) =>
    wrap(text, width - indent.length, most).map((line) => `${indent}${line}`);
  const worst = finding.instances.find((instance) => instance.verdict === verdict);
  const [remedy] = finding.remedies;
  const followers = report.findings
    .filter((other) => other.consequenceOf === finding.cause)
    .map((other) => title(other.cause));
  return [
    `${paint(label, colors[verdict])} ${paint(heading, '1')}  ${paint(`(${badge})`, '2')}`,
    ...below(say(finding.summary), first ? 2 : 1),
    ...(first && worst ? below(`${worst.subject}: ${say(worst.summary)}`) : []),
    ...(first && remedy ? below(`${word(remedy.when)}: ${say(remedy.what)}`) : []),
    ...(first && followers.length > 0
      ? below(word('text-consequence', { titles: followers.join(', ') }))
      : []),
  ];
}

function unchecked(view: View, width: number, paint: Paint): string[] {
  const { report, word } = view;
  const rows = uncheckedRows(view);
  if (rows.length === 0) return [];
  const reasons = rows
    .map((row) => (row.checks.length > 1 ? `${row.reason} (${row.checks.length})` : row.reason))
    .join('; ');
  const commands = commandsToSend(rows).join('; ');
  const label = paint(word('text-unchecked'), '1');
  const [head = '', ...rest] = wrap(`${word('text-unchecked')}: ${reasons}`, width, 2);
  return [
    head.replace(word('text-unchecked'), label),
    ...rest,
    ...(commands === '' ? [] : [clip(`${word('text-send')}: ${commands}`, width)]),
    ...(report.captures.length < 2 ? [clip(word('text-again'), width)] : []),
  ];
}
