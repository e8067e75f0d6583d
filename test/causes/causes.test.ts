import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Cause } from '../../src/causes/cause.ts';
import { catalogue } from '../../src/causes/index.ts';
import { complaintsOf } from './complaints.ts';
import { readFixture } from './fixture.ts';

const fixtureOf = (cause: Cause) => new URL(`./${cause.id}.txt`, import.meta.url);

describe.each(catalogue.map((cause) => [cause.id, cause] as const))('%s', (_, cause) => {
  const cases = existsSync(fixtureOf(cause)) ? readFixture(readFileSync(fixtureOf(cause), 'utf8')) : [];

  test('has a case for every verdict that it declares, for unknown, and for its look-alike', () => {
    const shown = new Set(cases.map((c) => c.verdict));
    expect([...shown].sort()).toEqual([...new Set([...cause.verdicts, 'unknown'])].sort());
    expect(cases.some((c) => c.title.startsWith(`look-alike ${cause.lookAlike}`))).toBe(true);
  });

  test('uses every text that it has', () => {
    const source = readFileSync(new URL(`../../src/causes/${cause.id}.ts`, import.meta.url), 'utf8');
    const byVerdict = ['title', 'why', 'problem', 'suspect', 'past', 'risk', 'ok'];
    const unused = Object.keys(cause.texts).filter(
      (id) => !byVerdict.includes(id) && !new RegExp(`'${id}'(?!:)`).test(source),
    );
    expect(unused).toEqual([]);
  });

  test.each(cases.map((c) => [`${c.title} (line ${c.line})`, c] as const))('%s', (_title, fixture) => {
    expect(complaintsOf(fixture, cause, catalogue)).toEqual([]);
  });
});

test('the guide for new causes shows a cause as it is', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  expect(read('docs/adding-a-cause.md')).toContain(
    `\n\`\`\`ts\n${read('src/causes/tcp-min-ttl-drop.ts')}\`\`\`\n`,
  );
});
