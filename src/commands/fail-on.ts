import type { Finding, Severity } from '../model.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';

export type Threshold = Exclude<Severity, 'info'>;

const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/**
 * The exit code of --fail-on: counts problems and suspects, never what is past or a mere risk.
 * @param roots Findings that are no consequence of others.
 */
export function failOn(
  roots: readonly Pick<Finding, 'verdict' | 'severity'>[],
  threshold: Threshold | undefined,
): ExitCode {
  if (threshold === undefined) return exitCodes.done;
  const counted = severities.slice(0, severities.indexOf(threshold) + 1);
  const found = roots.some(
    (f) => (f.verdict === 'problem' || f.verdict === 'suspect') && counted.includes(f.severity),
  );
  return found ? exitCodes.found : exitCodes.done;
}
