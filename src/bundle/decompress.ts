import { createGunzip } from 'node:zlib';
import type { Bytes } from './entry.ts';
import { LimitReached } from './errors.ts';
import type { Compression } from './kind.ts';
import type { Budget } from './limits.ts';

/** The compressed data ended too early, or make no sense from some byte on. */
export class CorruptData extends Error {
  readonly cutOff: boolean;
  constructor(text: string, cutOff: boolean) {
    super(text);
    this.cutOff = cutOff;
  }
}

/** zlib's default of 16 KiB costs three quarters of the speed. */
const gunzipChunk = 256 * 1024;

/** @throws CorruptData, after everything that could be decompressed; LimitReached */
export async function* decompress(
  kind: Compression,
  bytes: Bytes,
  budget: Budget,
): AsyncGenerator<Uint8Array> {
  if (kind !== 'gzip') throw new CorruptData(`${kind} is not supported yet`, false);
  let read = 0;
  let given = 0;
  const engine = createGunzip({ chunkSize: gunzipChunk });
  const fed = (async () => {
    for await (const piece of bytes) {
      read += piece.length;
      if (!engine.write(Uint8Array.from(piece))) await new Promise((done) => engine.once('drain', done));
    }
    engine.end();
  })();
  fed.catch((error: Error) => engine.destroy(error));
  try {
    for await (const piece of engine as AsyncIterable<Buffer>) {
      given += piece.length;
      budget.countBytes(piece.length);
      if (given > budget.limits.ratioFrom && given > read * budget.limits.ratio)
        throw new LimitReached('ratio', budget.limits.ratio);
      yield piece;
    }
  } catch (error) {
    if (error instanceof LimitReached) throw error;
    const text = error instanceof Error ? error.message : String(error);
    throw new CorruptData(text, text.includes('unexpected end'));
  }
}
