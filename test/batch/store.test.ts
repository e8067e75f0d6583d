import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf, stateOf } from '../../src/batch/digest.ts';
import { fromJson, toJson } from '../../src/batch/json.ts';
import { NotOurFolder, Store, sha256 } from '../../src/batch/store.ts';

let folder: string;
let store: Store;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dropcause-store-'));
  store = new Store(join(folder, 'out'), '1');
});
afterEach(() => rmSync(folder, { recursive: true }));

test('its own folder is for its owner only, and holds nothing half written', async () => {
  await store.prepare();
  await store.keep(store.ofArchive('ab12', 'json'), 'x');
  expect(statSync(store.inStore()).mode & 0o777).toBe(0o700);
  expect(statSync(store.ofArchive('ab12', 'json')).mode & 0o777).toBe(0o600);
  expect(readdirSync(store.inStore('parts'))).toEqual([]);
});

test.each(['.dropcause', 'hosts'])('nothing is written through a link at %s', async (name) => {
  mkdirSync(join(folder, 'out'));
  mkdirSync(join(folder, 'elsewhere'));
  symlinkSync(join(folder, 'elsewhere'), join(folder, 'out', name));
  await expect(store.prepare()).rejects.toThrow(NotOurFolder);
  expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
});

test('a link in the place of a file is replaced, and what it leads to stays', async () => {
  await store.prepare();
  writeFileSync(join(folder, 'precious'), 'precious');
  symlinkSync(join(folder, 'precious'), join(store.out, 'fleet.csv'));
  await store.write(join(store.out, 'fleet.csv'), 'ours');
  expect(readFileSync(join(store.out, 'fleet.csv'), 'utf8')).toBe('ours');
  expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('precious');
});

test('a file is ours as long as nobody changes it; a link to it is not', async () => {
  await store.prepare();
  const path = join(store.out, 'fleet.csv');
  expect(await store.wrote(path)).toBe(false);
  await store.announce('ours');
  await store.write(path, 'ours');
  expect(await store.wrote(path)).toBe(true);
  symlinkSync(path, join(store.out, 'link'));
  expect(await store.wrote(join(store.out, 'link'))).toBe(false);
  writeFileSync(path, 'changed');
  expect(await store.wrote(path)).toBe(false);
});

test('parts of killed runs go, parts of running ones stay', async () => {
  await store.prepare();
  const parts = store.inStore('parts');
  const where = sha256(hostname()).slice(0, 8);
  writeFileSync(join(parts, `${where}-999999999-a`), '');
  writeFileSync(join(parts, `${where}-${process.ppid}-b`), '');
  writeFileSync(join(parts, 'othermachine-1-c'), '');
  writeFileSync(join(parts, 'othermachine-1-d'), '');
  utimesSync(join(parts, 'othermachine-1-d'), 0, 0);
  await store.prepare();
  expect(readdirSync(parts).sort()).toEqual([`${where}-${process.ppid}-b`, 'othermachine-1-c'].sort());
});

test('of two that create a file at once both find the same', async () => {
  await store.prepare();
  const path = store.inStore('aliases.json');
  await Promise.all(['a', 'b', 'c'].map((content) => store.createOnce(path, content)));
  const first = readFileSync(path, 'utf8');
  await store.createOnce(path, 'd');
  expect(readFileSync(path, 'utf8')).toBe(first);
});

test('what other versions read is forgotten, what this one read is not', async () => {
  const other = new Store(store.out, '2');
  for (const one of [store, other]) {
    await one.prepare();
    await one.keep(one.ofArchive('ab', 'json'), 'x');
  }
  await store.forgetOthers();
  expect(await store.read(store.ofArchive('ab', 'json'))).toBeDefined();
  expect(await other.read(other.ofArchive('ab', 'json'))).toBeUndefined();
});

test('the digest of a folder changes with names and contents, its state also with times', async () => {
  const tree = join(folder, 'tree');
  mkdirSync(join(tree, 'a'), { recursive: true });
  writeFileSync(join(tree, 'a/x'), '1');
  const [digest, state] = [await digestOf(tree), await stateOf(tree)];
  utimesSync(join(tree, 'a/x'), 5, 5);
  expect([await digestOf(tree), await stateOf(tree)]).toEqual([digest, expect.not.stringMatching(state)]);
  writeFileSync(join(tree, 'a/x'), '2');
  expect(await digestOf(tree)).not.toBe(digest);
  chmodSync(join(tree, 'a/x'), 0o600);
  symlinkSync('/etc/passwd', join(tree, 'a/link'));
  expect(await digestOf(tree)).toMatch(/^[0-9a-f]{64}$/);
});

test('counters survive JSON', () => {
  const value = { n: 2n ** 63n, list: [1n, '1', { $n: 'x', other: 1 }] };
  expect(fromJson(toJson(value))).toEqual(value);
});
