import { expect, test } from 'vitest';
import { catalogue } from '../../src/causes/index.ts';
import { manual } from './manual.ts';

test('docs/causes.md says what the catalogue says', async () => {
  const same = expect(manual(catalogue)).toMatchFileSnapshot('../../docs/causes.md');
  // The difference is as long as what was added: the command that makes the file anew shows it better.
  await same.catch(() => {
    throw new Error('docs/causes.md is stale: npx vitest run test/causes -u, then read its diff');
  });
});
