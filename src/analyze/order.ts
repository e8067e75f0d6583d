import type { Cause } from '../causes/cause.ts';
import type { Certainty, Finding, Instance, Severity, Verdict } from '../model.ts';

const verdicts: readonly Verdict[] = ['problem', 'suspect', 'past', 'risk', 'unknown', 'ok'];
const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];
const certainties: readonly Certainty[] = ['certain', 'likely', 'possible'];

/** Roots before consequences; then verdict, severity, certainty, share, and the order of the catalogue. */
export function byImportance(findings: readonly Finding[], catalogue: readonly Cause[]): Finding[] {
  const place = new Map(catalogue.map((cause, index) => [cause.id, index]));
  const keys = (f: Finding) => [
    f.consequenceOf === undefined ? 0 : 1,
    verdicts.indexOf(f.verdict),
    severities.indexOf(f.severity),
    certainties.indexOf(f.certainty),
    -(f.share ?? 0),
    place.get(f.cause) ?? 0,
  ];
  return [...findings].sort((a, b) => compareKeys(keys(a), keys(b)));
}

/** Instances of one finding: verdict, severity, share, rate, then name by code point. */
export function worstFirst(instances: readonly Instance[]): Instance[] {
  const keys = (i: Instance) => [
    verdicts.indexOf(i.verdict),
    severities.indexOf(i.severity),
    -(i.share ?? 0),
    -(i.rate ?? 0),
  ];
  return [...instances].sort(
    (a, b) => compareKeys(keys(a), keys(b)) || (a.subject < b.subject ? -1 : a.subject > b.subject ? 1 : 0),
  );
}

/** Of one cause's answers: severity, certainty, share. The verdict decides before. */
export function byWeight(
  a: Pick<Partial<Finding>, 'severity' | 'certainty' | 'share'>,
  b: Pick<Partial<Finding>, 'severity' | 'certainty' | 'share'>,
): number {
  const keys = ({ severity = 'info', certainty = 'certain', share = 0 }: typeof a) => [
    severities.indexOf(severity),
    certainties.indexOf(certainty),
    -share,
  ];
  return compareKeys(keys(a), keys(b));
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
