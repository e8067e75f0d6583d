import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { constants } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Which state a file or folder is in, without reading what it holds: changes when it was written to, replaced or
 * renamed over.
 */
export async function stateOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await walk(path, '', async (inner, stats) => {
    hash.update(`${inner}\0${stats.mode}\0${stats.ino}\0${stats.size}\0${stats.mtimeNs}\0${stats.ctimeNs}\0`);
  });
  return hash.digest('hex');
}

/** SHA-256 of an archive, or of the names and contents of all that is in a folder. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await walk(path, '', async (inner, stats, own) => {
    if (inner !== '' || stats.isDirectory()) hash.update(`${inner}\0${stats.mode}\0${stats.size}\0`);
    if (stats.isSymbolicLink()) hash.update(await readlink(own));
    if (!stats.isFile()) return;
    const handle = await open(own, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const pieces: AsyncIterable<Buffer> = handle.createReadStream({ highWaterMark: 1 << 20 });
    for await (const piece of pieces) hash.update(piece);
  });
  return hash.digest('hex');
}

type Visit = (inner: string, stats: BigIntStats, path: string) => Promise<void>;

async function walk(path: string, inner: string, visit: Visit): Promise<void> {
  const stats = await lstat(path, { bigint: true });
  await visit(inner, stats, path);
  if (!stats.isDirectory()) return;
  for (const name of (await readdir(path)).sort())
    await walk(join(path, name), inner === '' ? name : `${inner}/${name}`, visit);
}
