import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/model.ts';
import { readSample } from './answers.ts';
import type { Shape } from './laid.ts';
import { layAgain, reportOf, sampleFile, temporary } from './laid.ts';

/** Yesterday one kind of archive, today another: readings of the same source are compared, and no others. */
const folder = temporary();
const name = 'accept-queue-overflow';

/** Counters of /proc/net/snmp and netstat, read by hand: 'TcpExt.ListenDrops' -> value. */
async function tables(capture: 1 | 2): Promise<Map<string, bigint>> {
  const { files } = await readSample(sampleFile(name, capture));
  const rows = ['1/proc/net/snmp', '1/proc/net/netstat'].flatMap((p) =>
    (files.get(p) ?? '').trimEnd().split('\n'),
  );
  const values = new Map<string, bigint>();
  for (let i = 0; i + 1 < rows.length; i += 2) {
    const [group = '', ...names] = rows[i]?.split(' ') ?? [];
    const numbers = rows[i + 1]?.split(' ').slice(1) ?? [];
    for (const [at, key] of names.entries())
      values.set(`${group.slice(0, -1)}.${key}`, BigInt(numbers[at] ?? 0));
  }
  return values;
}

const compared = ({ counters }: Report) => counters.filter(({ steps }) => steps.length > 0);

describe.each<[Shape | 'own', Shape]>([
  ['own', 'sos 4'],
  ['own', 'sos 3'],
  ['own', 'supportconfig'],
  ['supportconfig', 'sos 4'],
  ['sos 3', 'loose tree'],
])('%s, then %s', async (first, second) => {
  const before = first === 'own' ? sampleFile(name, 1) : await layAgain(folder, name, 1, first);
  const report = await reportOf([before, await layAgain(folder, name, 2, second)]);

  test('two captures of one host, in the order of their time', () => {
    expect(report.captures.map(({ layout }) => layout)).toHaveLength(2);
    expect(report.captures[0]?.label).toContain(
      first === 'own' ? 'capture-1' : `${first.replaceAll(' ', '-')}-1`,
    );
    expect(report.host.name).toBe('web-1');
  });

  test('every step is between readings of one source', () => {
    const steps = compared(report).flatMap(({ steps }) => steps);
    expect(steps.length).toBeGreaterThan(100);
    const mixed = steps.filter(({ from, to }) => sourceOf(from.source) !== sourceOf(to.source));
    expect(mixed).toEqual([]);
  });

  test('the increases are those of the kernel', async () => {
    const [old, now] = [await tables(1), await tables(2)];
    const deltas = compared(report).filter(
      ({ source, scope, kind }) =>
        /^\/proc\/net\/(snmp|netstat)$/.test(source) && (scope.netns ?? '') === '' && kind === 'counter',
    );
    const expected = deltas.map(({ name: counter }) => [
      counter,
      (now.get(counter) ?? 0n) - (old.get(counter) ?? 0n),
    ]);
    expect(deltas.length).toBeGreaterThan(100);
    expect(deltas.map(({ name: counter, increase }) => [counter, increase])).toEqual(expected);
    expect(deltas.find(({ name: counter }) => counter === 'TcpExt.ListenOverflows')?.increase).toBe(68n);
  });

  test('the fault on top', () => {
    expect(report.findings[0]).toMatchObject({ cause: name, verdict: 'problem', severity: 'critical' });
  });
});

/** nstat prints what the two tables hold. */
const sourceOf = (source: string) => (/^(nstat|\/proc\/net\/(snmp|netstat))$/.test(source) ? 'mib' : source);
