import { expect, test } from 'vitest';
import { catalogue } from '../../src/causes/index.ts';
import { manual } from './manual.ts';

test('docs/causes.md says what the catalogue says', async () => {
  await expect(manual(catalogue)).toMatchFileSnapshot('../../docs/causes.md');
});
