import type { Finding, Remedy, Report } from '../model.ts';
import { unended } from './clean.ts';
import { columnsOf, wrap } from './columns.ts';
import { time, told } from './figures.ts';
import { headlineOf, isSuspectedNow, rootsOf } from './headline.ts';
import { commandsToSend, uncheckedRows } from './sections/checks.ts';
import type { View, ViewOptions } from './view.ts';
import { viewOf } from './view.ts';

/** Width of a plain-text mail that quotes well (RFC 3676, 4.2). */
const width = 76;
const maxFindings = 3;
const maxRemedies = 3;

/**
 * A short plain-text answer to the customer: what was found, what to do, what to send. The support engineer edits it
 * and sends it; so it holds what the customer can act on, and nothing else.
 */
export function renderReply(report: Report, options: ViewOptions): string {
  const view = viewOf(report, options);
  const { word, say } = view;
  const told = rootsOf(view.report).filter(
    (f) => f.verdict !== 'ok' && f.verdict !== 'unknown' && f.severity !== 'info',
  );
  const loud = told.filter((f) => f.verdict === 'problem' || f.verdict === 'suspect');
  const shown = (loud.length > 0 ? loud : told).slice(0, maxFindings);
  const blocks = [
    paragraph(say(headlineOf(view.report, view.title))),
    paragraph(intro(view)),
    ...section(
      word('reply-found'),
      shown.map((finding) => found(finding, view)),
    ),
    ...section(
      word('reply-do'),
      shown.flatMap((finding) => todo(finding, view)),
    ),
    ...section(word('reply-send'), request(view)),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function intro({ report, word }: View): string {
  const { name, kernel } = report.host;
  const [first, last] = [report.captures[0], report.captures.at(-1)].map((capture) => time(capture?.takenAt));
  return word(report.captures.length > 1 ? 'reply-intro-many' : 'reply-intro-one', {
    host: name ?? word('host-unnamed'),
    kernel,
    first: first,
    last: last,
  });
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`${title}\n${'-'.repeat(columnsOf(title))}\n${items.join('\n\n')}`];
}

function found(finding: Finding, view: View): string {
  const { cause, verdict, instances } = finding;
  const { word, say, title, labelled } = view;
  const worst = instances.filter((instance) => instance.verdict === verdict).slice(0, maxFindings);
  return [
    paragraph(
      word('reply-finding', {
        title: title(cause),
        means: word(isSuspectedNow(view.report, finding) ? 'suspect-now-means' : `${verdict}-means`),
        summary: unended(told(finding, view)),
      }),
    ),
    ...worst.map((instance) => paragraph(`- ${labelled(instance.subject, say(instance.summary))}`, '  ')),
  ].join('\n');
}

/** What changes something; what only finds out more is the support engineer's work. */
function todo({ cause, remedies }: Finding, view: View): string[] {
  const acting = remedies.filter((remedy) => remedy.when !== 'investigate').slice(0, maxRemedies);
  const chosen = acting.length > 0 ? acting : remedies.slice(0, 1);
  return chosen.map((remedy) => step(remedy, view.title(cause), view));
}

function step(
  { when, what, commands, undo, sideEffects, risk }: Remedy,
  about: string,
  { word, say, labelled }: View,
): string {
  const remark = (label: 'risk-label' | 'side-effects', text: string) =>
    paragraph(word('reply-about', { label: word(label), text: unended(text) }));
  const lines = (title: string, body: readonly string[]) =>
    body.length === 0 ? [] : [labelled(title, '').trim(), ...body.map((line) => `    ${line}`)];
  return [
    paragraph(word('reply-step', { when: word(when), about, what: unended(say(what)) })),
    ...commands.map((line) => `    ${line}`),
    ...(risk === 'none' ? [] : [remark('risk-label', word(`risk-${risk}`))]),
    ...(sideEffects ? [remark('side-effects', say(sideEffects))] : []),
    ...lines(word('undo'), undo),
  ].join('\n');
}

function request(view: View): string[] {
  const { report, word } = view;
  const commands = commandsToSend(uncheckedRows(view));
  const again =
    report.captures.length < 2 ? [`${paragraph(word('send-again'))}\n    sh collect.sh -n 2 -i 60`] : [];
  const missing =
    commands.length === 0
      ? []
      : [[paragraph(word('send-commands')), ...commands.map((line) => `    ${line}`)].join('\n')];
  return [...again, ...missing];
}

/** Wrapped; `margin` before every line but the first. */
function paragraph(text: string, margin = ''): string {
  return wrap(text, width - margin.length).join(`\n${margin}`);
}
