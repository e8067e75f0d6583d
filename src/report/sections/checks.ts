import type { Finding } from '../../model.ts';
import { placeOf } from '../excerpts.ts';
import type { View } from '../view.ts';

export interface HealthyRow {
  layer: string;
  title: string;
  summary: string;
  source: string;
}

/** Checks that found nothing wrong, with the numbers that say so, in the order of the packet's path. */
export function healthyRows(view: View): HealthyRow[] {
  return inCatalogueOrder(view, 'ok').map((finding) => {
    const layer = view.layer(finding.cause);
    const [first] = finding.evidence;
    return {
      layer: layer === undefined ? '' : view.word(`layer-${layer}`),
      title: view.title(finding.cause),
      summary: view.sentence(finding.summary),
      source: first ? placeOf(first) : '',
    };
  });
}

export interface UncheckedRow {
  /** What is missing, and why. */
  reason: string;
  checks: string[];
  commands: string[];
}

/** Checks without data, by what is missing: the reason that hides most checks first. */
export function uncheckedRows(view: View): UncheckedRow[] {
  const rows = new Map<string, UncheckedRow>();
  for (const finding of inCatalogueOrder(view, 'unknown')) {
    const reason = view.sentence(finding.summary);
    const row = rows.get(reason) ?? { reason, checks: [], commands: [] };
    row.checks.push(view.title(finding.cause));
    row.commands = [...new Set([...row.commands, ...commandsOf(finding)])];
    rows.set(reason, row);
  }
  return [...rows.values()].sort((a, b) => b.checks.length - a.checks.length);
}

/** What to run on the host so that nothing stays unchecked, each command once. */
export function commandsToSend(rows: readonly UncheckedRow[]): string[] {
  return [...new Set(rows.flatMap((row) => row.commands))];
}

/** The commands that would bring what a check lacked. */
export function commandsOf({ confirm }: Finding): string[] {
  return confirm.flatMap(({ id, args }) => {
    const command = id === 'common/brings-it' ? args['command'] : undefined;
    return typeof command === 'string' ? [command] : [];
  });
}

function inCatalogueOrder({ report, catalogue }: View, verdict: Finding['verdict']): Finding[] {
  const order = new Map(catalogue.map((cause, index) => [cause.id, index]));
  const place = (finding: Finding) => order.get(finding.cause) ?? order.size;
  return report.findings.filter((f) => f.verdict === verdict).sort((a, b) => place(a) - place(b));
}
