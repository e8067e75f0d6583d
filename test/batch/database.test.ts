import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeDatabase } from '../../src/batch/database.ts';
import { loadDuckDB } from '../../src/batch/duckdb.ts';
import type { QueryResult } from '../../src/batch/query.ts';
import { query } from '../../src/batch/query.ts';
import { tables } from '../../src/batch/tables.ts';
import type { Measure, Measures } from '../../src/fleet/measures.ts';
import { measuresOf } from '../../src/fleet/measures.ts';
import { fleet, fleetOptions, found, host, largeFleet } from '../fleet/specimen.ts';
import { specimen } from '../report/specimen.ts';
import { withMachine } from '../truth.ts';
import { texts } from '../zoo/texts.ts';

const duckdb = await loadDuckDB();
const folder = mkdtempSync(join(tmpdir(), 'dropcause-database-'));
afterAll(() => rmSync(folder, { recursive: true }));

const counter = (more: Partial<Measure>): Measure => ({
  name: 'TcpExt.ListenOverflows',
  netns: '',
  source: '/proc/net/netstat',
  kind: 'counter',
  value: 4711n,
  path: 'proc/net/netstat',
  line: 2,
  ...more,
});

describe('numbers of a report', () => {
  const { counters, notes } = measuresOf(specimen(), fleetOptions);

  test('counters that are not zero, each with its place, movement and line', () => {
    expect(counters.find(({ name, cpu }) => name === 'softnet.dropped' && cpu === 7)).toMatchObject({
      value: 441n,
      increase: 441n,
      bound: 'exact',
      layer: 'softirq',
      bad: true,
      line: 9,
    });
    expect(counters.some(({ name, cpu }) => name === 'softnet.dropped' && cpu === 0)).toBe(false);
  });

  test('notes as sentences', () => {
    expect(notes.length).toBe(specimen().notes.length);
    for (const { text } of notes) expect(text).not.toBe('');
  });
});

withMachine('DuckDB', duckdb ? undefined : '@duckdb/node-api is not installed', () => {
  if (!duckdb) return;
  const written = async (name: string, ...of: [ReturnType<typeof fleet>, Record<string, Measures>?]) => {
    const [made, measures = {}] = of;
    mkdirSync(join(folder, name));
    await writeDatabase(duckdb, join(folder, name), made, fleetOptions, async (id) => measures[id]);
    return join(folder, name, 'fleet.duckdb');
  };

  describe('the database of a fleet', () => {
    let path: string;
    beforeAll(async () => {
      const measures = {
        web1: {
          counters: [
            counter({ increase: 7n, bound: 'exact', seconds: 60, layer: 'tcp-listen', bad: true }),
            counter({ name: 'link.rx_packets', device: 'eth0', value: 2n ** 63n - 1n }),
            counter({ name: 'too.large', value: 2n ** 64n }),
          ],
          notes: [{ path: 'dmesg', line: 3, text: 'line not understood' }],
        },
      };
      const web1 = host('web1', {
        findings: [
          found('accept-queue-overflow', 'problem', 'high', { share: 0.04, subjects: [':80', ':81'] }),
        ],
        settings: { 'net.core.somaxconn': '128' },
      });
      const single = host('calm', { captures: [], trend: [] });
      const made = fleet([web1, single], [{ path: 'x.tar', kind: 'damaged', reason: 'cut off' }]);
      path = await written('small', made, measures);
    });
    const ask = (sql: string): Promise<QueryResult> => query(duckdb, path, sql);
    const rows = async (sql: string) => (await ask(sql)).rows;

    test('has every table, with the columns that are promised', async () => {
      expect((await rows('SHOW TABLES')).flat().sort()).toEqual(Object.keys(tables).sort());
      for (const [table, columns] of Object.entries(tables)) {
        const told = await rows(`SELECT column_name, column_type FROM (DESCRIBE ${table})`);
        expect(told).toEqual(Object.entries(columns));
      }
    });

    test('tells hosts, findings, settings, counters, notes and what was unreadable', async () => {
      expect(await rows('SELECT host, name, drivers, verdict, captures, lost, received FROM hosts')).toEqual([
        ['web1', 'web1', ['ixgbe'], 'problem', 2, 0, 100_000],
        ['calm', 'calm', ['ixgbe'], 'ok', 0, null, null],
      ]);
      expect(await rows('SELECT first_capture FROM hosts LIMIT 1')).toEqual([['2026-01-01 00:00:00']]);
      expect(await rows('SELECT rank, cause, title, share, subjects FROM findings')).toEqual([
        [1, 'accept-queue-overflow', 'Accept queue overflow', 0.04, [':80', ':81']],
      ]);
      expect(await rows('FROM settings')).toEqual([['web1', 'net.core.somaxconn', '128']]);
      expect(await rows('SELECT name, device, value, increase, bad FROM counters')).toEqual([
        ['TcpExt.ListenOverflows', null, 4711, 7, true],
        ['link.rx_packets', 'eth0', '9223372036854775807', null, null],
        ['too.large', null, null, null, null],
      ]);
      expect(await rows('FROM notes')).toEqual([['web1', 'dmesg', 3, 'line not understood']]);
      expect(await rows('FROM unreadable')).toEqual([['x.tar', 'damaged', 'cut off']]);
    });

    test.each([
      `SELECT * FROM read_csv('/etc/passwd')`,
      `SELECT * FROM read_text('/etc/passwd')`,
      `SELECT * FROM glob('/etc/*')`,
      `FROM '/etc/passwd'`,
      `COPY hosts TO '/tmp/dropcause-stolen.csv'`,
      `ATTACH '/tmp/dropcause-other.duckdb'`,
      `EXPORT DATABASE '/tmp/dropcause-export'`,
      `INSTALL httpfs`,
      `LOAD '/tmp/evil.duckdb_extension'`,
      `SET enable_external_access = true`,
      `RESET lock_configuration`,
      `DELETE FROM hosts`,
      `UPDATE hosts SET name = 'x'`,
      `CREATE TEMP TABLE t AS SELECT 1`,
      `SELECT 1; SELECT 2`,
      `SELECT 1; DROP TABLE hosts`,
      ``,
      `SELEC 1`,
    ])('refuses %s', async (sql) => {
      const before = readFileSync(path);
      await expect(ask(sql)).rejects.toThrow();
      expect(readFileSync(path).equals(before)).toBe(true);
      expect(readdirSync(join(folder, 'small')).filter((name) => !name.endsWith('.parquet'))).toEqual([
        'fleet.duckdb',
      ]);
    });

    test('no database is told as such', async () => {
      await expect(query(duckdb, join(folder, 'none.duckdb'), 'SELECT 1')).rejects.toThrow();
    });
  });

  test('a large fleet gives the same Parquet files twice, and DuckDB reads them', async () => {
    const sums = (name: string) =>
      readdirSync(join(folder, name))
        .filter((file) => file.endsWith('.parquet'))
        .map((file) => [
          file,
          createHash('sha256')
            .update(readFileSync(join(folder, name, file)))
            .digest('hex'),
        ]);
    await written('once', largeFleet(300));
    await written('twice', largeFleet(300));
    expect(sums('twice')).toEqual(sums('once'));
    const instance = await duckdb.DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const parquet = join(folder, 'once', 'hosts.parquet');
    const answer = await connection.runAndReadAll(`SELECT count(*)::INTEGER FROM read_parquet('${parquet}')`);
    expect(answer.getRowsJson()).toEqual([[300]]);
    connection.closeSync();
    instance.closeSync();
  });

  test('hostile texts are values, in every column', async () => {
    const all = Object.values(texts);
    const made = fleet(
      all.map((text, i) =>
        host(`${i}`, {
          identity: { name: text, kernel: text },
          drivers: [text, text],
          findings: [found(text, 'problem', 'high', { subjects: [text] })],
          settings: { [text]: text },
        }),
      ),
      all.map((text) => ({ path: text, kind: text, reason: text })),
    );
    const path = await written('hostile', made, {
      0: { counters: [counter({ rule: all.join('') })], notes: [] },
    });
    const { rows } = await query(duckdb, path, 'SELECT name, drivers FROM hosts ORDER BY host::INTEGER');
    const whole = (text: string) => text.replace(/\p{Cs}/gu, '\ufffd');
    expect(rows).toEqual(all.map((text) => [whole(text), [whole(text), whole(text)]]));
    expect((await query(duckdb, path, 'SELECT count(*)::INTEGER FROM settings')).rows).toEqual([
      [all.length],
    ]);
  });

  describe('docs/fleet-questions.md', () => {
    const page = readFileSync(new URL('../../docs/fleet-questions.md', import.meta.url), 'utf8');
    const questions = [...page.matchAll(/^\d+\. (.*)\n\n\s+```sql\n([\s\S]*?)```/gm)].map(
      ([, question = '', sql = '']) => [question, sql] as const,
    );
    let path: string;
    beforeAll(async () => {
      const made = largeFleet(300);
      const measures = { 'host-1': { counters: [counter({ increase: 7n, bad: true })], notes: [] } };
      path = await written('questions', made, measures);
    });

    test('asks ten', () => expect(questions).toHaveLength(10));

    test.each(questions)('%s', async (_, sql) => {
      const { columns, rows } = await query(duckdb, path, sql);
      expect(columns.length).toBeGreaterThan(1);
      expect(rows.length).toBeGreaterThan(0);
    });

    test('the answers are right where they can be counted by hand', async () => {
      const answer = async (n: number) => (await query(duckdb, path, questions[n]?.[1] ?? '')).rows;
      // Of 300 hosts, host 77 alone has a short accept queue; host 1 is the only one with counters.
      expect(await answer(4)).toMatchObject([
        ['4096', 299, expect.any(Number)],
        ['128', 1, expect.any(Number)],
      ]);
      expect(await answer(5)).toEqual([['host0077.example', 'net.core.somaxconn', '128', 1, 300]]);
      expect(await answer(6)).toEqual([['TcpExt.ListenOverflows', null, 1, 7]]);
      expect(await answer(9)).toEqual([
        ['damaged', 1, 'the archive is cut off'],
        ['encrypted', 1, 'encrypted'],
      ]);
    });
  });
});
