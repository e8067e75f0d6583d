import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const project = resolve(import.meta.dirname, '../..');
let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dropcause-scripts-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('the install step', () => {
  /** Stands for npm: notes how it was called, and leaves what npm leaves. */
  const npm = `
    const fs = require('node:fs');
    fs.appendFileSync('calls', process.argv.slice(2).join(' ') + '\\n');
    fs.mkdirSync('node_modules', { recursive: true });
    fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');`;
  const lockfile = (version: string) =>
    writeFileSync(
      join(folder, 'package-lock.json'),
      JSON.stringify({ packages: { '': {}, 'node_modules/a': { version } } }),
    );
  const install = () => {
    const module = JSON.stringify(join(project, 'scripts/install.mjs'));
    const program = `import(${module}).then(({ install }) => install())`;
    const env = { ...process.env, npm_execpath: join(folder, 'npm.cjs'), NODE_ENV: 'production' };
    execFileSync(process.execPath, ['-e', program], { cwd: folder, env });
    return readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
  };

  test('installs into a fresh clone, with the tools, once; and again when the lockfile changes', () => {
    writeFileSync(join(folder, 'npm.cjs'), npm);
    lockfile('1.0.0');
    expect(install()).toEqual([expect.stringMatching(/^ci --include=dev .*--ignore-scripts/)]);
    expect(install()).toHaveLength(1);
    lockfile('1.0.1');
    expect(install()).toHaveLength(2);
    expect(install()).toHaveLength(2);
  });

  test('fails when npm fails', () => {
    writeFileSync(join(folder, 'npm.cjs'), 'process.exit(7);');
    lockfile('1.0.0');
    expect(install).toThrow(/npm ci failed: exit status 7/);
  });

  test('takes an optional package that is not there for one of another platform', () => {
    const packages = { '': {}, 'node_modules/a': { version: '1.0.0', optional: true } };
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
    mkdirSync(join(folder, 'node_modules'));
    writeFileSync(join(folder, 'node_modules/.package-lock.json'), '{ "packages": {} }');
    writeFileSync(join(folder, 'calls'), '');
    expect(install()).toEqual(['']);
  });
});

test('the mutation check of a cause that does not exist: one line, exit 2', () => {
  const script = join(project, 'scripts/mutate-causes.mjs');
  const run = spawnSync(process.execPath, [script, 'tcp-auht'], { cwd: project, encoding: 'utf8' });
  expect(run).toMatchObject({ status: 2, stdout: '', stderr: 'no such cause: tcp-auht\n' });
});

describe('the counting of CI', () => {
  const count = (files: Record<string, string>) => {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const { status, stdout } = spawnSync(
      process.execPath,
      [join(project, 'scripts/count-results.mjs'), folder],
      {
        encoding: 'utf8',
      },
    );
    return { status, lines: stdout.trim().split('\n') };
  };
  const results = (...outcomes: string[]) => {
    const assertionResults = outcomes.map((status, i) => ({ status, fullName: `test ${i}` }));
    return JSON.stringify({ testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults }] });
  };

  test('sums up steps and tests', () => {
    const files = { 'check.status': '0\n', 'node.status': '0\n', 'node.json': results('passed', 'passed') };
    expect(count(files)).toEqual({ status: 0, lines: ['3 passed, 0 failed, 0 skipped'] });
  });

  test.each([
    [
      'a test that failed',
      { 'n.status': '1', 'n.json': results('passed', 'failed') },
      'failed: n: test 1',
      '1 passed, 1 failed, 0 skipped',
    ],
    [
      'a skip',
      { 'n.status': '0', 'n.json': results('passed', 'pending') },
      'skipped: n: test 1',
      '1 passed, 0 failed, 1 skipped',
    ],
    [
      'a todo',
      { 'n.status': '0', 'n.json': results('todo', 'passed') },
      'skipped: n: test 0',
      '1 passed, 0 failed, 1 skipped',
    ],
    [
      'a check that failed',
      { 'check.status': '1' },
      'failed: check: exit status 1',
      '0 passed, 1 failed, 0 skipped',
    ],
    [
      'an error outside of tests',
      { 'n.status': '1', 'n.json': results('passed') },
      'failed: n: exit status 1',
      '1 passed, 1 failed, 0 skipped',
    ],
    [
      'a file that does not load',
      {
        'n.status': '1',
        'n.json': '{"testResults":[{"name":"b.test.ts","status":"failed","assertionResults":[]}]}',
      },
      'failed: n: b.test.ts',
      '0 passed, 1 failed, 0 skipped',
    ],
    ['a run that left nothing', {}, 'failed: no step was run', '0 passed, 1 failed, 0 skipped'],
  ])('%s fails the run, and is named', (_, files, named, line) => {
    expect(count(files as Record<string, string>)).toEqual({ status: 1, lines: [named, line] });
  });
});
