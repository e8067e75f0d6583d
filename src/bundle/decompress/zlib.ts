import * as zlib from 'node:zlib';
import type { Bytes } from '../entry.ts';
import { asError } from '../errors.ts';
import { CorruptData } from './corrupt-data.ts';
import { ReadyPieces } from './ready-pieces.ts';

/** zlib's default of 16 KiB costs three quarters of the speed. */
const chunkSize = 256 * 1024;
/**
 * What is given at once. The most that a bomb can make of it, a thousandfold, must fit into memory; and what zlib made
 * of a slice is lost when the slice is damaged.
 */
const sliceBytes = 64 * 1024;

export const gunzip = (bytes: Bytes): AsyncGenerator<Uint8Array> =>
  through(zlib.createGunzip({ chunkSize }), bytes);

/** Node 22.15 and later. */
const createZstd = (zlib as { createZstdDecompress?: (options: { chunkSize: number }) => zlib.Gunzip })
  .createZstdDecompress;
export const zlibZstd = createZstd && ((bytes: Bytes) => through(createZstd({ chunkSize }), bytes));

/**
 * zlib works in a thread of its own while we work on what it gave. Its output is taken as it comes: a stream that is
 * read in the usual way loses what it has buffered when an error ends it, and what stands before the damage is what we
 * want.
 */
async function* through(engine: zlib.Gunzip, bytes: Bytes): AsyncGenerator<Uint8Array> {
  const ready = new ReadyPieces();
  engine.on('data', (piece: Uint8Array) => ready.give(piece));
  engine.once('end', () => ready.end());
  engine.once('error', (error) => ready.end(new CorruptData(error.message)));
  const feeding = feed(engine, bytes, ready).catch((error: unknown) => ready.end(asError(error)));
  try {
    yield* ready;
  } finally {
    engine.destroy();
    await feeding;
  }
}

async function feed(engine: zlib.Gunzip, bytes: Bytes, ready: ReadyPieces): Promise<void> {
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; at += sliceBytes) {
      await ready.room();
      if (ready.ended) return;
      // Done when zlib has used the slice, so that its bytes may change. After an error nobody calls back.
      await new Promise<void>((resolve) => {
        engine.once('close', resolve);
        engine.write(piece.subarray(at, at + sliceBytes), () => {
          engine.off('close', resolve);
          resolve();
        });
      });
    }
  }
  engine.end();
}
