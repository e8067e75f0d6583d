/** Workers that crash, hang, or take too much: each costs one job, with its reason. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Pool } from '../../src/batch/pool.ts';

const program = join(import.meta.dirname, 'pool-worker.mjs');
let pool: Pool;
let folder: string;
const poolOf = (limits: { memory?: number; seconds?: number } = {}) =>
  new Pool({ program: [program], workers: 2, memory: 1024, seconds: 60, setup: {}, ...limits });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dropcause-pool-'));
});
afterEach(() => {
  pool.close();
  rmSync(folder, { recursive: true });
});

test('every job is answered, by as many processes as there are workers', async () => {
  pool = poolOf();
  const jobs = Array.from({ length: 20 }, (_, i) => i);
  const answers = await Promise.all(jobs.map((job) => pool.run('echo', job)));
  expect(answers).toEqual(jobs.map((value) => ({ done: true, value })));
  const pids = await Promise.all(jobs.map(() => pool.run('pid', undefined)));
  expect(new Set(pids.map((pid) => JSON.stringify(pid))).size).toBe(2);
});

const trouble = (kind: string, reason: string) => ({
  done: false,
  trouble: { kind, reason: expect.stringContaining(reason) as unknown },
});

test.each([
  ['exit', 3, {}, trouble('crashed', 'code 3')],
  ['abort', 0, {}, trouble('crashed', 'SIGABRT')],
  ['hang', 0, { seconds: 1 }, trouble('too-slow', 'longer than 1 seconds')],
  ['bytes', 0, { memory: 150 }, trouble('too-large', 'more than 150 MiB')],
  ['heap', 0, { memory: 100 }, trouble('too-large', 'more than 100 MiB')],
] as const)('%s costs one job', async (kind, job, limits, end) => {
  pool = poolOf(limits);
  const before = pool.run('echo', 'before');
  const bad = pool.run(kind, job);
  const after = Promise.all(['a', 'b', 'c'].map((one) => pool.run('echo', one)));
  expect(await bad).toEqual(end);
  expect([await before, ...(await after)]).toEqual(
    ['before', 'a', 'b', 'c'].map((value) => ({ done: true, value })),
  );
});

test('a worker that somebody kills is replaced, and its job done again', async () => {
  pool = poolOf();
  expect(await pool.run('killed', { folder, times: 3 })).toEqual({ done: true, value: 'in the end' });
});

test('a job whose workers are killed again and again is given up', async () => {
  pool = poolOf();
  expect(await pool.run('killed', { folder, times: 99 })).toEqual(trouble('crashed', 'SIGKILL'));
});

test('a program that does not start blames no job', async () => {
  pool = new Pool({ program: [join(folder, 'none.mjs')], workers: 1, memory: 100, seconds: 9, setup: {} });
  await expect(pool.run('echo', 1)).rejects.toThrow('no worker can be started: its worker ended with code 1');
});

test('when it closes, what was not done is refused', async () => {
  pool = poolOf();
  const running = pool.run('hang', 0);
  setTimeout(() => pool.close(), 300);
  await expect(running).rejects.toThrow();
});
