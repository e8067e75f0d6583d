import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import type { Cause } from '../../src/causes/cause.ts';
import { catalogue } from '../../src/causes/index.ts';
import type { Finding, Message } from '../../src/model.ts';
import { english } from '../../src/texts/english.ts';
import { renderMessage } from '../../src/texts/render.ts';
import type { FixtureCase } from './fixture.ts';
import { readFixture } from './fixture.ts';

const fixtureOf = (cause: Cause) => new URL(`./${cause.id}.txt`, import.meta.url);
const dictionary = english(catalogue);
const spoken = (message: Message) => renderMessage(message, dictionary);

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
    const report = analyze([fixture.bundle], catalogue, { version: 'test', now: 0 });
    const finding = report.findings.find((f) => f.cause === cause.id);
    if (!finding) throw new Error('no finding');
    const said = messagesOf(finding).map(spoken);
    expect({ verdict: finding.verdict, said: said[0] }).toMatchObject({ verdict: fixture.verdict });
    if (fixture.severity) expect(finding.severity).toBe(fixture.severity);
    if (fixture.certainty) expect(finding.certainty).toBe(fixture.certainty);
    if (fixture.title.startsWith('look-alike')) expect(['problem', 'suspect']).not.toContain(finding.verdict);
    for (const text of said) expect(text).not.toMatch(/\{\w+(:\w+)?\}|^[a-z-]+\/[a-z-]+ \{/);
    checkDirectives(fixture, finding, said, report.findings);
  });
});

/** Everything that a finding says to people, its summary first. */
function messagesOf({ summary, instances, evidence, remedies, ruledOut, confirm }: Finding): Message[] {
  const quoted = [...evidence, ...instances.flatMap((i) => i.evidence)].map((e) => e.meaning);
  const advice = remedies.flatMap(({ what, sideEffects }) => (sideEffects ? [what, sideEffects] : [what]));
  return [summary, ...instances.map((i) => i.summary), ...quoted, ...advice, ...ruledOut, ...confirm];
}

function checkDirectives(fixture: FixtureCase, finding: Finding, said: string[], all: Finding[]): void {
  for (const { word, rest } of fixture.directives) {
    const commands = finding.remedies.flatMap((r) => r.commands);
    const evidence = [...finding.evidence, ...finding.instances.flatMap((i) => i.evidence)];
    if (word === 'cites') expect(evidence.map((e) => `${e.path}:${e.line}`)).toContain(rest);
    else if (word === 'says') expect(said.join('\n')).toContain(rest);
    else if (word === 'remedy') expect(commands.join('\n')).toContain(rest);
    else if (word === 'never') expect([...said, ...commands].join('\n')).not.toContain(rest);
    else if (word === 'follows') expect(finding.consequenceOf).toBe(rest);
    else if (word === 'top')
      expect(all.find((f) => f.consequenceOf === undefined)?.cause).toBe(finding.cause);
    else expect(['apart', 'uptime']).toContain(word);
  }
}
