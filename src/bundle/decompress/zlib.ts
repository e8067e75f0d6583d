import * as zlib from 'node:zlib';
import type { Bytes } from '../entry.ts';
import { asError } from '../errors.ts';
import { CorruptData } from './corrupt-data.ts';
import { ReadyPieces } from './ready-pieces.ts';

/**
 * zlib's defaults cost three quarters of the speed: each piece of output, and each slice of input, is a message to a
 * thread and back. What zlib made of a piece is lost when damage comes before its end: no larger than this.
 */
const chunkSize = 512 * 1024;
const sliceBytes = 512 * 1024;

export const gunzip = (bytes: Bytes): AsyncGenerator<Uint8Array> =>
  through(zlib.createGunzip({ chunkSize }), bytes);

/** Node 24 and later: that of Node 22 ends without an error when its input is cut off. */
const createZstd =
  Number.parseInt(process.versions.node, 10) >= 24
    ? (zlib as { createZstdDecompress?: (options: { chunkSize: number }) => zlib.Gunzip })
        .createZstdDecompress
    : undefined;
export const zlibZstd = createZstd && ((bytes: Bytes) => through(createZstd({ chunkSize }), bytes));

/**
 * zlib works in a thread of its own while we work on what it gave. Its output is taken as it comes: a stream that is
 * read in the usual way loses what it has buffered when an error ends it, and what stands before the damage is what we
 * want.
 */
async function* through(engine: zlib.Gunzip, bytes: Bytes): AsyncGenerator<Uint8Array> {
  const ready = new ReadyPieces();
  engine.on('data', (piece: Uint8Array) => {
    ready.give(piece);
    // A slice of a bomb becomes a thousandfold: zlib itself must wait, not only who feeds it.
    if (ready.full) engine.pause();
  });
  engine.once('end', () => ready.end());
  engine.once('error', (error) => ready.end(new CorruptData(error.message)));
  const feeding = feed(engine, bytes, ready).catch((error: unknown) => ready.end(asError(error)));
  try {
    for await (const piece of ready) {
      if (engine.isPaused() && !ready.full) engine.resume();
      yield piece;
    }
  } finally {
    engine.destroy();
    await feeding;
  }
}

async function feed(engine: zlib.Gunzip, bytes: Bytes, ready: ReadyPieces): Promise<void> {
  for await (const piece of bytes) {
    const given: Promise<void>[] = [];
    for (let at = 0; at < piece.length; at += sliceBytes)
      given.push(written(engine, piece.subarray(at, at + sliceBytes)));
    // The piece may change when the next one is asked for.
    await Promise.all(given);
    if (ready.ended) return;
  }
  engine.end();
}

/** Resolves when zlib has used the slice, or will never do so: after an error nobody calls back. */
function written(engine: zlib.Gunzip, slice: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    engine.once('close', resolve);
    engine.write(slice, () => {
      engine.off('close', resolve);
      resolve();
    });
  });
}
