/**
 * Killed at any moment, together with its workers or without them: the run after it ends as one that nobody disturbed.
 * DROPCAUSE_KILLS says how often (3).
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { putHosts, resultsIn } from './fleet.ts';

const cli = resolve(import.meta.dirname, '../../dist/cli.mjs');
const kills = Number(process.env['DROPCAUSE_KILLS'] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'dropcause-kill-'));
const input = join(folder, 'in');
let undisturbed: Map<string, string>;
/** Milliseconds that an undisturbed run takes. */
let duration: number;

const start = (out: string): ChildProcess =>
  spawn(
    process.execPath,
    [cli, 'batch', input, '-o', join(folder, out), '-f', 'html,json', '-q', '-j', '2'],
    {
      stdio: 'ignore',
      env: { ...process.env, SOURCE_DATE_EPOCH: '1767225600' },
    },
  );
const ended = (child: ChildProcess) =>
  new Promise<number | null>((done) => child.once('exit', (code) => done(code)));
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Processes whose parent is this one, by /proc. */
function childrenOf(pid: number | undefined): number[] {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => {
      try {
        return readFileSync(`/proc/${name}/stat`, 'latin1');
      } catch {
        return '';
      }
    });
  return stats.flatMap((stat) => {
    const [, own, parent] = /^(\d+) \(.*\) \S (\d+) /s.exec(stat) ?? [];
    return Number(parent) === pid ? [Number(own)] : [];
  });
}

const linux = existsSync('/proc/self/stat');

beforeAll(async () => {
  putHosts(input, 0, 5, [1, 2]);
  const began = performance.now();
  expect(await ended(start('undisturbed'))).toBe(0);
  duration = performance.now() - began;
  undisturbed = resultsIn(join(folder, 'undisturbed'));
  // Two reports of each host; fleet.html, .csv, .ndjson, .json; six tables as Parquet.
  expect(undisturbed.size).toBe(5 * 2 + 4 + 6);
}, 300_000);
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });
afterAll(() => {
  vi.resetConfig();
  rmSync(folder, { recursive: true });
});

/** Between 0 and 1, the same in every run of the tests. */
const place = (n: number) => (n * 0.618_034) % 1;

test.skipIf(!linux)(
  `killed ${kills} times`,
  async () => {
    let resumed = 0;
    for (let n = 1; n <= kills; n++) {
      const out = `killed-${n}`;
      const run = start(out);
      const end = ended(run);
      await pause(place(n) * duration);
      const workers = childrenOf(run.pid);
      const victims = n % 3 === 0 ? workers.slice(0, 1) : n % 3 === 1 ? [run.pid] : [run.pid, ...workers];
      for (const victim of victims) if (victim !== undefined && run.exitCode === null) killQuietly(victim);
      if ((await end) === null) resumed += 1;
      expect(await ended(start(out))).toBe(0);
      expect([...resultsIn(join(folder, out))]).toEqual([...undisturbed]);
      expect(readdirSync(join(folder, out, '.dropcause/parts'))).toEqual([]);
      rmSync(join(folder, out), { recursive: true });
    }
    expect(resumed).toBeGreaterThan(0);
  },
  600_000 + kills * 120_000,
);

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was faster.
  }
}

test.skipIf(!linux)('workers end with their parent', async () => {
  const run = start('orphans');
  let workers: number[] = [];
  for (let i = 0; i < 200 && workers.length < 2; i++) {
    await pause(50);
    workers = childrenOf(run.pid);
  }
  expect(workers).toHaveLength(2);
  const end = ended(run);
  run.kill('SIGKILL');
  await end;
  const alive = () => workers.filter((pid) => existsSync(`/proc/${pid}`));
  for (let i = 0; i < 100 && alive().length > 0; i++) await pause(100);
  expect(alive()).toEqual([]);
});

test('two runs at once on one folder', async () => {
  const both = [start('shared'), start('shared')];
  expect(await Promise.all(both.map(ended))).toEqual([0, 0]);
  expect([...resultsIn(join(folder, 'shared'))]).toEqual([...undisturbed]);
});
