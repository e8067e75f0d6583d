import { expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import type { Conclusion, Context } from '../../src/causes/cause.ts';
import { defineCause } from '../../src/causes/cause.ts';
import { catalogue } from '../../src/causes/index.ts';
import { renderReply } from '../../src/report/reply.ts';
import { renderText } from '../../src/report/text.ts';
import { english } from '../../src/texts/english.ts';
import { readFixture } from '../causes/fixture.ts';

/** By hand: the same counter in three network namespaces, worst in the last. */
const udp = (full: number) => `Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors
Udp: ${100_000 - full} 0 ${full} 0 ${full} 0`;
const fixture = `=== three namespaces: suspect
--- 1/proc/net/snmp
${udp(0)}
--- 1/netns/a/proc/net/snmp
${udp(1)}
--- 1/netns/b/proc/net/snmp
${udp(2000)}
--- 1/netns/c/proc/net/snmp
${udp(40_000)}
`;

const dictionary = english(catalogue);
const bundles = readFixture(fixture).map(({ bundle }) => bundle);
const report = analyze(bundles, catalogue, { version: 'test', now: 0 });

test('the worst namespace speaks, not the first', () => {
  const finding = report.findings.find(({ cause }) => cause === 'udp-rcvbuf-full');
  expect(finding?.namespaces).toEqual(['c', 'b', 'a']);
  expect(finding?.summary.args).toMatchObject({ n: 40_000n });
  expect(finding?.claims).toHaveLength(3);
});

test('what is read says where, and where else', () => {
  const options = { dictionary, catalogue };
  for (const text of [
    renderText(report, { ...options, width: 300, color: false }),
    renderReply(report, options),
  ])
    expect(text.replace(/\s+/g, ' ')).toContain('(network namespace c, and 2 more)');
});

/** A cause that says this of a namespace. */
const saying = (id: string, of: (netns: string) => Conclusion['verdict'], consequenceOf: string[] = []) =>
  defineCause({
    id,
    layer: 'udp',
    per: 'netns',
    needs: [],
    verdicts: ['problem', 'suspect', 'ok'],
    lookAlike: 'udp-rcvbuf-full',
    texts: { title: id, why: id, told: id },
    references: ['RFC 768'],
    evaluate: ({ netns }: Context, say) => ({ verdict: of(netns), summary: say('told'), consequenceOf }),
  });

test.each([
  ['only where the root is found everywhere', ['a', 'b', 'c'], ['', 'a', 'b', 'c'], undefined],
  ['where the root is the host’s own', [''], ['', 'a', 'b', 'c'], 'root'],
  ['in the only namespace', ['c'], ['c'], 'root'],
  ['not where the root is elsewhere', ['a'], ['c'], undefined],
])('a consequence is folded %s', (_, roots, found, folded) => {
  const causes = [
    saying('root', (netns) => (roots.includes(netns) ? 'problem' : 'ok')),
    saying('child', (netns) => (found.includes(netns) ? 'problem' : 'ok'), ['root']),
  ];
  const { findings } = analyze(bundles, causes, { version: 'test', now: 0 });
  expect(findings.find(({ cause }) => cause === 'child')?.consequenceOf).toBe(folded);
});
