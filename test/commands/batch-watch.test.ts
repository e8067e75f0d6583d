/** `dropcause batch --watch`: a drop folder, as a ticket system uses it. */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { dropcause } from './cli.ts';
import { captureOf, fleetIn, put } from './fleet.ts';

const cli = resolve(import.meta.dirname, '../../dist/cli.mjs');
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });
afterAll(() => vi.resetConfig());

let folder: string;
let [drop, out, log, program] = ['', '', '', ''];
let running: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dropcause-watch-'));
  [drop, out, log, program] = ['drop', 'out', 'log', 'tell'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  mkdirSync(drop);
  writeFileSync(
    program,
    `#!/bin/sh\nprintf '%s|%s|%s\\n' "$DROPCAUSE_HOST" "$DROPCAUSE_VERDICT" "$*" >> '${log}'\n`,
  );
  chmodSync(program, 0o755);
});
afterEach(() => {
  running?.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

const args = () => ['--watch', drop, '-o', out, '-f', 'json', '-q', '-j', '1', '--on-result', program];
function watch(settle: number): Promise<number | null> {
  running = spawn(process.execPath, [cli, 'batch', ...args(), '--settle', String(settle)], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const child = running;
  return new Promise((done) => child.once('exit', (code) => done(code)));
}
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const told = () => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 900 && !holds(); i++) await pause(100);
  expect(holds()).toBe(true);
}

test('each result is told once; it ends cleanly, and tells nothing again afterwards', async () => {
  const end = watch(1);
  put(drop, 'a.tgz', captureOf(0, 2));
  await until(() => told().length === 1);
  put(drop, 'sub/b.tgz', captureOf(3, 2));
  await until(() => told().length === 2);
  expect(told()[0]).toMatch(/^h-000\|problem\|.*\/out\/hosts\/h-000-[0-9a-f]{8}\.json$/);
  expect(told()[1]).toMatch(/^h-003\|/);
  expect(fleetIn(out).hosts).toHaveLength(2);
  running?.kill('SIGTERM');
  expect(await end).toBe(0);
  expect(dropcause(['batch', drop, '-o', out, '-f', 'json', '--on-result', program]).status).toBe(0);
  expect(told()).toHaveLength(2);
});

test('a file counts when it has stood still', async () => {
  const bytes = captureOf(0, 2);
  put(drop, 'a.tgz', bytes.subarray(0, 1000));
  const end = watch(3);
  for (let at = 1000; at < bytes.length; at += 6000) {
    await pause(300);
    appendFileSync(join(drop, 'a.tgz'), bytes.subarray(at, at + 6000));
    expect(existsSync(join(out, 'fleet.json'))).toBe(false);
  }
  await until(() => told().length === 1);
  expect(fleetIn(out).hosts[0]?.damaged).toBe(false);
  running?.kill('SIGINT');
  expect(await end).toBe(0);
});

test('a program that fails is said, and told again by the next run', () => {
  put(drop, 'a.tgz', captureOf(0, 2));
  const run = (tell: string) =>
    dropcause(['batch', drop, '-o', out, '-f', 'json', '-q', '--on-result', tell]);
  expect(run(join(folder, 'nowhere')).stderr).toContain('cannot be run');
  expect(run('/bin/false').stderr).toContain('ended with code 1');
  expect(run(program).stderr).toBe('');
  expect(told()).toHaveLength(1);
});
