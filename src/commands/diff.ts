import { diff as differences } from '../analyze/diff.ts';
import { openBundle } from '../bundle/open.ts';
import { scopeText } from '../counters/table.ts';
import { wanted } from '../parsers/index.ts';
import { clean } from '../report/clean.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';

/** `dropcause diff`: settings in which two bundles differ, one per line, with where they were read. */
export async function diff(first: string, second: string, options: { json?: boolean }): Promise<ExitCode> {
  const [a, b] = [await openBundle(first, { wanted }), await openBundle(second, { wanted })];
  const changes = differences(a, b);
  if (options.json) process.stdout.write(`${JSON.stringify(changes, null, 2)}\n`);
  else if (changes.length === 0) process.stdout.write('no setting differs that both bundles hold\n');
  else {
    for (const { key, scope, from, to } of changes) {
      const where = scopeText(scope);
      const text = `${where === '' ? '' : `${where}  `}${key}: ${from ?? '(not there)'} -> ${to ?? '(not there)'}`;
      process.stdout.write(`${clean(text)}\n`);
    }
  }
  return a.damaged || b.damaged ? exitCodes.partly : exitCodes.done;
}
