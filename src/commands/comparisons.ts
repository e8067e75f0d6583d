import { againstBaseline } from '../counters/baseline.ts';
import { withPeer } from '../counters/peer.ts';
import type { ComparisonLine, Delta, Evidence, Message, Report } from '../model.ts';
import { analyzeBundles } from './bundles.ts';

export interface ComparisonOptions {
  version: string;
  /** Bundles of a healthy twin, or of the time before a fix. */
  baseline?: string[];
  /** Bundles of the other end of the conversation. */
  peer?: string[];
}

/** The report with what the other bundles say about it; the same report when none were given. */
export async function comparisonsOf(
  report: Report,
  { version, baseline, peer }: ComparisonOptions,
): Promise<Report> {
  const lines: ComparisonLine[] = [];
  if (baseline) lines.push(...baselineLines(report, (await analyzeBundles(baseline, version)).report));
  if (peer) lines.push(...peerLines(report, (await analyzeBundles(peer, version)).report));
  return lines.length > 0 || baseline || peer ? { ...report, comparisons: lines } : report;
}

const nameOf = ({ host, captures }: Report) => host.name ?? captures[0]?.label ?? '?';

function baselineLines(report: Report, other: Report): ComparisonLine[] {
  return againstBaseline(report.counters, other.counters).map(({ comparison, message, here, there }) => ({
    kind: 'baseline',
    with: nameOf(other),
    outcome: comparison,
    message,
    evidence: [here, there].flatMap((delta) => (delta ? [cite(delta, message)] : [])),
  }));
}

function peerLines(report: Report, other: Report): ComparisonLine[] {
  return withPeer(report, other).directions.map(({ where, message }) => ({
    kind: 'peer',
    with: nameOf(other),
    outcome: where,
    message,
    evidence: [],
  }));
}

function cite({ latest: { line } }: Delta, meaning: Message): Evidence {
  return { path: line.file.path, line: line.number, excerpt: line.text, meaning };
}
