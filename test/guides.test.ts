import { describe, expect, test } from 'vitest';
import { walkGuides } from '../src/guides/guide.ts';
import { guides } from '../src/guides/index.ts';
import type { Finding, Verdict } from '../src/model.ts';
import { guideTexts } from '../src/texts/guides.ts';

const finding = (cause: string, verdict: Verdict, severity: Finding['severity'] = 'high'): Finding => ({
  cause,
  verdict,
  severity,
  certainty: 'certain',
  summary: { id: `${cause}/ok`, args: {} },
  evidence: [{ path: 'proc', line: 1, excerpt: 'x', meaning: { id: 'common/setting-is', args: {} } }],
  instances: [],
  claims: [],
  remedies: [],
  ruledOut: [],
  confirm: [],
});

describe('symptom guides', () => {
  const [guide] = guides;
  const answersOf = (findings: Finding[]) =>
    Object.fromEntries(
      (walkGuides(guides, findings)[0]?.steps ?? []).map((step, i) => [guide?.steps[i]?.id, step]),
    );

  test('every title, question and way to look has a text, and no text is left over', () => {
    const wanted = guides.flatMap(({ id, steps }) => [
      `${id}/title`,
      ...steps.flatMap((s) => [`${id}/${s.id}`, `${id}/${s.id}-look`]),
    ]);
    expect(Object.keys(guideTexts).sort()).toEqual(wanted.sort());
  });

  test('a problem or suspect answers yes, with its first proof; one at info does not', () => {
    const answers = answersOf([
      finding('firewall-drop-rule', 'problem'),
      finding('rp-filter-drop', 'suspect', 'info'),
    ]);
    expect(answers['filter']).toMatchObject({
      answer: 'yes',
      cause: 'firewall-drop-rule',
      evidence: { path: 'proc', line: 1 },
    });
    expect(answers['reverse-path']).toMatchObject({ answer: 'no' });
  });

  test('the first cause of a step must have been looked at to answer no', () => {
    expect(answersOf([finding('firewall-drop-rule', 'ok')])['filter']).toMatchObject({ answer: 'no' });
    expect(answersOf([finding('firewall-policy-drop', 'ok')])['filter']).toMatchObject({ answer: 'unknown' });
    expect(answersOf([finding('firewall-drop-rule', 'unknown')])['filter']).toMatchObject({
      answer: 'unknown',
      because: { id: 'firewall-drop-rule/ok' },
      look: { id: 'guide/syn-without-synack/filter-look' },
    });
  });

  test('another cause of the step may say yes', () => {
    const answers = answersOf([finding('xdp-drops', 'suspect'), finding('firewall-drop-rule', 'ok')]);
    expect(answers['filter']).toMatchObject({ answer: 'yes', cause: 'xdp-drops' });
  });
});
