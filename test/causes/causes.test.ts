import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Cause } from '../../src/causes/cause.ts';
import { catalogue } from '../../src/causes/index.ts';
import { ownHelpers } from '../mutation/own-helpers.mjs';
import { complaintsOf, gapsOf } from './complaints.ts';
import { readFixture } from './fixture.ts';

const fixtureOf = (cause: Cause) => new URL(`./${cause.id}.txt`, import.meta.url);

/** Fails with the complaints and nothing else: the comparison of two lists would bury them. */
function none(complaints: readonly string[]) {
  if (complaints.length > 0) throw new Error(complaints.join('\n'));
}

describe.each(catalogue.map((cause) => [cause.id, cause] as const))('%s', (_, cause) => {
  const cases = existsSync(fixtureOf(cause))
    ? readFixture(readFileSync(fixtureOf(cause), 'utf8'), `${cause.id}.txt`)
    : [];

  test('has a case for every verdict that it declares, for unknown, and for its look-alike', () => {
    none(gapsOf(cases, cause));
  });

  test('uses every text that it has', () => {
    const source = [cause.id, ...ownHelpers(cause.id)]
      .map((name) => readFileSync(new URL(`../../src/causes/${name}.ts`, import.meta.url), 'utf8'))
      .join('\n');
    const byVerdict = ['title', 'why', 'problem', 'suspect', 'past', 'risk', 'ok'];
    const unused = Object.keys(cause.texts).filter(
      (id) => !byVerdict.includes(id) && !new RegExp(`(?<!\\| )'${id}'(?!:)`).test(source),
    );
    none(unused.map((id) => `text "${id}" is never said`));
  });

  test.each(cases.map((c) => [`${c.title} (line ${c.line})`, c] as const))('%s', (_title, fixture) => {
    none(complaintsOf(fixture, cause, catalogue));
  });
});

test('the guide for new causes shows a cause as it is', () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  expect(read('docs/adding-a-cause.md')).toContain(
    `\n\`\`\`ts\n${read('src/causes/tcp-min-ttl-drop.ts')}\`\`\`\n`,
  );
});
