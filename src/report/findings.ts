import type { Evidence, Finding, Instance, Remedy } from '../model.ts';
import type { Chart } from './charts/chart.ts';
import { chartsOf, claimedDeltas } from './charts/finding-charts.ts';
import type { Excerpts, Part } from './excerpts.ts';
import { counterKey, place } from './figures.ts';
import type { CounterRow } from './sections/counters.ts';
import { counterRow, summedOverCpus } from './sections/counters.ts';
import type { View } from './view.ts';

export interface EvidenceView {
  id: string;
  /** 'path:line'. */
  place: string;
  href: string | null;
  parts: Part[];
  meaning: string;
}

export interface InstanceView {
  subject: string;
  netns: string | null;
  verdict: string;
  verdictWord: string;
  severityWord: string;
  summary: string;
  evidence: EvidenceView[];
}

export interface RemedyView {
  when: string;
  what: string;
  commands: string[];
  verify: string[];
  undo: string[];
  sideEffects: string | null;
  risk: string;
  /** Style: a risk of 'none' is calm. */
  calm: boolean;
  who: string;
}

export interface FindingView {
  /** Anchor in the page: 'finding-accept-queue-overflow'. */
  id: string;
  cause: string;
  title: string;
  layerWord: string;
  verdict: Finding['verdict'];
  verdictWord: string;
  severity: Finding['severity'];
  severityWord: string;
  certaintyWord: string;
  summary: string;
  why: string;
  charts: Chart[];
  /** The counters that it rests on. */
  moved: CounterRow[];
  instances: InstanceView[];
  moreInstances: string | null;
  evidence: EvidenceView[];
  moreEvidence: string | null;
  remedies: RemedyView[];
  ruledOut: string[];
  confirm: string[];
  references: string[];
  consequences: FindingView[];
  consequencesWord: string;
}

/** What a report shows of one finding at most; the JSON report holds the rest. */
const maxInstances = 20;
const maxMoved = 16;
const maxEvidence = 12;
const maxEvidencePerInstance = 3;

/** Findings that tell something, roots first, each with all its consequences below it. */
export function findingViews(view: View, excerpts: Excerpts): FindingView[] {
  const told = view.report.findings.filter((f) => f.verdict !== 'ok' && f.verdict !== 'unknown');
  const byCause = new Map(told.map((finding) => [finding.cause, finding]));
  const roots = told.filter((finding) => rootOf(finding, byCause) === finding);
  return roots.map((root) => ({
    ...findingView(root, view, excerpts),
    ...consequencesOf(root, told, byCause, view, excerpts),
  }));
}

/** Follows `consequenceOf` up; a circle, or a root that was not found, makes the finding stand for itself. */
function rootOf(finding: Finding, byCause: ReadonlyMap<string, Finding>): Finding {
  const seen = new Set([finding]);
  let root = finding;
  for (;;) {
    const next = root.consequenceOf === undefined ? undefined : byCause.get(root.consequenceOf);
    if (!next) return root;
    if (seen.has(next)) return finding;
    seen.add(next);
    root = next;
  }
}

function consequencesOf(
  root: Finding,
  told: readonly Finding[],
  byCause: ReadonlyMap<string, Finding>,
  view: View,
  excerpts: Excerpts,
): Pick<FindingView, 'consequences' | 'consequencesWord'> {
  const below = told.filter((finding) => finding !== root && rootOf(finding, byCause) === root);
  return {
    consequences: below.map((finding) => findingView(finding, view, excerpts)),
    consequencesWord:
      below.length === 1 ? view.word('consequence-1') : view.word('consequences-n', { n: below.length }),
  };
}

export function anchorOf(cause: string): string {
  return `finding-${cause}`;
}

function findingView(finding: Finding, view: View, excerpts: Excerpts): FindingView {
  const { cause, verdict, severity, certainty } = finding;
  const { word, say } = view;
  const layer = view.layer(cause);
  const instances = finding.instances
    .slice(0, maxInstances)
    .map((i, n) => instanceView(i, n, finding, view, excerpts));
  const more = (left: number) => (left > 0 ? word('more-in-json', { n: left }) : null);
  return {
    id: anchorOf(cause),
    cause,
    title: view.title(cause),
    layerWord: layer === undefined ? '' : word(`layer-${layer}`),
    verdict,
    verdictWord: word(verdict),
    severity,
    severityWord: word(severity),
    certaintyWord: word(certainty),
    summary: say(finding.summary),
    why: view.why(cause),
    charts: chartsOf(finding, view),
    moved: summedOverCpus(claimedDeltas(finding, view))
      .slice(0, maxMoved)
      .map((row) => counterRow(row, view)),
    instances,
    moreInstances: more(finding.instances.length - instances.length),
    evidence: evidenceViews(finding.evidence.slice(0, maxEvidence), '', finding, view, excerpts),
    moreEvidence: more(finding.evidence.length - maxEvidence),
    remedies: finding.remedies.map((remedy) => remedyView(remedy, view)),
    ruledOut: finding.ruledOut.map(say),
    confirm: finding.confirm.map(say),
    references: view.references(cause).filter((url) => /^https?:\/\//.test(url)),
    consequences: [],
    consequencesWord: '',
  };
}

function evidenceViews(
  evidence: readonly Evidence[],
  prefix: string,
  finding: Finding,
  view: View,
  excerpts: Excerpts,
): EvidenceView[] {
  const claimed = new Set(finding.claims.map(counterKey));
  return evidence.map((piece, index) => {
    const id = `evidence-${finding.cause}-${prefix}${index + 1}`;
    const { href, ...quote } = excerpts.cite(
      piece,
      { href: `#${id}`, title: view.title(finding.cause) },
      claimed,
    );
    return { id, ...quote, href: href ?? null, meaning: view.say(piece.meaning) };
  });
}

function instanceView(
  instance: Instance,
  index: number,
  finding: Finding,
  view: View,
  excerpts: Excerpts,
): InstanceView {
  const { word, say } = view;
  const { netns } = instance.scope;
  return {
    subject: instance.subject,
    netns: netns === undefined || netns === '' ? null : place({ netns }, view),
    verdict: instance.verdict,
    verdictWord: word(instance.verdict),
    severityWord: word(instance.severity),
    summary: say(instance.summary),
    evidence: evidenceViews(
      instance.evidence.slice(0, maxEvidencePerInstance),
      `${index + 1}-`,
      finding,
      view,
      excerpts,
    ),
  };
}

function remedyView(remedy: Remedy, { word, say }: View): RemedyView {
  return {
    when: word(remedy.when),
    what: say(remedy.what),
    commands: remedy.commands,
    verify: remedy.verify,
    undo: remedy.undo,
    sideEffects: remedy.sideEffects ? say(remedy.sideEffects) : null,
    risk: word(`risk-${remedy.risk}`),
    calm: remedy.risk === 'none',
    who: word(`who-${remedy.who}`),
  };
}
