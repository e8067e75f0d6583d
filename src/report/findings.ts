import type { Finding, Instance } from '../model.ts';
import type { Chart } from './charts/chart.ts';
import { chartsOf, claimedDeltas } from './charts/finding-charts.ts';
import { shortened } from './clean.ts';
import type { EvidenceView, Quote } from './evidence.ts';
import { quoting } from './evidence.ts';
import type { Excerpts } from './excerpts.ts';
import { place, told } from './figures.ts';
import type { RemedyView } from './remedies.ts';
import { remedyView } from './remedies.ts';
import type { CounterRow } from './sections/counters.ts';
import { counterRow, summedOverCpus } from './sections/counters.ts';
import type { View } from './view.ts';

export interface InstanceView {
  subject: string;
  netns: string | null;
  verdict: string;
  verdictWord: string;
  severityWord: string;
  summary: string;
  evidence: EvidenceView[];
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
}

/** A finding with all that follow from it. */
export interface RootView extends FindingView {
  consequences: FindingView[];
  consequencesWord: string;
}

/** What a report shows of one finding at most; the JSON report holds the rest. */
const most = { instances: 20, evidence: 12, perInstance: 3, counters: 16 };
/** So many findings are shown at length, the others with fewer instances. */
const atLength = 10;
const mostFurther = 5;

/** Findings that tell something, roots first, each with all its consequences below it. */
export function findingViews(view: View, excerpts: Excerpts): RootView[] {
  const told = view.report.findings.filter((f) => f.verdict !== 'ok' && f.verdict !== 'unknown');
  const byCause = new Map(told.map((finding) => [finding.cause, finding]));
  const below = new Map<Finding, Finding[]>(told.map((finding) => [finding, []]));
  for (const finding of told) {
    const root = rootOf(finding, byCause);
    if (root === finding) continue;
    below.get(root)?.push(finding);
  }
  const roots = told.filter((finding) => rootOf(finding, byCause) === finding);
  return roots.map((root, index) => {
    const instances = index < atLength ? most.instances : mostFurther;
    const consequences = below.get(root) ?? [];
    const n = consequences.length;
    return {
      ...findingView(root, view, excerpts, instances),
      consequences: consequences.map((finding) => findingView(finding, view, excerpts, mostFurther)),
      consequencesWord: n === 1 ? view.word('consequence-1') : view.word('consequences-n', { n }),
    };
  });
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

export function anchorOf(cause: string): string {
  return `finding-${cause}`;
}

function findingView(finding: Finding, view: View, excerpts: Excerpts, mostInstances: number): FindingView {
  const { cause, verdict, severity, certainty, instances, evidence } = finding;
  const { word } = view;
  const layer = view.layer(cause);
  const quote = quoting(finding, view, excerpts);
  const more = (left: number) => (left > 0 ? word('more-in-json', { n: left }) : null);
  const moved = summedOverCpus(claimedDeltas(finding, view)).slice(0, most.counters);
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
    summary: told(finding, { say: view.sentence, word }),
    why: view.why(cause),
    charts: chartsOf(finding, view),
    moved: moved.map((row) => counterRow(row, view)),
    instances: instances.slice(0, mostInstances).map((instance, n) => instanceView(instance, n, view, quote)),
    moreInstances: more(instances.length - mostInstances),
    evidence: quote(evidence.slice(0, most.evidence)),
    moreEvidence: more(evidence.length - most.evidence),
    remedies: finding.remedies.map((remedy) => remedyView(remedy, view)),
    ruledOut: finding.ruledOut.slice(0, most.evidence).map(view.sentence),
    confirm: finding.confirm.slice(0, most.evidence).map(view.sentence),
    references: view.references(cause).filter((url) => /^https?:\/\//.test(url)),
  };
}

function instanceView(instance: Instance, index: number, view: View, quote: Quote): InstanceView {
  const { word } = view;
  const { netns } = instance.scope;
  const summary = view.say(instance.summary);
  return {
    subject: shortened(instance.subject),
    netns: netns === undefined || netns === '' ? null : place({ netns }, view),
    verdict: instance.verdict,
    verdictWord: word(instance.verdict),
    severityWord: word(instance.severity),
    summary,
    evidence: quote(instance.evidence.slice(0, most.perInstance), `${index + 1}-`, summary),
  };
}
