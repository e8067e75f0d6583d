/** One small report in every container, whole and damaged, with the system's tools and without. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import type { OpenOptions } from '../../src/bundle/open.ts';
import { openBundle, openBundles } from '../../src/bundle/open.ts';
import { wanted } from '../../src/parsers/index.ts';
import { withMachine } from '../truth.ts';
import type { TarEntry, ZipEntry } from './archives.ts';
import { tar, zip } from './archives.ts';
import { contentOf, everything, filesOf, noteIds, openBytes } from './opened.ts';

const root = 'sosreport-web-2026-11-21-abcdefg';
const log = Array.from({ length: 3000 }, (_, i) =>
  i % 1000 === 500
    ? `Nov 21 10:00:00 web kernel: nf_conntrack: table full, dropping packet ${i}`
    : `Nov 21 10:00:00 web cron[${i}]: nothing`,
);
const contents: Record<string, string> = {
  'version.txt': 'sosreport: 4.2\n',
  'proc/4711/net/snmp': 'Ip: InReceives\nIp: 10\n',
  'proc/4711/net/netstat': 'TcpExt: ListenDrops\nTcpExt: 3\n',
  'sys/devices/virtual/net/lo/mtu': '65536\n',
  'etc/hostname': 'web\n',
  'var/log/messages': `${log.join('\n')}\n`,
  'sos_commands/networking/netstat_-s': 'Ip:\n    10 total packets received\n',
};
const links: Record<string, string> = {
  'proc/net': 'self/net',
  'proc/self': '4711',
  'sys/class/net/lo': '../../devices/virtual/net/lo',
  netstat: 'sos_commands/networking/netstat_-W_-neopa',
};
const tarEntries: TarEntry[] = [
  ...Object.entries(contents).map(([path, content]) => ({ path: `${root}/${path}`, content })),
  ...Object.entries(links).map(([path, target]) => ({ path: `${root}/${path}`, type: '2', target })),
];
const plain = tar(...tarEntries);
const whole = await openBytes(plain);

/** Compresses with the program, which only makes the fixture. */
const made = (program: string, bytes: Uint8Array) => {
  const { status, stdout, error } = spawnSync(program, ['-c'], { input: bytes, maxBuffer: 2 ** 28 });
  return error === undefined && status === 0 ? new Uint8Array(stdout) : undefined;
};
const builtIn: Partial<OpenOptions> = { toolPath: '' };

const folder = mkdtempSync(join(tmpdir(), 'dropcause-containers-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('the report itself', () => {
  expect(whole.layout).toBe('sosreport');
  expect(noteIds(whole)).toEqual(['zone-unknown'].filter(() => whole.captures[0]?.takenAt !== undefined));
  const files = filesOf(whole.captures[0]);
  expect([...files.keys()].map((key) => key.replace(`${root}/`, ''))).toEqual([
    'etc/hostname | /etc/hostname',
    'proc/4711/net/netstat | /proc/net/netstat',
    'proc/4711/net/snmp | /proc/net/snmp',
    'sos_commands/networking/netstat_-s | netstat -s',
    'sys/devices/virtual/net/lo/mtu | /sys/class/net/lo/mtu',
    'var/log/messages | /var/log/messages',
  ]);
  const hits = files.get(`${root}/var/log/messages | /var/log/messages`)?.split('\n') ?? [];
  expect(hits.map((line) => line.split(' ')[0])).toEqual(['1', '501', '1501', '2501', '3000']);
});

describe('zip', () => {
  const entries = (change: Partial<ZipEntry> = {}): ZipEntry[] => [
    ...Object.entries(contents).map(([path, content]) => ({
      path: `${root}/${path}`,
      content,
      packed: deflateRawSync(content),
      ...change,
    })),
    ...Object.entries(links).map(([path, target]) => ({
      path: `${root}/${path}`,
      content: target,
      symlink: true,
    })),
  ];

  test.each<[string, Partial<ZipEntry>]>([
    ['deflated', {}],
    ['by a writer that could not seek', { streamed: true }],
  ])('%s', async (_, change) => {
    for (const piece of [100, 65_536])
      expect(contentOf(await openBytes(zip(...entries(change)), {}, piece))).toEqual(contentOf(whole));
  });

  test('stored', async () => {
    const stored = entries().map(({ path, content = '', symlink = false }) => ({ path, content, symlink }));
    expect(contentOf(await openBytes(zip(...stored)))).toEqual(contentOf(whole));
  });

  test('with Windows names, and a directory of its own', async () => {
    const flat: ZipEntry[] = [
      { path: 'host\\proc\\net\\', content: '' },
      { path: 'host\\proc\\net\\snmp', content: 'Ip: A\nIp: 1\n' },
    ];
    expect([...filesOf((await openBytes(zip(...flat))).captures[0]).keys()]).toEqual([
      'host/proc/net/snmp | /proc/net/snmp',
    ]);
  });

  test('cut off: what stands before is read, and told', async () => {
    const archive = zip(...entries());
    const cut = await openBytes(archive.subarray(0, 600));
    expect(cut.damaged).toBe(true);
    expect(noteIds(cut)).toContain('cut-off');
  });

  test('encrypted and strange entries are named, the others read', async () => {
    const odd: ZipEntry[] = [
      { path: 'host/proc/net/dev', content: 'secret', encrypted: true },
      { path: 'host/proc/net/sockstat', content: 'x', method: 99 },
      { path: 'host/proc/net/snmp', content: 'Ip: A\nIp: 1\n' },
    ];
    const bundle = await openBytes(zip(...odd));
    expect([...filesOf(bundle.captures[0]).keys()]).toEqual(['host/proc/net/snmp | /proc/net/snmp']);
    expect(noteIds(bundle)).toEqual(['container-encrypted', 'zip-method']);
  });

  test('an entry that inflates beyond all measure ends the archive', async () => {
    const bomb = deflateRawSync(Buffer.alloc(3_000_000));
    const archive = zip(
      { path: 'host/proc/net/snmp', content: 'Ip: A\nIp: 1\n' },
      { path: 'host/proc/net/dev', packed: bomb, streamed: true },
    );
    const bundle = await openBytes(archive, { limits: { ratioFrom: 1_000_000, ratio: 100 } });
    expect([...filesOf(bundle.captures[0]).keys()]).toContain('host/proc/net/snmp | /proc/net/snmp');
    expect(bundle.notes.map(({ message }) => message.args['limit'])).toContain('ratio');
  });
});

describe('gzip', () => {
  test('one member, many members, zeros behind', async () => {
    const half = Math.floor(plain.length / 2);
    const members = Buffer.concat([gzipSync(plain.subarray(0, half)), gzipSync(plain.subarray(half))]);
    for (const bytes of [gzipSync(plain), members, Buffer.concat([gzipSync(plain), new Uint8Array(512)])]) {
      const bundle = await openBytes(bytes, {}, 1000);
      expect(contentOf(bundle)).toEqual(contentOf(whole));
      expect(bundle.damaged).toBeUndefined();
    }
  });

  test('cut off, and damaged in the middle', async () => {
    const bytes = gzipSync(plain, { level: 1 });
    const cut = await openBytes(bytes.subarray(0, bytes.length - 200));
    expect(filesOf(cut.captures[0]).get(`${root}/proc/4711/net/snmp | /proc/net/snmp`)).toBe(
      '1 Ip: InReceives\n2 Ip: 10',
    );
    expect(noteIds(cut)).toContain('cut-off-compressed');
    expect(cut.damaged).toBe(true);
  });

  test('what is not a single file, and a single file', async () => {
    await expect(openBytes(gzipSync('no capture at all\n'))).rejects.toMatchObject({ reason: 'no-capture' });
    await expect(openBytes(gzipSync(''))).rejects.toMatchObject({ reason: 'no-capture' });
    await expect(openBytes(Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]))).rejects.toMatchObject({
      reason: 'unreadable',
    });
  });

  test('a bomb stops at the ratio, with a note', async () => {
    const bomb = gzipSync(
      tar(...tarEntries.slice(0, 3), {
        path: `${root}/var/log/messages`,
        content: new Uint8Array(8_000_000),
      }),
    );
    const bundle = await openBytes(bomb, { limits: { ratioFrom: 1_000_000, ratio: 50 } });
    expect(bundle.notes.map(({ message }) => message.args['limit'])).toContain('ratio');
    expect(filesOf(bundle.captures[0]).size).toBeGreaterThan(1);
  });
});

describe.each(['xz', 'bzip2', 'zstd'] as const)('%s', (program) => {
  const packed = made(program, plain);
  withMachine(`an archive made by ${program}`, packed === undefined ? `no ${program}` : undefined, () => {
    const bytes = packed ?? new Uint8Array();
    test.each<[string, Partial<OpenOptions>]>([
      ['by the system', {}],
      ['in process', builtIn],
    ])('%s: whole, many members, cut off, damaged', async (_, options) => {
      for (const all of [bytes, Buffer.concat([bytes, bytes])]) {
        const bundle = await openBytes(all, options, 1000);
        expect(contentOf(bundle)).toEqual(contentOf(whole));
        expect(bundle.damaged).toBeUndefined();
      }
      const cut = await openBytes(bytes.subarray(0, bytes.length - 20), options).catch(
        (error: unknown) => error,
      );
      expect(cut).toMatchObject(cut instanceof Error ? { reason: 'unreadable' } : { damaged: true });
      const damaged = Uint8Array.from(bytes);
      damaged.fill(0, damaged.length - 40, damaged.length - 32);
      const bad = await openBytes(damaged, options).catch((error: unknown) => error);
      // fzstd checks no sums: what it makes of such data is for the tar reader to judge.
      if (program !== 'zstd')
        expect(bad).toMatchObject(bad instanceof Error ? { name: 'BundleError' } : { damaged: true });
    });

    test('inside itself, and inside a tar', async () => {
      const twice = made(program, bytes) ?? new Uint8Array();
      expect(contentOf(await openBytes(twice, builtIn))).toEqual(contentOf(whole));
      const inTar = made(program, tar({ path: 'ticket/report.bin', content: bytes })) ?? new Uint8Array();
      expect(contentOf(await openBytes(inTar, builtIn))).toEqual(contentOf(whole));
      expect(contentOf(await openBytes(inTar))).toEqual(contentOf(whole));
    });
  });
});

describe('directories and paths', () => {
  const top = join(folder, root);
  for (const [path, content] of Object.entries(contents)) {
    mkdirSync(join(top, dirname(path)), { recursive: true });
    writeFileSync(join(top, path), content);
  }
  mkdirSync(join(top, 'sys/class/net'), { recursive: true });
  for (const [path, target] of Object.entries(links)) symlinkSync(target, join(top, path));
  symlinkSync('/etc/shadow', join(top, 'etc/machine-id'));

  test('a directory gives what its archive gives, and links out of it are not followed', async () => {
    const bundle = await openBundle(top, { wanted });
    const expected = await openBytes(
      tar(...tarEntries, { path: `${root}/etc/machine-id`, type: '2', target: '/etc/shadow' }),
    );
    expect(contentOf(bundle)).toEqual(contentOf(expected));
    expect([...filesOf(bundle.captures[0]).keys()]).toEqual([...filesOf(expected.captures[0]).keys()]);
    expect(bundle.captures[0]?.absences.map(({ origin }) => origin)).toEqual(['/etc/machine-id']);
  });

  test('a file by its path, and several paths', async () => {
    const path = join(folder, 'report.with-any-name');
    writeFileSync(path, gzipSync(plain));
    const [first, second] = await openBundles([path, top], { wanted });
    expect(first && contentOf(first)).toEqual(contentOf(whole));
    expect([first?.name, second?.name]).toEqual(['report.with-any-name', root]);
    writeFileSync(path, plain);
    expect(contentOf(await openBundle(path, { wanted }))).toEqual(contentOf(whole));
  });

  test('a folder of archives, each with its own paths', async () => {
    const many = join(folder, 'many');
    mkdirSync(many);
    writeFileSync(join(many, 'a.tar.gz'), gzipSync(plain));
    writeFileSync(join(many, 'b.zip'), zip({ path: 'host/proc/net/snmp', content: 'Ip: A\nIp: 1\n' }));
    writeFileSync(join(many, 'readme.txt'), 'Two bundles.\n');
    const bundle = await openBundle(many, { wanted });
    expect(bundle.captures.map(({ label }) => label)).toEqual([
      `many: many/a.tar.gz/${root}`,
      'many: many/b.zip/host',
    ]);
    expect(bundle.captures[1]?.files[0]?.path).toBe('many/b.zip/host/proc/net/snmp');
  });

  test('one clear line for what cannot be opened', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty);
    const file = (name: string, content: string | Uint8Array) => {
      writeFileSync(join(folder, name), content);
      return join(folder, name);
    };
    const cases: [string, string][] = [
      [join(folder, 'nothing-here'), 'missing'],
      [empty, 'no-capture'],
      [file('text', 'Dear support,\n'), 'no-capture'],
      [file('zero', ''), 'no-capture'],
      [file('armoured', '-----BEGIN PGP MESSAGE-----\n\nhQEMA...\n'), 'encrypted'],
      [file('secured-report.tar.xz.gpg', Uint8Array.of(0x8c, 0x0d, 4, 9, 3, 2, 1, 2, 3, 4)), 'encrypted'],
      [file('public-key.gpg', Uint8Array.of(0x85, 0x01, 0x0c, 3, 1, 2, 3, 4, 5, 6)), 'encrypted'],
      [file('seven.7z', Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c, 0, 4)), 'unsupported'],
    ];
    for (const [path, reason] of cases) {
      const error = await openBundle(path, { wanted }).catch((thrown: unknown) => thrown);
      expect([path, error]).toMatchObject([path, { name: 'BundleError', reason }]);
      expect((error as Error).message).toMatch(/^[^\n]+$/);
    }
  });
});

describe('limits', () => {
  const limited = async (
    limits: Partial<NonNullable<OpenOptions['limits']>>,
    options: Partial<OpenOptions> = {},
  ) => {
    const bundle = await openBytes(plain, { ...options, limits });
    return { names: bundle.notes.map(({ message }) => message.args['limit']).filter(Boolean), bundle };
  };

  test.each(['entries', 'totalBytes', 'wholeBytes', 'keptBytes', 'entryBytes'] as const)(
    '%s',
    async (name) => {
      const value = { entries: 4, totalBytes: 4000, wholeBytes: 12, keptBytes: 20, entryBytes: 30_000 }[name];
      const { names, bundle } = await limited(
        { [name]: value },
        name === 'totalBytes' ? {} : { wanted: name === 'entryBytes' ? wanted : everything },
      );
      if (name !== 'totalBytes') {
        expect(names).toContain(name);
        expect(bundle.damaged).toBe(true);
      }
      expect(bundle.captures.length).toBe(1);
    },
  );

  test('bytes after decompression', async () => {
    const bundle = await openBytes(gzipSync(plain), { limits: { totalBytes: 100_000 } });
    expect(bundle.notes.map(({ message }) => message.args['limit'])).toContain('totalBytes');
  });

  test('nesting', async () => {
    let bytes = plain;
    for (let i = 0; i < 4; i++) bytes = tar({ path: `level-${i}.tar`, content: bytes });
    expect(contentOf(await openBytes(bytes))).toEqual(contentOf(whole));
    await expect(
      openBytes(gzipSync(gzipSync(gzipSync(plain))), { limits: { nesting: 2 } }),
    ).rejects.toMatchObject({ reason: 'unreadable' });
  });

  test('time, and a signal', async () => {
    const late = await openBytes(gzipSync(plain), { limits: { seconds: 0 } });
    expect(late.notes.map(({ message }) => message.args['limit'])).toEqual(['seconds']);
    const controller = new AbortController();
    controller.abort(new Error('enough'));
    await expect(openBytes(gzipSync(plain), { signal: controller.signal })).rejects.toThrow('enough');
  });

  test('a head of a file that is too long ends with a whole line, and is not whole', async () => {
    const { bundle } = await limited({ wholeBytes: 20 }, { wanted: everything });
    const file = bundle.captures[0]?.files.find(({ origin }) => origin === '/proc/net/snmp');
    expect([file?.whole, [...(file?.lines ?? [])].map(({ text }) => text)]).toEqual([
      false,
      ['Ip: InReceives'],
    ]);
  });
});
