import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { discover } from '../../src/batch/discover.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dropcause-discover-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const archive = gzipSync('x');
function put(...paths: string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), path.endsWith('.txt') ? 'text' : archive);
  }
}
async function found(...paths: string[]): Promise<string[]> {
  const { found: all } = await discover(
    paths.map((path) => join(folder, path)),
    join(folder, 'out'),
  );
  return all.map(({ path }) => path.slice(folder.length + 1));
}

test('folders: archives by content or by a name that promises one, in order; nothing of OUT', async () => {
  put('in/b', 'in/a.tgz', 'in/sub/deep/c', 'in/notes.txt', 'out/d.tgz', 'out/.dropcause/e');
  writeFileSync(join(folder, 'in/empty.tar.xz'), '');
  expect(await found('.')).toEqual(['in/a.tgz', 'in/b', 'in/empty.tar.xz', 'in/sub/deep/c']);
  expect((await discover([folder], join(folder, 'out'))).passedOver).toBe(1);
});

test('an unpacked bundle is one, and what lies in it is not looked for', async () => {
  put('in/sos-a/sos_commands/x.gz', 'in/ours/manifest.tsv', 'in/ours/1/y.gz');
  put('in/scc/basic-environment.txt', 'in/scc/network.txt', 'in/host/proc/z.gz', 'in/host/etc/z.gz');
  expect(await found('in')).toEqual(['in/host', 'in/ours', 'in/scc', 'in/sos-a']);
});

test('links in folders are not followed; one that was named is', async () => {
  put('elsewhere/a.tgz', 'in/b.tgz');
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'in/folder'));
  symlinkSync(join(folder, 'elsewhere/a.tgz'), join(folder, 'in/file.tgz'));
  expect(await found('in')).toEqual(['in/b.tgz']);
  expect(await found('in/file.tgz')).toEqual(['in/file.tgz']);
});

test('a file counts once, however often it is named', async () => {
  put('in/a.tgz');
  expect(await found('in', 'in/a.tgz', 'in/../in/a.tgz', 'in/*.tgz')).toEqual(['in/a.tgz']);
});

test('patterns', async () => {
  put('x/web-1.tgz', 'x/web-2.tgz', 'x/db-1.tgz', 'x/y/z/web-3.tgz', 'x/.hidden.tgz');
  expect(await found('x/web-?.tgz')).toEqual(['x/web-1.tgz', 'x/web-2.tgz']);
  expect(await found('x/[!w]*-[0-9].tgz')).toEqual(['x/db-1.tgz']);
  expect(await found('x/**/web-*.tgz')).toEqual(['x/web-1.tgz', 'x/web-2.tgz', 'x/y/z/web-3.tgz']);
  expect(await found('*/*.tgz')).toEqual(['x/db-1.tgz', 'x/web-1.tgz', 'x/web-2.tgz']);
});

test('a name with the characters of a pattern is that file', async () => {
  put('x/a[1].tgz', 'x/a1.tgz');
  expect(await found('x/a[1].tgz')).toEqual(['x/a[1].tgz']);
});

test('what is not there, and what is no file, is said', async () => {
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  const { missing } = await discover(['/nowhere/x', '/nowhere/*.tgz', join(folder, 'pipe')], folder);
  expect(missing.map(({ path, reason }) => `${path.replace(folder, '')}: ${reason}`)).toEqual([
    '/nowhere/x: no such file or directory',
    '/nowhere/*.tgz: no such file or directory',
    '/pipe: is neither a file nor a folder',
  ]);
});
