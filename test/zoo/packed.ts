/** Hostile compressions and zips: bombs, dictionaries, archives in archives, headers that lie. */
import { spawnSync } from 'node:child_process';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { tar, tarEntry, tarHeader, zip } from '../bundle/archives.ts';
import type { ZooArchive } from './specimen.ts';
import { forged, intact } from './specimen.ts';

const MiB = 1024 * 1024;
const bombBytes = 2048 * MiB;

function piped(script: string, input: Uint8Array): Uint8Array {
  const { stdout, status } = spawnSync('sh', ['-c', script], { input, maxBuffer: 64 * MiB });
  if (status !== 0) throw new Error(`${script} ended with ${status}`);
  return stdout;
}

/** Two gigabytes of zeros behind the intact entry. */
const bomb = (program: string) =>
  piped(
    `{ cat; head -c ${bombBytes + 1024} /dev/zero; } | ${program}`,
    Buffer.concat([tarEntry(intact), tarHeader({ path: 'host/x', size: bombBytes })]),
  );

const gzipped = (times: number, inner: Uint8Array): Uint8Array =>
  times === 0 ? inner : gzipped(times - 1, gzipSync(inner));
const nestedTars = (times: number): Uint8Array =>
  times === 0 ? tar(intact) : tar(intact, { path: `x${times}.tar`, content: nestedTars(times - 1) });

/** Ten of it in each of the next one: with every level ten times the files, and hardly a byte more. */
function tenfold(levels: number): Uint8Array {
  let inner = gzipSync(new Uint8Array(MiB));
  for (let level = 0; level < levels; level++) {
    const entry = tarEntry({ path: `x${level}.tar.gz`, content: inner });
    inner = gzipSync(tar(...Array.from({ length: 10 }, () => entry)));
  }
  return inner;
}

/** One megabyte that does not compress. */
function noise() {
  const content = new Uint8Array(MiB);
  let state = 1;
  for (let i = 0; i < content.length; i++) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    content[i] = state >>> 24;
  }
  return { path: 'host/x', content };
}

const overwritten = (bytes: Uint8Array, at: number) =>
  Buffer.concat([bytes.subarray(0, at), new Uint8Array(100).fill(0xff), bytes.subarray(at + 100)]);

const deflated = (path: string, content: string | Uint8Array) => ({
  path,
  content,
  packed: deflateRawSync(content),
});
const localFile = Buffer.from([0x50, 0x4b, 3, 4]);
const directory = Buffer.from([0x50, 0x4b, 1, 2]);

/** The size of the last entry, in its own header, becomes almost 4 GiB: the entry would hold all that follows. */
function overlapping(): Uint8Array {
  const bytes = Buffer.from(
    zip(intact, { path: 'host/x', content: zip(intact) }, { path: 'host/y', content: 'y' }),
  );
  bytes.writeUInt32LE(0xfffffff0, bytes.lastIndexOf(localFile) + 18);
  return bytes;
}

/** What a quine is made of: an archive whose entry is the archive. As deep as we care to write it down. */
const selfLike = (times: number): Uint8Array =>
  times === 0 ? zip(intact) : zip(intact, deflated('self.zip', selfLike(times - 1)));

function withoutDirectory(): Uint8Array {
  const bytes = Buffer.from(zip(intact, { path: 'host/x', content: 'x'.repeat(1000) }));
  return bytes.subarray(0, bytes.indexOf(directory));
}

const made = (
  name: string,
  bytes: () => Uint8Array,
  exit: 0 | 2 | 3 = 0,
  ...notes: string[]
): ZooArchive => ({
  name,
  bytes: () => [bytes()],
  exit,
  notes,
  intact: exit !== 2,
});
const netstat = 'host/proc/net/netstat';

export const compressed: readonly ZooArchive[] = [
  made('gzip: bomb of 2 GiB', () => bomb('gzip -9'), 3, 'over-limit'),
  made('xz: bomb of 2 GiB', () => bomb('xz -0'), 3, 'over-limit'),
  made('bzip2: bomb of 2 GiB', () => bomb('bzip2 -9'), 3, 'over-limit'),
  made('zstd: bomb of 2 GiB', () => bomb('zstd -1'), 3, 'over-limit'),
  made(
    'xz: a dictionary of 1 GiB',
    () => piped('xz --lzma2=dict=1GiB,mode=fast,mf=hc3,nice=3,depth=1', tar(intact)),
    2,
  ),
  made(
    'zstd: a window of 1 GiB',
    () => piped('zstd --long=30 -1', Buffer.concat([tar(intact), noise().content])),
    2,
  ),
  made('gzip: packed five times', () => gzipped(5, tar(intact))),
  made('gzip: packed seven times', () => gzipped(7, tar(intact)), 2),
  made('tar: archives in archives, twenty deep', () => nestedTars(20), 3, 'over-limit'),
  made(
    'tar: ten archives in each of ten, ten deep',
    () => tar(intact, { path: 'b.tar.gz', content: tenfold(10) }),
    3,
    'over-limit',
  ),
  made(
    'gzip: damaged in the middle',
    () => overwritten(gzipSync(tar(intact, noise())), 500_000),
    3,
    'corrupt',
  ),
  made('gzip: cut off', () => gzipSync(tar(intact, noise())).subarray(0, 500_000), 3, 'cut-off-compressed'),
  made('gzip: members one after the other', () =>
    Buffer.concat([gzipSync(tarEntry(intact)), gzipSync(new Uint8Array(1024))]),
  ),
  made(
    'gzip: a log that is a bomb',
    () => tar(intact, { path: 'host/var/log/messages.1.gz', content: gzipSync(new Uint8Array(300 * MiB)) }),
    3,
    'over-limit',
  ),
];

export const zips: readonly ZooArchive[] = [
  made(
    'zip: bomb in a wanted file',
    () => zip(intact, deflated(netstat, new Uint8Array(300 * MiB))),
    3,
    'over-limit',
  ),
  made('zip: an archive like itself, in itself', () => selfLike(12), 3, 'over-limit'),
  made('zip: an entry that overlaps all that follow', overlapping, 3, 'cut-off'),
  made(
    'zip: .. and absolute names',
    () => zip(intact, { path: '../../x', content: 'x' }, { path: '/etc/x', content: 'x' }),
    0,
    'path-leaves-archive',
  ),
  made(
    'zip: drive and back slashes',
    () => zip(intact, { path: 'C:\\x\\..\\y', content: 'x' }),
    0,
    'path-leaves-archive',
  ),
  made('zip: links out of the archive', () =>
    zip(intact, { path: 'host/etc/hostname', content: '/etc/passwd', symlink: true }),
  ),
  made(
    'zip: a link of 100 MB',
    () => zip(intact, { path: netstat, content: 'x/'.repeat(50 * MiB), symlink: true }),
    3,
    'over-limit',
  ),
  made(
    'zip: encrypted entry',
    () => zip(intact, { path: netstat, content: 'x', encrypted: true }),
    3,
    'container-encrypted',
  ),
  made(
    'zip: a method that nobody knows',
    () => zip(intact, { path: netstat, content: 'x', method: 99 }),
    3,
    'zip-method',
  ),
  made('zip: the same name twice', () => zip({ ...intact, content: forged }, intact), 0, 'duplicate-entry'),
  made('zip: without its directory', withoutDirectory, 3, 'cut-off'),
];

export const noArchives: readonly ZooArchive[] = [
  made('7z', () => Buffer.from('377abcaf271c0004', 'hex'), 2),
  made('an encrypted report', () => Buffer.from('-----BEGIN PGP MESSAGE-----\n\nx\n'), 2),
  made('nothing at all', () => new Uint8Array(0), 2),
  made('a megabyte of zeros', () => new Uint8Array(MiB), 2),
];
