import type { Report } from '../model.ts';
import { unended } from './clean.ts';
import type { EvidenceView } from './evidence.ts';
import { Excerpts } from './excerpts.ts';
import { time } from './figures.ts';
import type { FindingView, RootView } from './findings.ts';
import { findingViews } from './findings.ts';
import { headlineOf, topFinding } from './headline.ts';
import type { RemedyView } from './remedies.ts';
import { commandsToSend, healthyRows, uncheckedRows } from './sections/checks.ts';
import type { CounterTable } from './sections/counters.ts';
import { unexplainedCounters } from './sections/counters.ts';
import { guideTables } from './sections/guides.ts';
import { comparisonRows, inputNotes, ledgerRows, timelineRows } from './sections/history.ts';
import { hostFacts } from './sections/host.ts';
import { notableRows, settingRows } from './sections/settings.ts';
import type { View, ViewOptions } from './view.ts';
import { viewOf } from './view.ts';

/** The report as Markdown that GitHub and Jira show alike: headings, lists, tables, fenced code; no HTML. */
export function renderMarkdown(report: Report, options: ViewOptions): string {
  const view = viewOf(report, options);
  const { word } = view;
  const findings = findingViews(view, new Excerpts(view.report));
  const blocks = [
    `# ${escaped(view.say(headlineOf(view.report, view.title)))}`,
    leadOf(view, findings),
    table(
      [word('host'), ''],
      hostFacts(view).map(({ term, value }) => [term, value]),
    ),
    ...findings.flatMap((finding) => rootBlocks(finding, view)),
    ...uncheckedBlocks(view),
    ...tableBlocks(view),
    `---\n${escaped(word('created-by', { version: view.report.generator.version, time: time({ wall: view.report.createdAt }) }))}`,
  ];
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`;
}

function leadOf({ report, listed, word }: View, findings: readonly FindingView[]): string {
  const top = topFinding(report);
  const shown = findings.find((finding) => finding.cause === top?.cause);
  return shown
    ? `**${escaped(listed([shown.verdictWord, shown.severityWord, shown.certaintyWord]) + word('stop'))}** ${escaped(shown.summary)}`
    : '';
}

function rootBlocks(finding: RootView, view: View): string[] {
  return [
    ...findingBlocks(finding, view, '##'),
    ...finding.consequences.flatMap((c) => findingBlocks(c, view, '###')),
  ];
}

function findingBlocks(finding: FindingView, view: View, level: string): string[] {
  const { word, labelled, listed } = view;
  const under = (title: string, items: readonly string[]) =>
    items.length === 0 ? [] : [`**${escaped(title)}**`, list(items)];
  const grade = [finding.severityWord, finding.certaintyWord, finding.layerWord].filter(
    (part) => part !== '',
  );
  return [
    `${level} ${escaped(labelled(finding.verdictWord, finding.title))}`,
    `*${escaped(listed(grade))}*${word('stop')}${escaped(finding.summary)}`,
    escaped(finding.why),
    ...under(
      word('instances'),
      finding.instances.map((i) =>
        labelled(
          `**${escaped(i.subject)}**${i.netns === null ? '' : ` (${escaped(i.netns)})`}`,
          escaped(i.summary),
        ),
      ),
    ),
    escaped(finding.moreInstances ?? ''),
    ...evidenceBlocks([...finding.evidence, ...finding.instances.flatMap((i) => i.evidence)], view),
    ...(finding.remedies.length > 0 ? [`**${escaped(word('what-to-do'))}**`] : []),
    ...finding.remedies.flatMap((remedy, index) => remedyBlocks(remedy, index + 1, view)),
    ...under(word('would-confirm'), finding.confirm.map(escaped)),
    ...under(word('ruled-out'), finding.ruledOut.map(escaped)),
  ];
}

function evidenceBlocks(evidence: readonly EvidenceView[], { word, labelled, listed }: View): string[] {
  if (evidence.length === 0) return [];
  const items = evidence.map(({ place, parts, meanings }) =>
    labelled(
      `${code(place)} ${escaped(listed(meanings, 'semicolon'))}`,
      code(parts.map((part) => part.text).join('')),
    ),
  );
  return [`**${escaped(word('evidence'))}**`, list(items)];
}

function remedyBlocks(remedy: RemedyView, number: number, { word, labelled, listed }: View): string[] {
  const about = [
    ...(remedy.sideEffects === null ? [] : [labelled(word('side-effects'), unended(remedy.sideEffects))]),
    labelled(word('risk-label'), remedy.risk),
    labelled(word('who-label'), remedy.who),
  ];
  const block = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [labelled(escaped(title), '').trim(), fence(lines)];
  return [
    `${number}\\. ${escaped(labelled(remedy.when, remedy.what))}`,
    ...(remedy.commands.length > 0 ? [fence(remedy.commands)] : []),
    escaped(listed(about, 'stop') + word('stop')),
    ...block(word('verify'), remedy.verify),
    ...block(word('undo'), remedy.undo),
  ];
}

function uncheckedBlocks(view: View): string[] {
  const { word, labelled, listed } = view;
  const rows = uncheckedRows(view);
  const commands = commandsToSend(rows);
  return [
    `## ${escaped(word('unchecked'))}`,
    rows.length === 0
      ? escaped(word('unchecked-none'))
      : list(rows.map((row) => escaped(labelled(row.reason, listed(row.checks))))),
    ...(view.report.captures.length < 2
      ? [escaped(word('send-again')), fence(['sh collect.sh -n 2 -i 60'])]
      : []),
    ...(commands.length > 0 ? [escaped(word('send-commands')), fence(commands)] : []),
  ];
}

function tableBlocks(view: View): string[] {
  const { word, labelled } = view;
  const section = (
    title: string,
    heads: readonly string[],
    rows: readonly string[][],
    more: string | null = null,
  ) => (rows.length === 0 ? [] : [`## ${escaped(title)}`, table(heads, rows), escaped(more ?? '')]);
  const ledger = ledgerRows(view);
  const timeline = timelineRows(view);
  const settings = settingRows(view);
  const notable = notableRows(view);
  const { decisions, notes } = inputNotes(view);
  return [
    ...section(
      word('ledger'),
      [
        word('direction'),
        word('layer'),
        word('where'),
        word('seen'),
        word('lost'),
        word('share'),
        word('since-boot'),
      ],
      ledger.rows.map((r) => [r.direction, r.layer, r.where, r.seen, r.lost, r.share, r.boot]),
      ledger.more,
    ),
    ...section(
      word('timeline'),
      [word('time'), word('event'), word('source')],
      timeline.rows.map((r) => [r.time, r.message, r.source]),
      timeline.more,
    ),
    ...section(
      word('settings'),
      [word('setting'), word('where'), word('from'), word('to')],
      settings.rows.map((r) => [r.key, r.where, r.from, r.to]),
      settings.more,
    ),
    ...section(
      word('notable'),
      [word('setting'), word('where'), word('value'), word('default'), word('set-at-boot')],
      notable.rows.map((r) => [r.key, r.where, r.value, r.standard, r.boot]),
      notable.more,
    ),
    ...section(
      word('comparisons'),
      [word('compared-with'), word('result')],
      comparisonRows(view).rows.map((r) => [r.other, r.message]),
    ),
    ...guideTables(view).flatMap(({ title, rows }) =>
      section(
        title,
        [word('question'), word('answer'), word('because'), word('source')],
        rows.map((r) => [r.question, r.word, r.because, r.source]),
      ),
    ),
    ...counterBlocks(unexplainedCounters(view), view),
    ...section(
      word('healthy'),
      [word('layer'), word('check'), word('result'), word('source')],
      healthyRows(view).map((r) => [r.layer, r.title, r.summary, r.source]),
    ),
    ...(decisions.rows.length + notes.rows.length === 0 ? [] : [`## ${escaped(word('input'))}`]),
    ...(decisions.rows.length > 0 ? [list(decisions.rows.map(escaped))] : []),
    ...(notes.rows.length > 0
      ? [
          list(
            notes.rows.map((note) =>
              note.place === '' ? escaped(note.message) : labelled(code(note.place), escaped(note.message)),
            ),
          ),
        ]
      : []),
  ];
}

function counterBlocks({ title, rows, more }: CounterTable, { word }: View): string[] {
  if (rows.length === 0) return [];
  const heads = [
    word('counter'),
    word('where'),
    word('before'),
    word('after'),
    word('increase'),
    word('rate'),
    word('meaning'),
  ];
  return [
    `## ${escaped(title)}`,
    table(
      heads,
      rows.map((r) => [r.name, r.where, r.before, r.after, r.increase, r.rate, r.meaning]),
    ),
    escaped(more ?? ''),
  ];
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map(escaped).join(' | ')} |`;
  return [row(heads), `|${heads.map(() => '---').join('|')}|`, ...rows.map(row)].join('\n');
}

/**
 * Whatever could start markup, HTML, a link, a mention, a formula or a Jira macro gets a backslash (CommonMark 0.31,
 * 2.4; GitHub's autolinks), and so does what starts a block at the beginning of a line.
 */
function escaped(text: string): string {
  return text
    .trim()
    .replace(/[\\`*_{}[\]<>|~&@#$]/g, '\\$&')
    .replace(/:(?=\/\/)|(?<=\bwww)\./gi, '\\$&')
    .replace(/^([-+=]|\d+(?=[.)](\s|$)))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`));
}

/** A code span that no backtick inside it ends (CommonMark 0.31, 6.1). */
function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map((run) => run[0].length));
  const ticks = '`'.repeat(longest + 1);
  const space = text.startsWith('`') || text.endsWith('`') || text === '' ? ' ' : '';
  return `${ticks}${space}${text}${space}${ticks}`;
}

/** A fenced block that no fence inside it ends (CommonMark 0.31, 4.5). */
function fence(lines: readonly string[]): string {
  const longest = Math.max(
    2,
    ...lines.flatMap((line) => [...line.matchAll(/`+/g)].map((run) => run[0].length)),
  );
  const ticks = '`'.repeat(longest + 1);
  return `${ticks}sh\n${lines.join('\n')}\n${ticks}`;
}
