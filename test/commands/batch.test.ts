/** `dropcause batch` through the program itself. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { tar, zip } from '../bundle/archives.ts';
import { dropcause } from './cli.ts';
import { captureOf, fleetIn, put, putHosts, resultsIn } from './fleet.ts';

// Each starts the program several times, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });
afterAll(() => vi.resetConfig());

let folder: string;
let [input, out] = ['', ''];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dropcause-batch-'));
  [input, out] = [join(folder, 'in'), join(folder, 'out')];
  mkdirSync(input);
});
afterEach(() => rmSync(folder, { recursive: true }));

const env = { SOURCE_DATE_EPOCH: '1767225600' };
const batch = (...options: string[]) =>
  dropcause(['batch', input, '-o', out, '-f', 'json', '-j', '1', ...options], env);
/** Events of --json-log. */
const events = (stderr: string) =>
  stderr
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { event: string; again?: boolean; path?: string; id?: string });
const worked = (stderr: string) => events(stderr).filter(({ again }) => again === false).length;

describe('30 bad archives of every kind among 100', () => {
  const text = (n: number) => Buffer.from(`this is no bundle, and it says so ${n} times\n`.repeat(n));
  const intact = { path: 'host/proc/net/snmp', content: 'Ip: InReceives\nIp: 1\n' };
  const nested = (n: number, inner: Uint8Array): Uint8Array =>
    n === 0 ? inner : nested(n - 1, gzipSync(inner));
  const bad: Record<string, (n: number) => Uint8Array> = {
    'text.tar.gz': text,
    'zeros.tar': (n) => new Uint8Array(100_000 * n),
    'packed-text.gz': (n) => gzipSync(text(n)),
    'other.tar.gz': (n) => gzipSync(tar({ path: 'photos/cat.jpg', content: text(n) })),
    'other.zip': (n) => zip({ path: 'a/letter.doc', content: text(n) }),
    'seven.7z': (n) => Buffer.concat([Buffer.from('377abcaf271c0004', 'hex'), text(n)]),
    'secret.tar.gz.gpg': (n) => Buffer.concat([Buffer.from('-----BEGIN PGP MESSAGE-----\n\n'), text(n)]),
    'damaged.tar.gz': (n) => Buffer.concat([gzipSync(tar(intact)).subarray(0, 20), text(n)]),
    'deep.gz': (n) => nested(7, tar({ ...intact, content: `Ip: InReceives\nIp: ${n}\n` })),
    'begun.tar.xz': (n) => Buffer.concat([Buffer.from('fd377a585a00', 'hex'), text(n)]),
  };

  test('70 reports, 30 explained entries, exit 3; a second run reads none of them again', () => {
    putHosts(input, 0, 70, [2]);
    for (const [name, make] of Object.entries(bad))
      for (const n of [1, 2, 3]) put(input, `customer-${n}/${name}`, make(n));
    const { status, stdout } = batch('-j', '2', '--timeout', '60');
    const { hosts, unreadable } = fleetIn(out);
    expect({ status, hosts: hosts.length, unreadable: unreadable.length }).toEqual({
      status: 3,
      hosts: 70,
      unreadable: 30,
    });
    expect(readdirSync(join(out, 'hosts'))).toHaveLength(70);
    expect(new Set(unreadable.map(({ kind }) => kind))).toEqual(
      new Set(['not-a-bundle', 'encrypted', 'damaged', 'unsupported']),
    );
    for (const { reason } of unreadable) expect(reason).toMatch(/^[^\n]{10,300}$/);
    expect(stdout).toContain('70 hosts from 70 bundles');
    expect(stdout).toContain('30 could not be read');

    const before = resultsIn(out);
    const second = batch('--json-log');
    expect([second.status, worked(second.stderr)]).toEqual([3, 0]);
    expect(resultsIn(out)).toEqual(before);
    const retried = batch('--json-log', '--retry-failed');
    expect([retried.status, worked(retried.stderr)]).toEqual([3, 30]);
  }, 600_000);
});

test('captures of one host are compared, whatever their archives are called and packed in', () => {
  putHosts(input, 0, 1, [1]);
  put(input, 'later/x', captureOf(0, 2));
  const both = { path: 'a/1.tgz', content: captureOf(1, 1) };
  put(
    input,
    'two.tar',
    tar(both, { path: 'b/2.tgz', content: captureOf(1, 2) }, { path: 'c.tgz', content: captureOf(2, 1) }),
  );
  expect(batch().status).toBe(0);
  const { hosts } = fleetIn(out);
  expect(hosts.map(({ identity, captures }) => [identity.name, captures.length]).sort()).toEqual([
    ['h-000', 2],
    ['h-001', 2],
    ['h-002', 1],
  ]);
  expect(hosts.find(({ identity }) => identity.name === 'h-001')?.bundles).toEqual([join(input, 'two.tar')]);
  const single = dropcause(
    ['report', join(input, 'host-0-1.tar.gz'), join(input, 'later/x'), '-f', 'json', '-o', '-'],
    env,
  );
  const own = hosts.find(({ identity }) => identity.name === 'h-000')?.reports['json'] ?? '';
  expect(readFileSync(join(out, own), 'utf8')).toBe(single.stdout);
});

test('a run does only what is new or changed', () => {
  putHosts(input, 0, 3, [1]);
  const runs = [batch('--json-log')];
  putHosts(input, 2, 1, [2]);
  runs.push(batch('--json-log'));
  // Another name, another time of change: the same content.
  renameSync(join(input, 'host-0-1.tar.gz'), join(input, 'renamed.tar.gz'));
  utimesSync(join(input, 'host-1-1.tar.gz'), 1, 1);
  runs.push(batch('--json-log'));
  runs.push(batch('--json-log', '--ticket', 'ACME-1'));
  runs.push(batch('--json-log', '--ticket', 'ACME-1'));
  rmSync(join(out, 'hosts'), { recursive: true });
  runs.push(batch('--json-log', '--ticket', 'ACME-1'));
  const done = runs.map(({ stderr }) => {
    const all = events(stderr).filter(({ again }) => again === false);
    return ['read', 'host'].map((kind) => all.filter(({ event }) => event === kind).length);
  });
  expect(done).toEqual([
    [3, 3],
    [1, 1],
    [0, 1],
    [0, 3],
    [0, 0],
    [0, 3],
  ]);
});

test('one archive under two names is read once, and both are told', () => {
  putHosts(input, 0, 1, [2]);
  put(input, 'copy.tgz', captureOf(0, 2));
  const { stderr } = batch('--json-log');
  expect(worked(stderr)).toBe(2);
  const [host] = fleetIn(out).hosts;
  expect(host?.bundles).toEqual([join(input, 'copy.tgz'), join(input, 'host-0-2.tar.gz')]);
  expect(host?.captures).toHaveLength(1);
  const report = readFileSync(join(out, host?.reports['json'] ?? ''), 'utf8');
  expect(report).toContain(`copy.tgz, ${input}/host-0-2.tar.gz`);
});

test('--redact: aliases over the whole batch, originals in a map for the owner only', () => {
  putHosts(input, 0, 2, [2]);
  expect(batch().status).toBe(0);
  expect(batch('--redact', '-f', 'html,json').status).toBe(0);
  const all = [...resultsIn(out)].flat().join('\n');
  expect(all).toContain('host-');
  expect(all).not.toMatch(/h-00[01]\b|host-[01]-2|0123456789abcdef/);
  const map = join(out, '.dropcause/aliases.json');
  expect(statSync(map).mode & 0o777).toBe(0o600);
  const { key } = JSON.parse(readFileSync(map, 'utf8')) as { key: string };
  expect(readFileSync(map, 'utf8')).toContain('h-001');
  putHosts(input, 2, 1, [2]);
  const again = batch('--json-log', '--redact', '-f', 'html,json');
  expect(worked(again.stderr)).toBe(2);
  expect((JSON.parse(readFileSync(map, 'utf8')) as { key: string }).key).toBe(key);
});

test('--from, --fail-on, and what cannot be read at all', () => {
  putHosts(input, 0, 1, [1, 2]);
  putHosts(input, 3, 1, [1, 2]);
  const list = join(folder, 'list');
  const run = (files: string[], ...options: string[]) => {
    writeFileSync(list, files.map((file) => `${join(input, file)}\n`).join(''));
    return dropcause(['batch', '--from', list, '-o', out, '-f', 'json', ...options], env);
  };
  const [sick, sound] = [
    ['host-0-1.tar.gz', 'host-0-2.tar.gz'],
    ['host-3-1.tar.gz', 'host-3-2.tar.gz'],
  ];
  expect(run(sound, '--fail-on', 'low').status).toBe(0);
  expect(run([...sick, ...sound], '--fail-on', 'critical').status).toBe(1);
  expect(run([...sick, 'missing'], '--fail-on', 'critical').status).toBe(3);
  expect(fleetIn(out).unreadable).toMatchObject([{ path: join(input, 'missing'), kind: 'unreadable' }]);
  expect(run(['missing']).status).toBe(2);
  expect(
    dropcause(['batch', '--from', '-', '-o', out], env, `${join(input, 'host-3-1.tar.gz')}\0`).status,
  ).toBe(0);
  expect(dropcause(['batch', '-o', out]).status).toBe(2);
});

describe('what somebody else put into OUT stays', () => {
  test.each(['html', 'csv', 'json', 'ndjson'])('fleet.%s', (end) => {
    putHosts(input, 0, 1, [2]);
    put(out, `fleet.${end}`, 'precious');
    const { status, stderr } = batch();
    expect([status, stderr.includes(`fleet.${end}`)]).toEqual([3, true]);
    expect(readFileSync(join(out, `fleet.${end}`), 'utf8')).toBe('precious');
    expect(batch('--force').status).toBe(0);
    expect(batch().status).toBe(0);
    expect(readFileSync(join(out, `fleet.${end}`), 'utf8')).toContain('h-000');
  });

  test('a folder that is a link ends the run before anything is written', () => {
    putHosts(input, 0, 1, [2]);
    mkdirSync(out);
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(out, 'hosts'));
    expect(batch().status).toBe(2);
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
    expect(existsSync(join(out, 'fleet.json'))).toBe(false);
  });

  test('an edited reply', () => {
    putHosts(input, 0, 1, [2]);
    batch('-f', 'reply');
    const reply = join(out, 'hosts', readdirSync(join(out, 'hosts'))[0] ?? '');
    writeFileSync(reply, 'Dear customer,\n');
    expect(batch('-f', 'reply').status).toBe(0);
    expect(batch('-f', 'reply', '--lang', 'zh').status).toBe(3);
    expect(readFileSync(reply, 'utf8')).toBe('Dear customer,\n');
  });
});
