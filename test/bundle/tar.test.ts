import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import type { TarEntry } from './archives.ts';
import { paxRecord, tar, tarEntry, tarHeader } from './archives.ts';
import { everything, filesOf, noteIds, openBytes } from './opened.ts';

const snmp = (value = 1) => `Ip: InReceives\nIp: ${value}\n`;
const one: TarEntry = { path: 'host/proc/net/snmp', content: snmp() };
const two: TarEntry = { path: 'host/proc/net/dev', content: 'Inter-|   Receive\n' };
const wanted = everything;

async function read(bytes: Uint8Array, piece?: number) {
  const bundle = await openBytes(bytes, { wanted }, piece);
  return {
    files: [...filesOf(bundle.captures[0]).keys()],
    notes: noteIds(bundle),
    damaged: bundle.damaged === true,
    bundle,
  };
}
const both = ['host/proc/net/dev | /proc/net/dev', 'host/proc/net/snmp | /proc/net/snmp'];

describe('tar', () => {
  test.each(['ustar', 'gnu', 'v7'] as const)('%s headers', async (magic) => {
    expect(await read(tar({ ...one, magic }, { ...two, magic }))).toMatchObject({
      files: both,
      notes: [],
      damaged: false,
    });
  });

  test('whatever the size of the pieces', async () => {
    for (const piece of [1, 7, 511, 513, 4096])
      expect(await read(tar(one, two), piece)).toMatchObject({ files: both, notes: [] });
  });

  test('a prefix, a GNU long name, a pax path, a pax header for all', async () => {
    const long = `${'h'.repeat(120)}/proc/net/snmp`;
    const name: TarEntry = { path: '././@LongLink', type: 'L', content: `${long}\0`, magic: 'gnu' };
    const pax: TarEntry = { path: 'PaxHeader', type: 'x', content: paxRecord('path', one.path) };
    const global: TarEntry = { path: 'g', type: 'g', content: paxRecord('comment', 'x') };
    const archives: [TarEntry[], string][] = [
      [[{ path: 'proc/net/snmp', prefix: 'host', content: snmp() }], one.path],
      [[name, { ...one, path: long.slice(0, 100) }], long],
      [[pax, { ...one, path: 'short' }], one.path],
      [[global, one], one.path],
    ];
    for (const [entries, path] of archives) {
      expect(await read(tar(...entries))).toMatchObject({ files: [`${path} | /proc/net/snmp`], notes: [] });
    }
  });

  test('what tar-stream writes', async () => {
    const out = pack();
    const name = `host/proc/net/${'n'.repeat(120)}`;
    out.entry({ name: 'host/proc/net/snmp' }, snmp());
    out.entry({ name }, 'long\n');
    out.entry({ name: 'host/proc/ü' }, 'utf-8\n');
    out.finalize();
    const parts: Uint8Array[] = [];
    for await (const part of out) parts.push(part as Uint8Array);
    expect((await read(Buffer.concat(parts))).files).toEqual(
      [
        `${name} | /proc/net/${'n'.repeat(120)}`,
        'host/proc/net/snmp | /proc/net/snmp',
        'host/proc/ü | /proc/ü',
      ].sort(),
    );
  });

  test('pax size overrides the header; binary sizes', async () => {
    const body = snmp(42);
    const pax: TarEntry = { path: 'x', type: 'x', content: paxRecord('size', String(body.length)) };
    const { bundle } = await read(tar(pax, { ...one, content: body, size: 0 }, two));
    expect([...filesOf(bundle.captures[0]).values()]).toContain('1 Ip: InReceives\n2 Ip: 42');
  });

  test('archives one after the other, and zeros behind', async () => {
    expect(await read(Buffer.concat([tar(one), tar(two), new Uint8Array(20_480)]))).toMatchObject({
      files: both,
      notes: [],
      damaged: false,
    });
  });

  test('cut off within data, within a header, without an end: what stands before is read, and told', async () => {
    const archive = tar(one, { ...two, content: 'x\n'.repeat(5000) });
    for (const length of [1024 + 512 + 3000, 1024 + 100]) {
      const { files, notes, damaged } = await read(archive.subarray(0, length));
      expect(files).toContain('host/proc/net/snmp | /proc/net/snmp');
      expect(notes).toContain('cut-off');
      expect(damaged).toBe(true);
    }
    const { bundle, notes } = await read(archive.subarray(0, 1024 + 512 + 3000));
    expect(notes).toEqual(['entry-cut-off', 'cut-off']);
    expect(bundle.captures[0]?.files.find(({ origin }) => origin === '/proc/net/dev')?.whole).toBe(false);
    expect(await read(archive.subarray(0, 1024))).toMatchObject({ notes: ['cut-off'], damaged: true });
  });

  test('a bad header costs its entry, not the rest', async () => {
    const { files, notes, damaged } = await read(
      tar(one, { path: 'host/proc/uptime', content: '1 1\n', badChecksum: true }, two),
    );
    expect([files, notes, damaged]).toEqual([both, ['tar-bad-header'], true]);
  });

  test('an entry that claims terabytes is cut off with the archive', async () => {
    const { files, notes } = await read(
      Buffer.concat([
        tarEntry(one),
        tarHeader({ path: 'host/proc/huge', size: 2 ** 43 }),
        Buffer.from('x\n'),
      ]),
    );
    expect(files).toContain('host/proc/net/snmp | /proc/net/snmp');
    expect(notes).toEqual(['entry-cut-off', 'cut-off']);
  });

  test('a name of 300 MB is passed over', async () => {
    const name = Buffer.concat([
      tarHeader({ path: 'x', type: 'L', size: 3_000_000, magic: 'gnu' }),
      new Uint8Array(3_000_320),
    ]);
    expect(await read(tar(one, name, two))).toMatchObject({ files: both, notes: ['tar-long-name'] });
  });

  test('sparse files: GNU and pax, told and named by their real name', async () => {
    const gnu = tarHeader({ path: 'host/proc/net/dev', type: 'S', size: 4, magic: 'gnu' });
    expect(
      await read(tar(one, Buffer.concat([gnu, Buffer.from('abc\n'), new Uint8Array(508)]))),
    ).toMatchObject({ files: both, notes: ['tar-sparse'] });
    const map = Buffer.concat([Buffer.from('1\n0\n4\n'), new Uint8Array(506)]);
    const headers = [
      ['GNU.sparse.major', '1'],
      ['GNU.sparse.minor', '0'],
      ['GNU.sparse.name', 'host/proc/net/dev'],
      ['GNU.sparse.realsize', '4'],
    ];
    const pax: TarEntry = {
      path: 'x',
      type: 'x',
      content: headers.map(([key = '', value = '']) => paxRecord(key, value)).join(''),
    };
    const entry: TarEntry = {
      path: 'host/GNUSparseFile.1/dev',
      content: Buffer.concat([map, Buffer.from('abc\n')]),
    };
    const { files, notes, bundle } = await read(tar(one, pax, entry));
    expect([files, notes]).toEqual([both, ['tar-sparse']]);
    expect(filesOf(bundle.captures[0]).get('host/proc/net/dev | /proc/net/dev')).toBe('1 abc');
  });

  test('hostile paths are text; devices and FIFOs are nothing', async () => {
    const { files, notes } = await read(
      tar(
        one,
        { path: '../../etc/passwd', content: 'x\n' },
        { path: 'host/../../proc/net/evil', content: 'x\n' },
        { path: '/host/proc/net/dev', content: 'abs\n' },
        { path: './host//proc/./net/__proto__', content: 'x\n' },
        { path: 'host/proc/net/with\nline', content: 'x\n' },
        { path: 'host/proc/kmem', type: '3' },
        { path: 'host/proc/fifo', type: '6' },
      ),
    );
    expect(files).toEqual([
      'host/proc/net/__proto__ | /proc/net/__proto__',
      'host/proc/net/dev | /proc/net/dev',
      'host/proc/net/snmp | /proc/net/snmp',
      'host/proc/net/with\nline | /proc/net/with\nline',
    ]);
    expect(notes).toEqual(['path-leaves-archive', 'path-leaves-archive']);
  });

  test('of two entries with one path the last one counts', async () => {
    const { bundle, notes } = await read(tar(one, { ...one, content: snmp(2) }));
    expect([...filesOf(bundle.captures[0]).values()]).toEqual(['1 Ip: InReceives\n2 Ip: 2']);
    expect(notes).toEqual(['duplicate-entry']);
  });

  test('a hard link shows what its first name holds', async () => {
    const { files } = await read(
      tar(one, { path: 'host/etc/hostname', type: '1', target: 'host/proc/net/snmp' }),
    );
    expect(files).toEqual(['host/proc/net/snmp | /etc/hostname', 'host/proc/net/snmp | /proc/net/snmp']);
  });
});
