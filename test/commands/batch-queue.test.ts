/** Many machines, as processes: one dies, one comes late, the database goes away in between. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { Database } from '../../src/batch/queue/database.ts';
import { Queue } from '../../src/batch/queue/queue.ts';
import { Results } from '../../src/batch/queue/results.ts';
import { lacksPostgres, Postgres } from '../batch/postgres.ts';
import { tar } from '../bundle/archives.ts';
import { withMachine } from '../truth.ts';
import { dropcause } from './cli.ts';

const cli = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'dropcause-queue-'));
afterAll(() => rmSync(folder, { recursive: true }));
const incoming = join(folder, 'incoming');
const archives = 40;

/** A host of its own in each; the last is no bundle, and the first lies there twice. */
function makeArchives(): void {
  mkdirSync(incoming);
  for (let n = 0; n < archives; n++) {
    const root = `sosreport-web${n}`;
    const snmp = `Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors\nUdp: 1000 0 ${n} 0 ${n}\n`;
    const bytes = gzipSync(
      tar(
        { path: `${root}/sos_commands/host/hostname`, content: `web${n}\n` },
        { path: `${root}/etc/machine-id`, content: `${n.toString(16).padStart(32, 'a')}\n` },
        { path: `${root}/proc/net/snmp`, content: snmp },
        { path: `${root}/var/log/messages`, content: 'a line that nobody needs\n'.repeat(200_000) },
      ),
    );
    writeFileSync(join(incoming, `${root}.tar.gz`), bytes);
    if (n === 0) writeFileSync(join(incoming, 'again.tar.gz'), bytes);
  }
  writeFileSync(join(incoming, 'bad.tar.gz'), 'no archive');
}

const running = new Set<ChildProcess>();
afterAll(() => {
  for (const child of running) child.kill('SIGKILL');
});

interface Started {
  child: ChildProcess;
  ended: Promise<number | null>;
}

function start(...args: string[]): Started {
  const child = spawn(process.execPath, [cli, ...args], {
    stdio: 'ignore',
    env: { ...process.env, SOURCE_DATE_EPOCH: '1764000000' },
  });
  running.add(child);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  void ended.then(() => running.delete(child));
  return { child, ended };
}

async function count(url: string, text: string): Promise<number> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ n: string }>(text).finally(() => client.end());
  return Number(rows[0]?.n);
}

/** Looks until it is so; the test's own limit of time ends it otherwise. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo().catch(() => false))) await sleep(200);
}

withMachine('PostgreSQL', lacksPostgres, () => {
  describe('a queue in PostgreSQL', { timeout: 400_000 }, () => {
    test('eight that begin at once find or make the same tables', async () => {
      const postgres = await Postgres.begin();
      const begin = async () => {
        const database = await Database.open(postgres.url);
        await new Results(database, 'test').prepare();
        const queue = await Queue.open(database, 'test', 4);
        const size = await queue.size();
        await queue.close();
        await database.close();
        return size;
      };
      try {
        const sizes = await Promise.all(Array.from({ length: 8 }, begin));
        expect(sizes).toEqual(sizes.map(() => ({ waiting: 0, leased: 0 })));
      } finally {
        postgres.end();
      }
    });

    test('one worker dies, one comes late, the database is away for ten seconds: one result per archive', async () => {
      makeArchives();
      const postgres = await Postgres.begin();
      try {
        const queue = ['--queue', postgres.url, '--root', incoming, '--lease', '4'];
        const worker = () => start('batch', 'worker', ...queue, '-j', '1');
        const read = () => count(postgres.url, 'SELECT count(*) AS n FROM dropcause.path');

        const parent = start('batch', incoming, '-o', join(folder, 'out'), ...queue, '-j', '0');
        const first = worker();
        const second = worker();
        await until(async () => (await read()) >= 5);
        first.child.kill('SIGKILL');
        postgres.crash();
        await sleep(10_000);
        postgres.start();
        expect(await read()).toBeLessThan(archives + 2);
        const late = worker();

        // 3: bad.tar.gz is told as one that could not be read.
        expect(await parent.ended).toBe(3);
        for (const { child } of [second, late]) child.kill('SIGTERM');
        expect(await second.ended).toBe(0);
        expect(await late.ended).toBe(0);

        expect(await read()).toBe(archives + 2);
        expect(await count(postgres.url, 'SELECT count(*) AS n FROM dropcause.archive')).toBe(archives + 1);
        const status = dropcause(['batch', 'status', '--queue', postgres.url, '--json']);
        expect(JSON.parse(status.stdout)).toEqual({
          waiting: 0,
          leased: 0,
          paths: archives + 2,
          archives,
          unreadable: 1,
        });
      } finally {
        postgres.end();
      }
    });

    test('what came out equals what one machine makes without a queue', async () => {
      const alone = start('batch', incoming, '-o', join(folder, 'alone'));
      expect(await alone.ended).toBe(3);
      for (const name of ['fleet.json', 'fleet.csv', 'fleet.ndjson'])
        expect(readFileSync(join(folder, 'out', name), 'utf8')).toBe(
          readFileSync(join(folder, 'alone', name), 'utf8'),
        );
    });
  });
});

test('no database there: one line, exit 2', () => {
  const { status, stderr } = dropcause([
    'batch',
    'status',
    '--queue',
    'postgres://dropcause@127.0.0.1:1/cases',
  ]);
  expect({ status, stderr }).toEqual({
    status: 2,
    stderr: expect.stringMatching(/^dropcause: the database cannot be reached: [^\n]+\n$/) as unknown,
  });
});
