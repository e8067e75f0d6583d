import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { dropcause } from './cli.ts';

const samples = fileURLToPath(new URL('../../samples', import.meta.url));
const pair = ['1', '2'].map((n) => `${samples}/accept-queue-overflow/capture-${n}.tar.gz`);
const healthy = ['1', '2'].map((n) => `${samples}/healthy-control/capture-${n}.tar.gz`);
const folder = mkdtempSync(join(tmpdir(), 'dropcause-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const fixed = { SOURCE_DATE_EPOCH: '1700000000' };

describe('exit codes', () => {
  test('0 when done, also when something was found', () => {
    expect(dropcause(['report', ...pair, '-f', 'json', '-o', '-']).status).toBe(0);
  });
  test('0 for a single text file whose content tells what it is', () => {
    const pasted = join(folder, 'netstat.txt');
    writeFileSync(pasted, 'TcpExt:\n    68 times the listen queue of a socket overflowed\n');
    const { status, stdout } = dropcause(['report', pasted, '-f', 'md', '-o', '-']);
    expect(status).toBe(0);
    expect(stdout).toContain('netstat.txt:2');
  });
  test('1 with --fail-on at or below the severity, 0 above and for a healthy host', () => {
    expect(dropcause(['report', ...pair, '-o', folder, '--fail-on', 'critical']).status).toBe(1);
    expect(dropcause(['report', ...healthy, '-o', folder, '--fail-on', 'low']).status).toBe(0);
  });
  test('2 beats 1: one of the paths cannot be read, the rest is reported', () => {
    const ran = dropcause([
      'report',
      ...pair,
      join(folder, 'missing'),
      '-f',
      'json',
      '-o',
      '-',
      '--fail-on',
      'low',
    ]);
    expect(ran.status).toBe(2);
    expect(JSON.parse(ran.stdout)).toHaveProperty('findings');
  });
});

describe('one clear line, no stack trace', () => {
  const text = join(folder, 'notes.txt');
  writeFileSync(text, 'hello\nthis is no bundle\n');
  const empty = join(folder, 'empty.tar.gz');
  writeFileSync(empty, '');
  const bare = join(folder, 'bare');
  mkdirSync(bare);
  test.each([
    ['missing path', join(folder, 'missing.tar.gz')],
    ['directory without captures', bare],
    ['text file', text],
    ['empty archive', empty],
  ])('%s', (_, path) => {
    const { status, stdout, stderr } = dropcause(['report', path, '-f', 'json', '-o', '-']);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.split('\n').filter((line) => line.includes(path))).toHaveLength(1);
    expect(stderr).not.toMatch(/\n\s+at |node:internal/);
  });
  test('cut-off archive: what could be read is reported, exit 3', () => {
    const cut = join(folder, 'cut.tar.gz');
    const whole = readFileSync(pair[1] ?? '');
    writeFileSync(cut, whole.subarray(0, Math.floor(whole.length * 0.6)));
    const { status, stdout, stderr } = dropcause(['report', cut, '-f', 'json', '-o', '-']);
    expect({ status, stderr: stderr.includes('    at ') }).toEqual({ status: 3, stderr: false });
    const report = JSON.parse(stdout) as {
      notes: unknown[];
      counters: unknown[];
      findings: { verdict: string }[];
    };
    expect(report.notes.length).toBeGreaterThan(0);
    expect(report.counters.length).toBeGreaterThan(100);
  });
  test('bundles of different hosts are named', () => {
    const other = join(folder, 'other');
    mkdirSync(join(other, 'proc/net'), { recursive: true });
    mkdirSync(join(other, 'etc'), { recursive: true });
    writeFileSync(join(other, 'etc/hostname'), 'db-7\n');
    writeFileSync(join(other, 'proc/net/snmp'), 'Udp: InDatagrams\nUdp: 5\n');
    const { status, stderr } = dropcause(['report', ...pair, other, '-f', 'json', '-o', '-']);
    expect(status).toBe(2);
    expect(stderr).toContain('web-1');
    expect(stderr).toContain('db-7');
  });
  test.each([
    ['no command', []],
    ['unknown command', ['repair']],
    ['unknown format', ['report', 'x', '-f', 'docx']],
    ['two formats to stdout', ['report', ...pair, '-f', 'json,md', '-o', '-']],
    ['unknown cause', ['explain', 'gremlins']],
  ])('wrong usage: %s', (_, args) => {
    const { status, stderr } = dropcause(args);
    expect(status).toBe(2);
    expect(stderr.length).toBeGreaterThan(10);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('the same bytes', () => {
  const rendered = (args: string[], env: Record<string, string>, format: string) =>
    dropcause(['report', ...args, '-f', format, '-o', '-'], { ...fixed, ...env }).stdout;
  test.each(['json', 'html', 'md'])('%s under any TZ, LANG and order of arguments', (format) => {
    const first = rendered(pair, { TZ: 'UTC', LANG: 'C' }, format);
    expect(first.length).toBeGreaterThan(500);
    expect(rendered([...pair].reverse(), { TZ: 'Asia/Shanghai', LANG: 'zh_CN.UTF-8' }, format)).toBe(first);
  });
});

describe('files', () => {
  test('named after host and time, nothing left over', () => {
    const out = join(folder, 'out');
    expect(dropcause(['report', ...pair, '-f', 'html,json,md', '-o', out]).status).toBe(0);
    const names = readdirSync(out).sort();
    expect(names.map((name) => name.replace(/^dropcause-web-1-\d{8}T\d{6}Z/, ''))).toEqual([
      '.html',
      '.json',
      '.md',
    ]);
    expect(statSync(join(out, names[0] ?? '')).size).toBeLessThan(1_000_000);
  });
});

describe('other commands', () => {
  test('every command has a help with examples', () => {
    for (const command of ['report', 'counters', 'explain', 'causes', 'collector']) {
      const { status, stdout } = dropcause([command, '--help']);
      expect(status).toBe(0);
      expect(stdout).toContain('Examples:');
    }
  });
  test('collector prints the script', () => {
    const script = readFileSync(new URL('../../collector/collect.sh', import.meta.url), 'utf8');
    expect(dropcause(['collector']).stdout).toBe(script);
  });
  test('causes lists what explain explains', () => {
    const ids = dropcause(['causes'])
      .stdout.trim()
      .split('\n')
      .map((line) => line.split(' ')[0] ?? '');
    expect(ids).toContain('accept-queue-overflow');
    expect(dropcause(['explain', 'accept-queue-overflow']).stdout).toContain('accept()');
  });
  test('causes and explain speak Chinese too', () => {
    expect(dropcause(['causes', '--lang', 'zh']).stdout).toMatch(/^accept-queue-overflow +accept 队列溢出$/m);
    const { stdout } = dropcause(['explain', 'accept-queue-overflow', '--lang', 'zh']);
    expect(stdout).toMatch(/^名称\n {4}accept-queue-overflow - accept 队列溢出\n\n原因\n/);
  });
});
