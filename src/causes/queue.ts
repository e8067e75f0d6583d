import type { Severity } from '../model.ts';
import { capped } from './counted.ts';
import type { Movement } from './grade.ts';

/** Queues that drop to signal (`isManaged`): only a large share is worth a word. */
export function gradeQueue(
  { verdict, severity, share }: Movement,
  drops: 'on-purpose' | 'when-full',
): Severity {
  if (verdict === 'past') return 'info';
  if (drops === 'when-full') return severity;
  return (share ?? 0) >= 0.02 ? capped(severity, 'medium') : 'info';
}
