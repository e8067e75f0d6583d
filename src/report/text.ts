import type { Finding, Report, Verdict } from '../model.ts';
import { clip, columnsOf, pad, wrap } from './columns.ts';
import { time, told } from './figures.ts';
import { countsOf, headlineOf, rootsOf, standingOf } from './headline.ts';
import { commandsToSend, uncheckedRows } from './sections/checks.ts';
import type { View, ViewOptions } from './view.ts';
import { viewOf } from './view.ts';

export interface TextOptions extends ViewOptions {
  /** Columns of the terminal. */
  width: number;
  color: boolean;
}

/** A screen has 24 lines; the names of the files written need some of them. */
const maxLines = 22;
const verdicts = ['problem', 'suspect', 'past', 'risk', 'ok', 'unknown'] as const;

/** Select Graphic Rendition (ECMA-48, 8.3.117). The word stands beside it: nothing is told by colour alone. */
const colors: Record<Verdict, string> = {
  problem: '1;31',
  suspect: '1;33',
  past: '36',
  risk: '35',
  ok: '32',
  unknown: '2',
};

/** Where the lines go: as wide as the terminal, coloured or not. */
interface Screen {
  width: number;
  paint(text: string, sgr: string): string;
}

/** The summary that `report` prints: verdict, the top findings with their numbers, what could not be checked. */
export function renderText(report: Report, options: TextOptions): string {
  const view = viewOf(report, options);
  const screen: Screen = {
    width: Math.max(40, Math.min(options.width, 120)),
    paint: (text, sgr) => (options.color ? `\u001b[${sgr}m${text}\u001b[0m` : text),
  };
  const head = [...aboutHost(view, screen), '', ...headline(view, screen), ''];
  const foot = [...compared(view, screen), ...counts(view, screen), ...unchecked(view, screen)];
  const middle = findings(view, screen, maxLines - head.length - foot.length - 1);
  return `${[...head, ...middle, ...(middle.length > 0 ? [''] : []), ...foot].join('\n')}\n`;
}

/** The first lines of a comparison that was asked for. */
function compared({ report, say }: View, { width }: Screen): string[] {
  const lines = (report.comparisons ?? [])
    .slice(0, 4)
    .flatMap(({ message }) => wrap(say(message), width - 2, 2));
  return lines.length > 0 ? [...lines, ''] : [];
}

function aboutHost({ report, word }: View, { width }: Screen): string[] {
  const { name, kernel, distribution } = report.host;
  const host = [name ?? word('host-unnamed'), kernel, distribution].filter((part) => part !== undefined);
  return [clip(host.join(' · '), width), clip(aboutCaptures(report, word), width)];
}

function aboutCaptures({ captures, window }: Report, word: View['word']): string {
  const n = captures.length;
  const at = time(captures[0]?.takenAt);
  if (n === 1) return at === undefined ? word('text-capture') : word('text-captures-one', { time: at });
  if (at === undefined || window === undefined) return word('text-captures-untimed', { n });
  return word('text-captures-many', { n, window, time: at });
}

function headline(view: View, { width, paint }: Screen): string[] {
  const { report, word, say } = view;
  const standing = standingOf(report);
  const { verdict } = standing;
  const label = word(standing.word).toUpperCase();
  const indent = columnsOf(label) + 2;
  const lines = wrap(say(headlineOf(report, view.title)), width - indent, 2);
  return lines.map((line, index) => {
    const margin = index === 0 ? `${paint(label, colors[verdict])}  ` : ' '.repeat(indent);
    return `${margin}${paint(line, '1')}`;
  });
}

/** As many findings as there is room for, and how many are left. */
function findings(view: View, screen: Screen, room: number): string[] {
  const told = rootsOf(view.report).filter((f) => f.verdict !== 'ok' && f.verdict !== 'unknown');
  const lines: string[] = [];
  let left = told.length;
  for (const [index, found] of told.entries()) {
    const next = finding(found, index === 0, view, screen);
    if (lines.length + next.length > room - (left > 1 ? 1 : 0)) break;
    lines.push(...next);
    left -= 1;
  }
  if (left === 0) return lines;
  return [...lines, left === 1 ? view.word('text-more-1') : view.word('text-more', { n: left })];
}

/** The first finding also tells where, what to do, and what follows from it. */
function finding(found: Finding, first: boolean, view: View, screen: Screen): string[] {
  const { report, word, say, title, labelled, listed } = view;
  const { cause, verdict, instances, remedies } = found;
  const below = (text: string, most = 1) => wrap(text, screen.width - 2, most).map((line) => `  ${line}`);
  const head = [heading(found, view, screen), ...below(told(found, view), first ? 2 : 1)];
  if (!first) return head;
  const worst = instances.find((instance) => instance.verdict === verdict);
  const [remedy] = remedies;
  const followers = report.findings.filter((f) => f.consequenceOf === cause).map((f) => title(f.cause));
  return [
    ...head,
    ...(worst ? below(labelled(worst.subject, say(worst.summary)), 2) : []),
    ...(remedy ? below(labelled(word(remedy.when), say(remedy.what)), 2) : []),
    ...(followers.length > 0 ? below(word('text-consequence', { titles: listed(followers) })) : []),
  ];
}

function heading(
  { cause, verdict, severity, certainty }: Finding,
  view: View,
  { width, paint }: Screen,
): string {
  const { word } = view;
  const label = `${pad(word(verdict), 8)} `;
  const badge = width < 60 ? '' : `  (${word(severity)}, ${word(certainty)})`;
  const title = clip(view.title(cause), width - columnsOf(label) - columnsOf(badge));
  return `${paint(label, colors[verdict])}${paint(title, '1')}${paint(badge, '2')}`;
}

/** '3 problems · 1 suspect · ...', on as many lines as it takes. */
function counts({ report, word }: View, { width, paint }: Screen): string[] {
  const numbers = countsOf(report);
  const lines: { text: string; columns: number }[] = [];
  for (const verdict of verdicts) {
    const n = numbers[verdict];
    const text = `${n} ${word(n === 1 ? verdict : `${verdict}-many`).toLowerCase()}`;
    const painted = paint(text, n > 0 ? colors[verdict] : '2');
    const last = lines.at(-1);
    if (last && last.columns + 3 + columnsOf(text) <= width) {
      last.text += ` · ${painted}`;
      last.columns += 3 + columnsOf(text);
    } else lines.push({ text: painted, columns: columnsOf(text) });
  }
  return lines.map((line) => line.text);
}

function unchecked(view: View, { width, paint }: Screen): string[] {
  const { report, word, labelled, listed } = view;
  const rows = uncheckedRows(view);
  if (rows.length === 0) return [];
  const reasons = rows.map(({ reason, checks }) =>
    checks.length > 1 ? `${reason} (${checks.length})` : reason,
  );
  const label = word('text-unchecked');
  const [head = '', ...rest] = wrap(labelled(label, listed(reasons, 'semicolon')), width, 2);
  const commands = commandsToSend(rows);
  return [
    `${paint(label, '1')}${head.slice(label.length)}`,
    ...rest,
    ...(commands.length > 0 ? [clip(labelled(word('text-send'), commands.join('; ')), width)] : []),
    ...(report.captures.length < 2 ? [clip(word('text-again'), width)] : []),
  ];
}
