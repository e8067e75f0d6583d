/** Genuine sosreports: the same report out of every container, and the right one. */
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decompress } from '../../src/bundle/decompress/index.ts';
import type { Entry } from '../../src/bundle/entry.ts';
import { Budget } from '../../src/bundle/limits.ts';
import { openBundle } from '../../src/bundle/open.ts';
import { walkTar } from '../../src/bundle/tar.ts';
import type { Bundle } from '../../src/model.ts';
import { wanted } from '../../src/parsers/index.ts';
import { withTruth } from '../truth.ts';
import type { ZipEntry } from './archives.ts';
import { tar, zip } from './archives.ts';
import { contentOf, openBytes } from './opened.ts';

const folder = mkdtempSync(join(tmpdir(), 'dropcause-genuine-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(bytes);
}

async function unpacked(path: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of decompress('xz', once(readFileSync(path)), new Budget())) parts.push(part.slice());
  return Buffer.concat(parts);
}

async function entriesOf(archive: Uint8Array): Promise<(Entry & { content: Uint8Array })[]> {
  const entries: (Entry & { content: Uint8Array })[] = [];
  await walkTar(once(archive), '', {
    note: () => {},
    entry: (entry) => {
      const parts: Uint8Array[] = [];
      return {
        write: (part) => void parts.push(part.slice()),
        end: () => void entries.push({ ...entry, content: Buffer.concat(parts) }),
      };
    },
  });
  return entries;
}

function written(entries: readonly (Entry & { content: Uint8Array })[], at: string): string {
  for (const { path, type, content, target } of entries) {
    mkdirSync(join(at, type === 'directory' ? path : dirname(path)), { recursive: true });
    if (type === 'file') writeFileSync(join(at, path), content);
    else if (type === 'symlink') symlinkSync(target ?? '', join(at, path));
  }
  return at;
}

function packedBy(program: string, bytes: Uint8Array): Uint8Array | undefined {
  const { status, stdout, error } = spawnSync(program, ['-c'], { input: bytes, maxBuffer: 2 ** 29 });
  return error === undefined && status === 0 ? new Uint8Array(stdout) : undefined;
}

withTruth('corpus/sosreports', (corpus) => {
  describe.each(readdirSync(corpus).filter((name) => name.endsWith('.tar.xz')))('%s', (name) => {
    let plain = new Uint8Array();
    let expected: Bundle;
    beforeAll(async () => {
      plain = new Uint8Array(await unpacked(join(corpus, name)));
      expected = await openBundle(join(corpus, name), { wanted });
    });

    test('the same out of every container', async () => {
      expect(expected.layout).toBe('sosreport');
      expect(expected.damaged).toBeUndefined();
      const entries = await entriesOf(plain);
      const zipEntries: ZipEntry[] = [];
      for (const { path, type, content, target = '' } of entries) {
        if (type === 'file') zipEntries.push({ path, content, packed: deflateRawSync(content) });
        else if (type === 'symlink') zipEntries.push({ path, content: target, symlink: true });
      }
      const zipped = zip(...zipEntries);
      const gzipped = gzipSync(plain, { level: 1 });
      const variants = {
        tar: plain,
        gzip: gzipped,
        bzip2: packedBy('bzip2', plain),
        zstd: packedBy('zstd', plain),
        zip: zipped,
        'gzip in a tar': tar({ path: `ticket/${name}`, content: gzipped }),
        'zip in a tar in a gzip': gzipSync(tar({ path: 'ticket/attachment', content: zipped })),
      };
      for (const [kind, bytes] of Object.entries(variants)) {
        if (bytes) expect([kind, contentOf(await openBytes(bytes))]).toEqual([kind, contentOf(expected)]);
      }
      const directory = written(entries, join(folder, name));
      expect(contentOf(await openBundle(directory, { wanted }))).toEqual(contentOf(expected));
    });

    test('cut off, it keeps what stands before', async () => {
      const gzipped = gzipSync(plain, { level: 1 });
      const cut = await openBytes(gzipped.subarray(0, Math.floor(gzipped.length * 0.6)));
      expect(cut.damaged).toBe(true);
      const whole = new Map(
        expected.captures[0]?.files.map((file) => [file.path, [...file.lines].map(({ text }) => text)]),
      );
      const kept = (cut.captures[0]?.files ?? []).filter((file) => file.whole);
      expect(kept.length).toBeGreaterThanOrEqual(Math.floor(whole.size / 10));
      for (const file of kept)
        expect([file.path, [...file.lines].map(({ text }) => text)]).toEqual([
          file.path,
          whole.get(file.path),
        ]);
    });
  });
});

withTruth('cases', (cases) => {
  const genuine = readdirSync(cases).filter((name) => name.startsWith('genuine-sosreport'));
  test.each(genuine)('%s: both readings of a report have their own times', async (name) => {
    for (const file of readdirSync(join(cases, name)).filter((entry) => entry.startsWith('capture-'))) {
      const bundle = await openBundle(join(cases, name, file), { wanted });
      expect([bundle.layout, bundle.damaged, bundle.captures.length]).toEqual(['sosreport', undefined, 1]);
      const at = (origin: string) =>
        bundle.captures[0]?.files.find((one) => one.origin === origin && one.netns === '')?.takenAt?.wall ??
        Number.NaN;
      const second = Number.isNaN(at('nstat -zas')) ? 'netstat -s' : 'nstat -zas';
      const [copied, asked] = [at('/proc/net/netstat'), at(second)];
      expect(asked - copied).toBeGreaterThan(10);
      expect(asked - copied).toBeLessThan(2000);
      expect(bundle.captures[0]?.host.utcOffset).toBe(0);
      expect(bundle.captures[0]?.takenAt?.wall).toBeLessThanOrEqual(copied);
    }
  });
});
