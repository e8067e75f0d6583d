import type { Finding, Message, MessageArgument, Report, Verdict } from '../model.ts';
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

/** The finding that the report is about: the first one of the strongest verdict that is more than information. */
export function topFinding(report: Report): Finding | undefined {
  const told = rootsOf(report).filter((finding) => finding.severity !== 'info');
  const speaks = (verdict: Verdict) => told.find((finding) => finding.verdict === verdict);
  return speaks('problem') ?? speaks('suspect') ?? speaks('past') ?? speaks('risk');
}

const words = {
  problem: 'headline-problem',
  suspect: 'headline-suspect',
  past: 'headline-past',
  risk: 'headline-risk',
} as const satisfies Partial<Record<Verdict, ReportWord>>;

/** The verdict on the host in one sentence. What could not be looked at is never called healthy. */
export function headlineOf(report: Report, title: (cause: string) => string): Message {
  const top = topFinding(report);
  const host = report.host.name;
  const args = (more: Record<string, MessageArgument>) => (host === undefined ? more : { ...more, host });
  if (top && top.verdict !== 'ok' && top.verdict !== 'unknown') {
    return { id: `report/${words[top.verdict]}`, args: args({ title: title(top.cause) }) };
  }
  const { ok, unknown } = countsOf(report);
  if (ok === 0) return { id: 'report/headline-unknown', args: args({ unknown }) };
  if (unknown > 0) return { id: 'report/headline-partly', args: args({ ok, unknown }) };
  return { id: 'report/headline-ok', args: args({ ok }) };
}
