import type {
  CounterRef,
  Delta,
  Finding,
  LedgerLine,
  Message,
  MessageArgument,
  Report,
  Verdict,
} from '../model.ts';
import type { ReportWord } from '../texts/report.ts';

/** Findings that stand for themselves, in their order; consequences are folded under them. */
export function rootsOf(report: Report): Finding[] {
  return report.findings.filter((finding) => finding.consequenceOf === undefined);
}

/** How many findings have each verdict. */
export function countsOf(report: Report): Record<Verdict, number> {
  const counts = { problem: 0, suspect: 0, past: 0, risk: 0, ok: 0, unknown: 0 };
  for (const finding of report.findings) counts[finding.verdict] += 1;
  return counts;
}

/** The finding that the report is about: the first of the strongest verdict; no mere information, no small risk. */
export function topFinding(report: Report): Finding | undefined {
  const told = rootsOf(report).filter((finding) => finding.severity !== 'info');
  const speaks = (verdict: Verdict) => told.find((finding) => finding.verdict === verdict);
  const risk = told.find((finding) => finding.verdict === 'risk' && finding.severity !== 'low');
  return speaks('problem') ?? speaks('suspect') ?? speaks('past') ?? risk;
}

/** What the report says of the host as a whole. */
export interface Standing {
  verdict: Verdict;
  /** The verdict in a word, and in a sentence. */
  word: ReportWord;
  sentence: ReportWord;
}

/**
 * What could not be looked at is never called healthy: `ok` needs more checks with data than without, and only a host
 * without any gap is called so.
 */
export function standingOf(report: Report): Standing {
  const top = topFinding(report);
  const { problem, suspect, risk, ok, unknown } = countsOf(report);
  if (top?.verdict !== 'problem' && top?.verdict !== 'suspect' && worstGap(report))
    return { verdict: 'suspect', word: 'suspect', sentence: 'headline-gap' };
  if (top && top.verdict !== 'ok' && top.verdict !== 'unknown') {
    const isNow = isSuspectedNow(report, top);
    return {
      verdict: top.verdict,
      word: top.verdict,
      sentence: isNow ? 'headline-suspect-now' : `headline-${top.verdict}`,
    };
  }
  if (ok === 0) return { verdict: 'unknown', word: 'unknown', sentence: 'headline-unknown' };
  if (unknown > ok) return { verdict: 'unknown', word: 'unknown', sentence: 'headline-little' };
  if (problem + suspect + risk > 0) return { verdict: 'ok', word: 'minor', sentence: 'headline-minor' };
  if (unknown > 0) return { verdict: 'ok', word: 'partly', sentence: 'headline-partly' };
  return { verdict: 'ok', word: 'ok', sentence: 'headline-ok' };
}

/** Where most of what came in vanished without a counter: a fifth or more of it, and not by chance. */
function worstGap({ ledger }: Report): LedgerLine | undefined {
  const gaps = ledger.filter(
    ({ direction, gap, lost = 0n, seen }) =>
      direction === 'in' && gap === true && lost >= 10n && seen !== undefined && lost * 5n >= seen,
  );
  return gaps.sort((a, b) => Number((b.lost ?? 0n) - (a.lost ?? 0n)))[0];
}

/** What it accounts for rose between the captures: in doubt is whether that is a fault, not when it happened. */
export function isSuspectedNow({ counters }: Report, { verdict, claims }: Finding): boolean {
  if (verdict !== 'suspect') return false;
  const keyOf = ({ name, scope }: CounterRef) =>
    JSON.stringify([name, ...Object.entries(scope).sort(([a], [b]) => (a < b ? -1 : 1))]);
  const claimed = new Set(claims.map(keyOf));
  const rises = ({ kind, steps }: Delta) =>
    kind === 'counter' && steps.some(({ gap, increase }) => gap === undefined && increase > 0n);
  return counters.some((delta) => rises(delta) && claimed.has(keyOf(delta)));
}

/** The verdict on the host in one sentence. */
export function headlineOf(report: Report, title: (cause: string) => string): Message {
  const top = topFinding(report);
  const { problem, suspect, risk, ok, unknown } = countsOf(report);
  const args: Record<string, MessageArgument> = {
    ok,
    unknown,
    all: report.findings.length,
    minor: problem + suspect + risk,
  };
  const gap = worstGap(report);
  if (gap) args['lost'] = gap.lost ?? 0n;
  if (report.host.name !== undefined) args['host'] = report.host.name;
  if (top) args['title'] = title(top.cause);
  return { id: `report/${standingOf(report).sentence}`, args };
}
