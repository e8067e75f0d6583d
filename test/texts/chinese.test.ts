import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/causes/index.ts';
import { anyDriver, drivers, unclassified } from '../../src/counters/names/ethtool.ts';
import { openEnded } from '../../src/counters/names/open-ended.ts';
import { exactNames, meaningOf } from '../../src/counters/names.ts';
import { englishTexts } from '../../src/texts/english.ts';
import { translatedMeaning } from '../../src/texts/meanings.ts';
import { formatRate, renderMessage } from '../../src/texts/render.ts';
import { chinese, translated } from '../../src/texts/zh/chinese.ts';
import { meanings } from '../../src/texts/zh/meanings/index.ts';

const source = englishTexts(catalogue);
const texts = translated();
const placeholders = (text: string) => [...new Set(text.match(/\{\w+(:\w+)?\}/g))].sort();
/** The placeholders whose part vanishes when they have no value, and those that must have one. */
const optional = (text: string) => placeholders([...text.matchAll(/\[\[(.*?)\]\]/g)].join(' '));
const needed = (text: string) => placeholders(text.replace(/\[\[(.*?)\]\]/g, ''));
const different = (of: (text: string) => string[]) =>
  [...texts].filter(([id, text]) => String(of(text)) !== String(of(source.get(id) ?? ''))).map(([id]) => id);

/** All that counters and gauges mean, in English. */
function englishMeanings(): Set<string> {
  const known = exactNames.map((name) => meaningOf(name));
  const patterns = [...Object.values(drivers).flat(), ...anyDriver, ...unclassified];
  return new Set([
    ...known.flatMap((row) => (row && row.kind !== 'setting' ? [row.meaning] : [])),
    ...patterns.map(([, , , , meaning]) => meaning),
    ...openEnded.map(([, row]) => row[6]),
  ]);
}

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

  test('tells what every counter means, except by its name alone, and nothing else', () => {
    const dictionary = chinese(catalogue);
    const asked = new Set<string>();
    const told = (english: string) =>
      translatedMeaning(english, (id) => {
        asked.add(id);
        return dictionary(id);
      });
    const untold = [...englishMeanings()].filter((english) => !/\p{Script=Han}/u.test(told(english)));
    expect(untold.filter((english) => !/^(MPTCP|SCTP|kTLS|IPsec): \w+$/.test(english))).toEqual([]);
    expect(Object.keys(meanings).filter((english) => !asked.has(`meaning/${english}`))).toEqual([]);
  });

  test('keeps the protocol before what a counter means, and names', () => {
    const told = (english: string) => translatedMeaning(english, chinese(catalogue));
    expect(told('IPv6 UDP-Lite: no socket on the port')).toBe('IPv6 UDP-Lite：端口上没有套接字');
    expect(told('MPTCP: AddAddr')).toBe('MPTCP：AddAddr');
    expect(told('reset: closed with unread data')).toBe('复位：关闭时有未读数据');
    expect(told('no counter means this')).toBe('no counter means this');
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
