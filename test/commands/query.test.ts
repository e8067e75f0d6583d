/** `dropcause query` through the program itself. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeDatabase } from '../../src/batch/database.ts';
import { loadDuckDB } from '../../src/batch/duckdb.ts';
import { fleet, fleetOptions, found, host } from '../fleet/specimen.ts';
import { withMachine } from '../truth.ts';
import { dropcause } from './cli.ts';

const duckdb = await loadDuckDB();
const out = mkdtempSync(join(tmpdir(), 'dropcause-query-'));
afterAll(() => rmSync(out, { recursive: true }));

const query = (sql: string, ...options: string[]) => dropcause(['query', sql, '-o', out, ...options]);

test('without a database one line says how to get one', () => {
  const { status, stderr } = dropcause(['query', 'SELECT 1', '-o', join(out, 'none')]);
  expect(status).toBe(2);
  expect(stderr).toMatch(/^dropcause: .*(is not there: "dropcause batch|npm install @duckdb\/node-api).*\n$/);
});

withMachine('DuckDB', duckdb ? undefined : '@duckdb/node-api is not installed', () => {
  describe('a database', () => {
    beforeAll(async () => {
      if (!duckdb) return;
      const evil = '=cmd|x\u001b[31m\nb';
      const worst = found('accept-queue-overflow', 'problem', 'high', { share: 0.5, subjects: ['a', 'b'] });
      const hosts = [host('web1', { findings: [worst] }), host('web2', { identity: { name: evil } })];
      await writeDatabase(duckdb, out, fleet(hosts), fleetOptions, async () => undefined);
    });

    test('answers as a table, whose text is only text', () => {
      expect(query('SELECT name, captures, lost FROM hosts ORDER BY host').stdout).toBe(
        [
          'name           captures  lost',
          '-------------  --------  ----',
          'web1                  2     0',
          '=cmd|x␛[31m␊b         2     0',
          '',
        ].join('\n'),
      );
    });

    test('as CSV without formulas, and as JSON', () => {
      expect(query('SELECT name, drivers FROM hosts ORDER BY host', '--csv').stdout).toBe(
        "name,drivers\r\nweb1,ixgbe\r\n'=cmd|x␛[31m␊b,ixgbe\r\n",
      );
      const { stdout } = query('SELECT host, share, subjects, 9007199254740993 AS n FROM findings', '--json');
      expect(JSON.parse(stdout)).toEqual([
        { host: 'web1', share: 0.5, subjects: ['a', 'b'], n: '9007199254740993' },
      ]);
    });

    test('refuses in one line, with exit 2', () => {
      for (const sql of ['SELECT 1; SELECT 2', "FROM '/etc/passwd'", 'DROP TABLE hosts', 'SELEC']) {
        const { status, stdout, stderr } = query(sql);
        expect([status, stdout]).toEqual([2, '']);
        expect(stderr).toMatch(/^dropcause: .+\n$/);
      }
    });
  });
});
