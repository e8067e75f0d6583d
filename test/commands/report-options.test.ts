/** What people put on a report, and what they take off it, through the program itself. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { dropcause } from './cli.ts';

const scratch = mkdtempSync(join(tmpdir(), 'dropcause-options-'));
afterAll(() => rmSync(scratch, { recursive: true }));

const bundles = ['1', '2'].map((n) => `samples/accept-queue-overflow/capture-${n}.tar.gz`);
const env = { SOURCE_DATE_EPOCH: '1767225600' };
const report = (...options: string[]) => dropcause(['report', ...bundles, ...options], env);
const one = (...options: string[]) => report('-o', '-', ...options).stdout;
const written = (folder: string, end: string) => {
  const name = readdirSync(folder).find((file) => file.endsWith(end));
  if (name === undefined) throw new Error(`no ${end}`);
  return join(folder, name);
};

test('title, ticket and author stand on the page; the reply is a file of text', () => {
  const html = one('-f', 'html', '--title', 'Slow <shop>', '--ticket', 'ACME-1', '--author', 'Jane');
  expect(html).toContain('<title>Slow &lt;shop&gt;</title>');
  expect(html).toContain('ACME-1');
  expect(html).toContain('Jane');
  const folder = join(scratch, 'reply');
  expect(report('-f', 'reply', '-o', folder).status).toBe(0);
  expect(readFileSync(written(folder, '.reply.txt'), 'utf8')).toContain('What to do');
});

test('a logo is a PNG or JPEG of its own file; anything else is said in one line', () => {
  const png = join(scratch, 'logo.png');
  writeFileSync(png, Buffer.from('89504e470d0a1a0a00', 'hex'));
  expect(one('-f', 'html', '--logo', png)).toContain('<img src="data:image/png;base64,iVBORw0KGgoA"');
  const script = join(scratch, 'logo.svg');
  writeFileSync(script, '<svg onload="alert(1)"/>');
  for (const path of [script, join(scratch, 'missing.png')]) {
    const { status, stderr } = report('-f', 'html', '-o', '-', '--logo', path);
    expect(status).toBe(2);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  }
});

test('--lang zh speaks Chinese in every format, and leaves the words of the kernel', () => {
  expect(one('-f', 'html', '--lang', 'zh')).toContain('<html lang="zh-Hans">');
  for (const format of ['html', 'md', 'reply', 'json']) {
    const text = one('-f', format, '--lang', 'zh');
    expect(text).toContain('accept 队列溢出');
    expect(format === 'reply' || text.includes('ListenOverflows')).toBe(true);
  }
});

test('--redact hides names in every format and keeps the way back in a file for its owner only', () => {
  const folder = join(scratch, 'redacted');
  const { status, stdout } = report('-f', 'html,json,md,reply', '-o', folder, '--redact');
  expect(status).toBe(0);
  const map = written(folder, '.aliases.json');
  expect(statSync(map).mode & 0o777).toBe(0o600);
  const { aliases } = JSON.parse(readFileSync(map, 'utf8')) as {
    aliases: { kind: string; original: string; alias: string }[];
  };
  const host = aliases.find((alias) => alias.kind === 'host');
  expect(host?.original).toBe('web-1');
  for (const text of [
    stdout,
    ...readdirSync(folder)
      .filter((f) => !f.endsWith('.aliases.json'))
      .map((f) => readFileSync(join(folder, f), 'utf8') + f),
  ]) {
    expect(text).toContain(host?.alias);
    expect(text).not.toMatch(/web-1|python3/);
  }
});

test('the same map gives the same aliases, a new one gives others; a strange file is left alone', () => {
  const map = join(scratch, 'map.json');
  const first = one('-f', 'md', '--redact', '--redact-map', map);
  expect(one('-f', 'md', '--redact', '--redact-map', map)).toBe(first);
  expect(one('-f', 'md', '--redact')).not.toBe(first);
  const strange = join(scratch, 'notes.json');
  writeFileSync(strange, '{"mine":1}');
  const { status, stderr } = report('-f', 'md', '-o', '-', '--redact', '--redact-map', strange);
  expect([status, stderr]).toEqual([2, `dropcause: ${strange} is no map of aliases\n`]);
  expect(readFileSync(strange, 'utf8')).toBe('{"mine":1}');
});
