/** Files we write: only below -o, never through a link, never over what somebody else made. */
import { execFileSync } from 'node:child_process';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { tar } from '../bundle/archives.ts';
import { dropcause } from './cli.ts';

const bundle = 'samples/accept-queue-overflow/capture-2.tar.gz';
const name = 'dropcause-web-1-20261121T034005Z';
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dropcause-files-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const report = (format: string, ...options: string[]) =>
  dropcause(['report', bundle, '-q', '-f', format, '-o', join(folder, 'out'), ...options]);
const place = (end: string) => join(folder, 'out', `${name}.${end}`);
const occupy = (end: string, make: (path: string) => void) => {
  mkdirSync(join(folder, 'out'));
  make(place(end));
};

test.each(['html', 'json', 'md'])('a %s that dropcause wrote is replaced by a newer one', (format) => {
  for (const ticket of ['ACME-1', 'ACME-2']) {
    expect(report(format, '--title', ticket)).toEqual({ status: 0, stdout: '', stderr: '' });
  }
  if (format === 'html') expect(readFileSync(place(format), 'utf8')).toContain('ACME-2');
  expect(readdirSync(join(folder, 'out'))).toEqual([`${name}.${format}`]);
});

test('a reply gives way to the same reply only: it may have been edited', () => {
  expect([report('reply').status, report('reply').status]).toEqual([0, 0]);
  writeFileSync(place('reply.txt'), 'Dear customer,\n');
  expect(report('reply').status).toBe(3);
  expect(readFileSync(place('reply.txt'), 'utf8')).toBe('Dear customer,\n');
});

describe('what somebody else put there stays, is named, and costs that format only', () => {
  const stays = (end: string, ...formats: string[]) => {
    const { status, stderr } = report(formats.join());
    expect(status).toBe(3);
    expect(stderr).toMatch(/^dropcause: no \w+: .* is there already .*--force replaces it\n$/);
    expect(stderr).toContain(place(end));
  };

  test('a file', () => {
    occupy('html', (path) => writeFileSync(path, 'my notes about dropcause 1'));
    stays('html', 'html', 'json');
    expect(readFileSync(place('html'), 'utf8')).toBe('my notes about dropcause 1');
    expect(readFileSync(place('json'), 'utf8')).toContain('"web-1"');
    expect(report('html', '--force').status).toBe(0);
    expect(readFileSync(place('html'), 'utf8')).toContain('<!doctype html>');
  });

  test.each([
    ['a link to a file', 'precious'],
    ['a link to nothing', 'nowhere'],
  ])('%s', (_, target) => {
    writeFileSync(join(folder, 'precious'), 'precious');
    occupy('json', (path) => symlinkSync(join(folder, target), path));
    stays('json', 'json');
    expect(lstatSync(place('json')).isSymbolicLink()).toBe(true);
    expect(report('json', '--force').status).toBe(0);
    expect(lstatSync(place('json')).isFile()).toBe(true);
    expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('precious');
    expect(readdirSync(folder).sort()).toEqual(['out', 'precious']);
  });

  test('a FIFO, which is not opened', () => {
    occupy('md', (path) => execFileSync('mkfifo', [path]));
    stays('md', 'md');
  });

  test('a directory, even with --force', () => {
    occupy('md', (path) => mkdirSync(path));
    stays('md', 'md');
    expect(report('md', '--force').status).toBe(3);
    expect(readdirSync(join(folder, 'out'))).toEqual([`${name}.md`]);
  });
});

test.each([
  '../../etc/passwd',
  '/etc/passwd',
  '..',
  '-rf',
  'con\0.html',
  'a'.repeat(300),
  '\u202egnp',
  '.bashrc',
  'C:\\x',
])('the host name %j makes a file below -o and no hidden one', (host) => {
  const archive = join(folder, 'bundle.tar');
  const files = [
    { path: 'host/etc/hostname', content: `${host}\n` },
    { path: 'host/proc/net/snmp', content: 'Ip: InReceives\nIp: 1\n' },
  ];
  writeFileSync(archive, tar(...files));
  expect(dropcause(['report', archive, '-q', '-f', 'json', '-o', join(folder, 'out')]).status).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['bundle.tar', 'out']);
  expect(readdirSync(join(folder, 'out')).join()).toMatch(/^dropcause-[\w.-]{1,80}\.json$/);
});

test('the map of originals is for its owner only, also over one that others could read', () => {
  const map = join(folder, 'map.json');
  const run = () => report('md', '--redact', '--redact-map', map);
  expect(run().status).toBe(0);
  expect(statSync(map).mode & 0o777).toBe(0o600);
  execFileSync('chmod', ['644', map]);
  expect(run().status).toBe(0);
  expect(statSync(map).mode & 0o777).toBe(0o600);
});
