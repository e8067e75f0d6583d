import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../../src/bundle/limits.ts';
import type { Hit } from '../../src/bundle/log-search.ts';
import { LogSearch } from '../../src/bundle/log-search.ts';
import { Needles } from '../../src/bundle/needles.ts';

/** What the search must find, by the simplest means. */
function naive(text: string, needles: readonly string[]): Hit[] {
  const rows = text.split('\n');
  if (rows.at(-1) === '') rows.pop();
  return rows
    .map((row, i) => ({ text: row.replace(/\r$/, ''), number: i + 1 }))
    .filter(
      ({ text: row, number }) =>
        number === 1 || number === rows.length || needles.some((n) => row.includes(n)),
    );
}

/** Gives the text in pieces that begin at any byte of a word, as archives do. */
function search(
  text: string,
  needles: readonly string[],
  pieces: readonly number[],
  limits = {},
): LogSearch & { hits: Hit[] } {
  const engine = new LogSearch(new Needles(needles), { ...defaultLimits, ...limits });
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const length = Math.max(1, pieces[i % pieces.length] ?? 1);
    engine.write(bytes.subarray(at, at + length));
    at += length;
  }
  return Object.assign(engine, { hits: engine.finish() });
}

/** Mulberry32: the same numbers in every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

const needles = [
  'table full',
  'NETDEV WATCHDOG',
  'Link is Down',
  'abcabca',
  'ab cab b',
  'über uns',
  'cab bcab',
  'b cab c',
];

describe('log search', () => {
  test('finds what a simple search finds, wherever needles and pieces begin', () => {
    const random = randomNumbers(7);
    const words = [
      ...needles,
      'a',
      'x',
      'b',
      'c',
      ' ',
      'tab',
      'le full',
      'NETDEV',
      'é',
      '\r',
      'Link is',
      ' Down',
      '\n',
      '\n',
    ];
    for (let run = 0; run < 400; run++) {
      const text = Array.from({ length: random(60) }, () => words[random(words.length)]).join('');
      const chosen = needles.filter(() => random(2) === 0);
      const pieces = Array.from({ length: 1 + random(5) }, () => 1 + random(40));
      expect({ text, chosen, pieces, hits: search(text, chosen, pieces).hits }).toEqual({
        text,
        chosen,
        pieces,
        hits: naive(text, chosen),
      });
    }
  });

  test('numbers lines truly in a long text, at any alignment', () => {
    const rows = Array.from({ length: 20_000 }, (_, i) =>
      i % 997 === 500 ? `kernel: Link is Down ${i}` : `row ${i} ${'.'.repeat(i % 90)}`,
    );
    const text = `${rows.join('\n')}\n`;
    for (const piece of [4096, 65_536 + 1, 10_007]) {
      expect(search(text, needles, [piece]).hits).toEqual(naive(text, needles));
    }
  });

  test('an empty log has no lines, and one without a line end has its last', () => {
    expect(search('', needles, [1]).hits).toEqual([]);
    expect(search('one\n\nlast table full', needles, [3]).hits).toEqual([
      { text: 'one', number: 1 },
      { text: 'last table full', number: 3 },
    ]);
  });

  test('a long line is searched in its beginning only, and does not fill the memory', () => {
    const text = `${'.'.repeat(5000)} table full\nnext table full\n`;
    const found = search(text, needles, [777], { lineBytes: 100 });
    expect(found.longLines).toBe(1);
    expect(found.hits).toEqual([
      { text: '.'.repeat(100), number: 1 },
      { text: 'next table full', number: 2 },
    ]);
  });

  test('of too many hits the first and the newest are kept', () => {
    const text = Array.from({ length: 5000 }, (_, i) => `${i} table full\n`).join('');
    const found = search(text, needles, [1000], { hits: 100 });
    expect(found.hits.slice(0, 10).map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(found.hits.at(-1)).toEqual({ text: '4999 table full', number: 5000 });
    expect(found.hits.length).toBeGreaterThanOrEqual(100);
    expect(found.hits.length).toBeLessThanOrEqual(300);
    expect(found.leftOut + found.hits.length).toBe(5000);
  });
});
