import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/causes/index.ts';
import { englishTexts } from '../../src/texts/english.ts';
import { formatRate, renderMessage } from '../../src/texts/render.ts';
import { chinese, translated } from '../../src/texts/zh/chinese.ts';

const source = englishTexts(catalogue);
const texts = translated();
const placeholders = (text: string) => [...new Set(text.match(/\{\w+(:\w+)?\}/g))].sort();
/** The placeholders whose part vanishes when they have no value, and those that must have one. */
const optional = (text: string) => placeholders([...text.matchAll(/\[\[(.*?)\]\]/g)].join(' '));
const needed = (text: string) => placeholders(text.replace(/\[\[(.*?)\]\]/g, ''));
const different = (of: (text: string) => string[]) =>
  [...texts].filter(([id, text]) => String(of(text)) !== String(of(source.get(id) ?? ''))).map(([id]) => id);

describe('Simplified Chinese', () => {
  test('says everything that English says, and nothing else', () => {
    expect([...source.keys()].filter((id) => !texts.has(id))).toEqual([]);
    expect([...texts.keys()].filter((id) => !source.has(id))).toEqual([]);
  });

  test('has the same placeholders, with the same formats', () => {
    expect(different(placeholders)).toEqual([]);
  });

  test('leaves out what English leaves out when a value is missing', () => {
    expect(different(optional)).toEqual([]);
    expect(different(needed)).toEqual([]);
  });

  test('fills its sentences', () => {
    const message = { id: 'report/headline-problem', args: { title: 'accept 队列溢出', host: 'web1' } };
    expect(renderMessage(message, chinese(catalogue))).toBe('accept 队列溢出：web1 上正在发生');
  });

  test('says days as the other units, by their symbol', () => {
    const rose = { id: 'comparison/rose', args: { counter: 'Udp.InErrors', n: 3, seconds: 259200 } };
    expect(renderMessage(rose, chinese(catalogue))).toBe('Udp.InErrors 在 3 d 内增加 3');
    expect(formatRate(2 / 86400, chinese(catalogue))).toBe('2/d');
  });
});
