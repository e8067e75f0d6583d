import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalogue } from '../../src/causes/index.ts';
import { readFixture } from './fixture.ts';

/** Rows of docs/guides.md: the last two cells are a cause and a case of its fixture. */
const rows = readFileSync(new URL('../../docs/guides.md', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-E]/.test(line))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test('every statement of the guides is proved by a case of a fixture', () => {
  expect(rows.length).toBeGreaterThan(60);
  const wrong = rows.filter((cells) => {
    const [cause = '', title] = cells.slice(-2);
    if (!catalogue.some(({ id }) => id === cause)) return true;
    const fixture = readFileSync(new URL(`./${cause}.txt`, import.meta.url), 'utf8');
    return !readFixture(fixture).some((one) => one.title === title);
  });
  expect(wrong).toEqual([]);
});
