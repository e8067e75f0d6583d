/** Every archive of the zoo, through the program itself: how it ends, what it says, what it still reads, its memory. */
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compressed, noArchives, zips } from './packed.ts';
import type { ZooArchive } from './specimen.ts';
import { tarHeaders } from './tar-headers.ts';
import { tarLinks, tarNames } from './tar-names.ts';

/** docs/reading-bundles.md states it, in MiB; of this process, not of xz, which has a limit of its own. */
const memoryLimit = 512;

const zoo = [...tarNames, ...tarLinks, ...tarHeaders, ...compressed, ...zips, ...noArchives];
const project = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'dropcause-zoo-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write({ bytes }: ZooArchive): string {
  const path = join(folder, 'input');
  const file = openSync(path, 'w');
  for (const piece of bytes()) writeSync(file, piece);
  closeSync(file);
  return path;
}

interface Shown {
  notes: { message: { id: string } }[];
  counters: { name: string; samples: { value: string }[] }[];
}

function run(path: string) {
  const measured = ['--import', join(project, 'bench/peak-memory.mjs'), join(project, 'dist/cli.mjs')];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...measured, 'report', path, '-f', 'json', '-o', '-'],
    { encoding: 'utf8', maxBuffer: 1 << 28, timeout: 110_000 },
  );
  return {
    status,
    said: stderr.replace(/^peak memory .*\n/m, ''),
    memory: Number(/^peak memory (\d+)$/m.exec(stderr)?.[1]) / 1024,
    report: stdout === '' ? undefined : (JSON.parse(stdout) as Shown),
  };
}

test('the zoo holds at least sixty, each with a name of its own', () => {
  expect(new Set(zoo.map(({ name }) => name)).size).toBe(zoo.length);
  expect(zoo.length).toBeGreaterThanOrEqual(60);
});

test.each(zoo.map((one) => [one.name, one] as const))('%s', (_, one) => {
  const { status, said, memory, report } = run(write(one));
  const notes = report?.notes.map(({ message }) => message.id.replace('input/', '')) ?? [];
  const values = report?.counters.find(({ name }) => name === 'Ip.InReceives')?.samples ?? [];
  expect({ status, notes, values: values.map(({ value }) => value) }).toEqual({
    status: one.exit,
    notes: expect.arrayContaining([...(one.notes ?? [])]) as unknown,
    values: one.intact ? ['4711'] : [],
  });
  // Nothing but one line for each path that gave nothing, and one that nothing is left.
  expect(said.split('\n').length).toBeLessThanOrEqual(one.exit === 2 ? 3 : 1);
  expect(said).not.toMatch(/ {4}at |node:internal/);
  expect(memory).toBeLessThan(memoryLimit);
});
