import type {
  Delta,
  Evidence,
  Finding,
  Instance,
  LedgerLine,
  Message,
  Moment,
  Remedy,
  Report,
  Sample,
  Step,
  TimelineEntry,
  WalkedGuide,
} from '../model.ts';
import { renderMessage } from '../texts/render.ts';
import { printable } from './clean.ts';
import { byScope } from './deltas.ts';
import { headlineOf } from './headline.ts';
import type { ViewOptions } from './view.ts';

/** Makes a message plain: its id, its arguments, and the sentence in the language of the report. */
type Told = (message: Message) => Message & { text: string };

/**
 * The Report as JSON, as docs/schema/report.v1.schema.json describes it: bigint as decimal strings, times in UTC as
 * ISO 8601, each message with its rendered text, raw lines as path and number. The same report gives the same bytes.
 */
export function renderJson(report: Report, options: ViewOptions): string {
  const { dictionary, lang = 'en', catalogue } = options;
  const told: Told = (message) => ({ ...message, text: renderMessage(message, dictionary) });
  const about = new Map(catalogue.map((cause) => [cause.id, cause]));
  const plain = {
    schemaVersion: report.schemaVersion,
    generator: report.generator,
    language: lang,
    createdAt: iso(report.createdAt),
    host: report.host,
    captures: report.captures.map((capture) => ({ ...capture, takenAt: moment(capture.takenAt) })),
    window: report.window,
    headline: told(headlineOf(report, (cause) => dictionary(`${cause}/title`) ?? cause)),
    findings: report.findings.map((finding) => ({
      title: dictionary(`${finding.cause}/title`) ?? finding.cause,
      layer: about.get(finding.cause)?.layer,
      ...plainFinding(finding, told),
      why: dictionary(`${finding.cause}/why`),
      references: about.get(finding.cause)?.references ?? [],
    })),
    counters: [...report.counters].sort(byScope).map(plainDelta),
    ledger: report.ledger.map((line) => plainLedgerLine(line, told)),
    timeline: report.timeline.map((entry) => plainEntry(entry, told)),
    settings: report.settings.map((change) => ({
      ...change,
      before: change.before && plainEvidence(change.before, told),
      after: change.after && plainEvidence(change.after, told),
    })),
    notable: report.notable.map((setting) => ({
      ...setting,
      evidence: plainEvidence(setting.evidence, told),
      boot: setting.boot && plainEvidence(setting.boot, told),
    })),
    ...(report.tuning ? { tuning: report.tuning } : {}),
    unexplained: [...report.unexplained].sort(byScope).map(plainDelta),
    decisions: report.decisions.map(told),
    ...(report.guides ? { guides: report.guides.map((guide) => plainGuide(guide, told)) } : {}),
    ...(report.comparisons
      ? {
          comparisons: report.comparisons.map((line) => ({
            ...line,
            message: told(line.message),
            evidence: line.evidence.map((one) => plainEvidence(one, told)),
          })),
        }
      : {}),
    absences: report.absences.map((absence) => ({ ...absence, reason: told(absence.reason) })),
    notes: report.notes.map((note) => ({ ...note, message: told(note.message) })),
  };
  const parts = Object.entries(plain)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `  "${key}": ${tables.has(key) ? byLines(value as unknown[]) : indented(value)}`);
  return `${printable(`{\n${parts.join(',\n')}\n}`)}\n`;
}

/** Thousands of entries of one shape: a line each. */
const tables = new Set(['counters', 'unexplained']);

const written = (value: unknown, space?: number) =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? String(inner) : inner), space);
const indented = (value: unknown) => written(value, 2).replaceAll('\n', '\n  ');
const byLines = (entries: readonly unknown[]) =>
  entries.length === 0 ? '[]' : `[\n${entries.map((entry) => `    ${written(entry)}`).join(',\n')}\n  ]`;

function plainGuide({ id, title, steps }: WalkedGuide, told: Told) {
  return {
    id,
    title: told(title),
    steps: steps.map(({ question, answer, cause, because, evidence, look }) => ({
      question: told(question),
      answer,
      cause,
      because: because && told(because),
      evidence: evidence && plainEvidence(evidence, told),
      look: look && told(look),
    })),
  };
}

function iso(wall: number): string {
  return new Date(wall).toISOString();
}

function moment(at: Moment | undefined) {
  return at && { ...at, wall: at.wall === undefined ? undefined : iso(at.wall) };
}

function plainFinding({ evidence, instances, remedies, ...finding }: Finding, told: Told) {
  return {
    ...finding,
    summary: told(finding.summary),
    evidence: evidence.map((e) => plainEvidence(e, told)),
    instances: instances.map((i) => plainInstance(i, told)),
    remedies: remedies.map((r) => plainRemedy(r, told)),
    ruledOut: finding.ruledOut.map(told),
    confirm: finding.confirm.map(told),
  };
}

function plainEvidence(evidence: Evidence, told: Told) {
  return { ...evidence, meaning: told(evidence.meaning) };
}

function plainInstance(instance: Instance, told: Told) {
  return {
    ...instance,
    summary: told(instance.summary),
    evidence: instance.evidence.map((e) => plainEvidence(e, told)),
  };
}

function plainRemedy(remedy: Remedy, told: Told) {
  return { ...remedy, what: told(remedy.what), sideEffects: remedy.sideEffects && told(remedy.sideEffects) };
}

/** All samples once, in their order; a step lies between each two of them. */
function plainDelta({ latest, steps, witnesses, ...delta }: Delta) {
  const samples = [...steps.map((step) => step.from), latest];
  return {
    ...delta,
    samples: samples.map(plainSample),
    steps: steps.map(({ from: _from, to: _to, ...step }: Step) => step),
    witnesses: witnesses.map((witness) => ({ ...plainSample(witness), source: witness.source })),
  };
}

function plainSample({ value, capture, at, incarnation, line }: Sample) {
  return { value, capture, at: moment(at), incarnation, path: line.file.path, line: line.number };
}

function plainLedgerLine(line: LedgerLine, told: Told) {
  return {
    ...line,
    parts: line.parts.map((part) => ({ ...part, evidence: plainEvidence(part.evidence, told) })),
    note: line.note && told(line.note),
  };
}

function plainEntry(entry: TimelineEntry, told: Told) {
  return {
    ...entry,
    at: moment(entry.at),
    message: told(entry.message),
    evidence: entry.evidence && plainEvidence(entry.evidence, told),
  };
}
