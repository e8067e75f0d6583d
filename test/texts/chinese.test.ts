import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/causes/index.ts';
import { common } from '../../src/texts/common.ts';
import { english } from '../../src/texts/english.ts';
import { fleetTexts } from '../../src/texts/fleet.ts';
import { renderMessage } from '../../src/texts/render.ts';
import { reportTexts } from '../../src/texts/report.ts';
import { chinese, translated } from '../../src/texts/zh/chinese.ts';

const source = english(catalogue);
const texts = translated();
const ids = [
  ...Object.keys(common).map((key) => `common/${key}`),
  ...Object.keys(reportTexts).map((key) => `report/${key}`),
  ...Object.keys(fleetTexts).map((key) => `fleet/${key}`),
  ...catalogue.flatMap((cause) => Object.keys(cause.texts).map((key) => `${cause.id}/${key}`)),
];
const placeholders = (text: string) => [...new Set(text.match(/\{\w+(:\w+)?\}/g))].sort();

describe('Simplified Chinese', () => {
  test('says nothing that English does not have', () => {
    expect([...texts.keys()].filter((id) => source(id) === undefined)).toEqual([]);
  });

  test('has the same placeholders, with the same formats', () => {
    const different = [...texts].filter(
      ([id, text]) => String(placeholders(text)) !== String(placeholders(source(id) ?? '')),
    );
    expect(different.map(([id]) => id)).toEqual([]);
  });

  test('says in English what is missing; at a release nothing is', () => {
    const missing = ids.filter((id) => !texts.has(id));
    for (const id of missing) expect(chinese(catalogue)(id)).toBe(source(id));
    console.log(`Chinese: ${ids.length - missing.length} of ${ids.length} texts, ${missing.length} missing`);
    if (process.env['DROPCAUSE_RELEASE']) expect(missing).toEqual([]);
  });

  test('fills its sentences', () => {
    const message = { id: 'report/headline-problem', args: { title: 'accept 队列溢出', host: 'web1' } };
    expect(renderMessage(message, chinese(catalogue))).toBe('accept 队列溢出：web1 上正在发生');
  });
});
