import { describe, expect, test } from 'vitest';
import { fleetCsv } from '../../src/fleet/csv.ts';
import { fleetNdjson } from '../../src/fleet/ndjson.ts';
import { texts } from '../zoo/texts.ts';
import { fleet, fleetOptions, found, host } from './specimen.ts';

/** RFC 4180, read without the program's own code. */
const rowsOf = (csv: string) =>
  csv
    .split('\r\n')
    .slice(0, -1)
    .map((row) =>
      [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, bare]) => quoted?.replaceAll('""', '"') ?? bare ?? '',
      ),
    );

const listening = found('accept-queue-overflow', 'problem', 'high', {
  share: 0.04,
  subjects: ['a:80', 'b:80'],
});
const two = fleet(
  [host('web1', { findings: [listening, found('syn-flood', 'suspect', 'medium')] }), host('calm')],
  [{ path: 'in/broken.tar', reason: 'cut off', kind: 'damaged' }],
);

describe('CSV', () => {
  test('has a row per host and finding, and one for a host without', () => {
    const [head = [], ...rows] = rowsOf(fleetCsv(two, fleetOptions));
    const column = (name: string) => rows.map((row) => row[head.indexOf(name)]);
    expect(rows.every((row) => row.length === head.length)).toBe(true);
    expect(column('host')).toEqual(['web1', 'web1', 'calm']);
    expect(column('cause')).toEqual(['accept-queue-overflow', 'syn-flood', '']);
    expect(column('share')).toEqual(['0.04', '', '']);
    expect(column('subjects')).toEqual(['a:80; b:80', '', '']);
    expect(column('host_verdict')).toEqual(['problem', 'problem', 'ok']);
    expect(column('summary')[0]).toBe('accept-queue-overflow counter stands at 4711 since boot');
    expect(column('report')).toEqual(['hosts/web1.html', 'hosts/web1.html', 'hosts/calm.html']);
  });

  test.each(Object.entries(texts))('%s: no cell is a formula, and no row breaks', (_, text) => {
    const csv = fleetCsv(fleet([hostile(text)]), fleetOptions);
    expect(csv).not.toMatch(/[^\P{C}\r\n]/u);
    const rows = rowsOf(csv);
    expect(rows.map((row) => row.length)).toEqual([22, 22]);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^\s*[=+@＝＋－＠]|^\s*-/);
    // A spreadsheet of a country that writes decimal commas splits at semicolons.
    const bare = csv.replace(/"(?:[^"]|"")*"/g, '');
    expect(bare).not.toContain(';');
  });
});

test('NDJSON: one object per line, with the sentences', () => {
  const lines = fleetNdjson(two, fleetOptions).trimEnd().split('\n');
  const [about, first, second, last] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(about).toMatchObject({ kind: 'fleet', hosts: 2, unreadable: 1 });
  expect(first).toMatchObject({ kind: 'host', id: 'web1' });
  expect(first?.['findings']).toMatchObject([
    { title: { text: 'Accept queue overflow' }, summary: { args: { total: '4711' } } },
    { cause: 'syn-flood' },
  ]);
  expect(second).toMatchObject({ kind: 'host', id: 'calm', findings: [] });
  expect(last).toEqual({
    kind: 'unreadable',
    reasonKind: 'damaged',
    path: 'in/broken.tar',
    reason: 'cut off',
  });
});

test.each(Object.entries(texts))('NDJSON, %s: printable, and what the host said', (_, text) => {
  const json = fleetNdjson(fleet([hostile(text)]), fleetOptions);
  expect(json).not.toMatch(/[^\P{C}\n]/u);
  const [, shown] = json.trimEnd().split('\n');
  expect((JSON.parse(shown ?? '') as { identity: { name: string } }).identity.name).toBe(text);
});

/** A host whose every word is the text. */
function hostile(text: string) {
  const summary = { id: 'common/setting-is', args: { key: text, value: text } };
  return host(text, {
    identity: { name: text, machineId: text, kernel: text, distribution: text, hardware: text },
    findings: [found('syn-flood', 'problem', 'high', { summary, subjects: [text] })],
    bundles: [text],
    drivers: [text],
  });
}
