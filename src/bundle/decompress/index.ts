import type { Bytes } from '../entry.ts';
import { LimitReached } from '../errors.ts';
import { FileBytes } from '../file-bytes.ts';
import type { Compression } from '../kind.ts';
import type { Budget } from '../limits.ts';
import { bunzip2 } from './bzip2.ts';
import { spawned } from './spawned.ts';
import { findTool } from './tools.ts';
import { unxz } from './xz.ts';
import { gunzip, zlibZstd } from './zlib.ts';
import { unzstd } from './zstd.ts';

/**
 * Decompresses a stream, all members of it. gzip with Node's zlib; the others with the system's tool when it is there
 * (in a process of its own, twice as fast), else in this one.
 * @throws CorruptData after everything that could be decompressed; LimitReached
 */
export async function* decompress(
  kind: Compression,
  bytes: Bytes,
  budget: Budget,
): AsyncGenerator<Uint8Array> {
  const { ratio, ratioFrom } = budget.limits;
  let taken = bytes instanceof FileBytes ? bytes.size : 0;
  let given = 0;
  const input = bytes instanceof FileBytes ? bytes : counted(bytes, (length) => (taken += length));
  for await (const piece of await engineFor(kind, input, budget.toolPath)) {
    // What came before a limit is used.
    yield piece;
    given += piece.length;
    budget.countBytes(piece.length);
    if (given > ratioFrom && given > taken * ratio) throw new LimitReached('ratio', ratio);
  }
}

async function* counted(bytes: Bytes, count: (length: number) => void): AsyncGenerator<Uint8Array> {
  for await (const piece of bytes) {
    count(piece.length);
    yield piece;
  }
}

type Engine = (bytes: Bytes) => AsyncIterable<Uint8Array>;

const tools: Partial<Record<Compression, { name: string; args: readonly string[] }>> = {
  // A header may ask for 4 GiB of dictionary; xz -9 needs 65 MiB.
  xz: { name: 'xz', args: ['-dc', '--memlimit-decompress=300MiB'] },
  bzip2: { name: 'bzip2', args: ['-dc'] },
  zstd: { name: 'zstd', args: ['-dc', '--memory=300MB'] },
};
const inProcess: Record<Compression, Engine> = { gzip: gunzip, xz: unxz, bzip2: bunzip2, zstd: unzstd };

async function engineFor(
  kind: Compression,
  input: Bytes,
  toolPath: string,
): Promise<AsyncIterable<Uint8Array>> {
  if (kind === 'zstd' && zlibZstd) return zlibZstd(input);
  const tool = tools[kind];
  const found = tool && (await findTool(tool.name, toolPath));
  return tool && found ? spawned(found, tool.args, input) : inProcess[kind](input);
}
