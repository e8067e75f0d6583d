import { reportTexts } from '../texts/report.ts';
import { Excerpts } from './excerpts.ts';
import { time } from './figures.ts';
import type { RootView } from './findings.ts';
import { findingViews } from './findings.ts';
import { countsOf, headlineOf, standingOf, topFinding } from './headline.ts';
import { pictureOf } from './path/picture.ts';
import { commandsToSend, healthyRows, uncheckedRows } from './sections/checks.ts';
import { movedCounters, unexplainedCounters } from './sections/counters.ts';
import { guideTables } from './sections/guides.ts';
import { comparisonRows, inputNotes, ledgerRows, timelineRows } from './sections/history.ts';
import { hostFacts } from './sections/host.ts';
import { notableRows, settingRows } from './sections/settings.ts';
import type { View, ViewOptions } from './view.ts';

/** What people put on a report that they send. */
export interface Letterhead {
  /** Instead of the verdict in the window's title and on the PDF's first page. */
  title?: string;
  ticket?: string;
  author?: string;
  /** data: URL of a PNG or JPEG; anything else is left out. */
  logo?: string;
}

export interface HtmlOptions extends ViewOptions, Letterhead {
  /** Everything unfolded; the printer adds a policy and fonts of its own. */
  paper?: boolean;
}

const verdicts = ['problem', 'suspect', 'past', 'risk', 'ok', 'unknown'] as const;
const maxOthers = 5;

/** Everything that the HTML template prints, as plain data; nothing is left out, because the template is strict. */
export function pageOf(view: View, options: HtmlOptions) {
  const { report, word } = view;
  const open = options.paper === true;
  const excerpts = new Excerpts(report);
  const findings = findingViews(view, excerpts).map((finding) => ({
    ...finding,
    open: open || finding.verdict === 'problem' || finding.verdict === 'suspect',
  }));
  const hero = heroOf(view, findings);
  const sections = sectionsOf(view, excerpts);
  return {
    ...hero,
    ...sections,
    lang: view.lang,
    version: report.generator.version,
    title: options.title ?? hero.headline,
    logo:
      options.logo !== undefined && /^data:image\/(png|jpeg);base64,[A-Za-z0-9+/=]+$/.test(options.logo)
        ? options.logo
        : null,
    labels: labelsOf(options, view),
    words: wordsOf(view),
    open,
    findings,
    contents: contentsOf(sections, view),
    footer: word('created-by', { version: report.generator.version, time: time({ wall: report.createdAt }) }),
  };
}

/** What stands after the findings. `excerpts` holds by then what the findings quote. */
function sectionsOf(view: View, excerpts: Excerpts) {
  const { report } = view;
  return {
    unchecked: uncheckedOf(view),
    ledger: ledgerRows(view),
    timeline: timelineRows(view),
    settings: settingRows(view),
    notable: { ...notableRows(view), intro: view.word('notable-intro', { kernel: report.host.kernel }) },
    comparisons: comparisonRows(view),
    guides: { tables: guideTables(view) },
    healthy: healthyOf(view),
    unexplained: folded(unexplainedCounters(view), view),
    counters: folded(movedCounters(view), view),
    input: inputOf(view),
    raw: rawOf(excerpts, view),
  };
}

/** The first screen. */
function heroOf(view: View, findings: readonly RootView[]) {
  const { report, word, say } = view;
  const top = topFinding(report);
  const shown = top && findings.find((finding) => finding.cause === top.cause);
  const counts = countsOf(report);
  const standing = standingOf(report);
  const [remedy] = shown?.remedies ?? [];
  const unchecked = uncheckedOf(view);
  return {
    verdict: standing.verdict,
    verdictWord: word(standing.word),
    severityWord: shown?.severityWord ?? null,
    certaintyWord: shown?.certaintyWord ?? null,
    headline: say(headlineOf(report, view.title)),
    lead: shown?.summary ?? null,
    where: shown ? whereOf(shown) : null,
    first: shown && remedy ? { id: shown.id, ...remedy } : null,
    stands: top ? null : { commands: [...(unchecked.again ?? []), ...unchecked.commands] },
    others: findings
      .filter((finding) => finding !== shown && finding.severity !== 'info')
      .slice(0, maxOthers),
    counts: verdicts.map((v) => ({
      verdict: v,
      word: word(counts[v] === 1 ? v : `${v}-many`),
      n: counts[v],
      zero: counts[v] === 0,
      target:
        v === 'ok'
          ? 'healthy'
          : v === 'unknown'
            ? 'unchecked'
            : (findings.find((f) => f.verdict === v)?.id ?? 'findings'),
      filter: findings.some((f) => f.verdict === v),
      show: word('show-verdict', { verdict: word(v) }),
    })),
    facts: hostFacts(view),
    picture: pictureOf(view),
  };
}

/** The worst place of the top finding, unless its sentence names it. */
function whereOf({ instances, summary, verdict }: RootView) {
  const [worst] = instances;
  return worst && worst.verdict === verdict && !summary.includes(worst.subject)
    ? { subject: worst.subject, summary: worst.summary }
    : null;
}

function uncheckedOf(view: View) {
  const { report, word } = view;
  const rows = uncheckedRows(view);
  const n = countsOf(report).unknown;
  return {
    intro: word('unchecked-intro', { n, all: report.findings.length }),
    rows: rows.map((row) => ({ ...row, n: row.checks.length })),
    again: report.captures.length < 2 ? ['sh collect.sh -n 2 -i 60'] : null,
    commands: commandsToSend(rows),
  };
}

function healthyOf(view: View) {
  const rows = healthyRows(view);
  return {
    rows,
    summary: rows.length === 1 ? view.word('healthy-1') : view.word('healthy-n', { n: rows.length }),
  };
}

function folded<T extends { rows: unknown[] }>(table: T, { word }: View): T & { summary: string } {
  return { ...table, summary: rowsWord(table.rows.length, word) };
}

function rowsWord(n: number, word: View['word']): string {
  return n === 1 ? word('rows-1') : word('rows-n', { n });
}

function inputOf({ report, ...view }: View) {
  const { decisions, absences, notes } = inputNotes({ report, ...view });
  return {
    decisions: { ...decisions, n: report.decisions.length },
    absences: { ...absences, n: report.absences.length },
    notes: { ...notes, n: report.notes.length },
    any: report.decisions.length + report.absences.length + report.notes.length > 0,
  };
}

function rawOf(excerpts: Excerpts, { word }: View) {
  const files = excerpts.files();
  return {
    files,
    summary: rowsWord(
      files.reduce((sum, file) => sum + file.lines.length, 0),
      word,
    ),
  };
}

function labelsOf({ ticket, author }: HtmlOptions, { word }: View) {
  const labels = [
    { term: word('ticket'), value: ticket },
    { term: word('author'), value: author },
  ];
  return labels.filter((label) => label.value !== undefined);
}

/** Links to what is there. */
function contentsOf(sections: ReturnType<typeof sectionsOf>, { word }: View) {
  const all = [
    { id: 'findings', there: true },
    { id: 'unchecked', there: true },
    { id: 'guides', there: sections.guides.tables.length > 0 },
    { id: 'ledger', there: sections.ledger.rows.length > 0 },
    { id: 'timeline', there: sections.timeline.rows.length > 0 },
    { id: 'settings', there: sections.settings.rows.length > 0 },
    { id: 'notable', there: sections.notable.rows.length > 0 },
    { id: 'healthy', there: true },
    { id: 'unexplained', there: sections.unexplained.rows.length > 0 },
    { id: 'counters', there: true },
    { id: 'input', there: sections.input.any },
    { id: 'raw', there: sections.raw.files.length > 0 },
  ] as const;
  return all.filter((section) => section.there).map(({ id }) => ({ id, word: word(`nav-${id}`) }));
}

/** Texts without placeholders, for the template. */
function wordsOf({ word }: View): Record<string, string> {
  const keys = Object.keys(reportTexts) as (keyof typeof reportTexts)[];
  return Object.fromEntries(keys.map((key) => [key, word(key)]));
}
