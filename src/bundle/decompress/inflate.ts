import { constants, createInflateRaw, inflateRawSync } from 'node:zlib';
import type { ByteReader } from '../byte-reader.ts';
import { asError } from '../errors.ts';
import { CorruptData } from './corrupt-data.ts';
import { ReadyPieces } from './ready-pieces.ts';

const chunkSize = 256 * 1024;
const sliceBytes = 16 * 1024;

/** Deflated data (RFC 1951) that are small and here: all at once. Of damaged ones, what comes out of them. */
export function inflated(
  bytes: Uint8Array,
  maxOutputLength: number,
): { bytes: Uint8Array; damaged: boolean } {
  try {
    return { bytes: inflateRawSync(bytes, { maxOutputLength }), damaged: false };
  } catch {
    return { bytes: new Uint8Array(0), damaged: true };
  }
}

/**
 * Deflated data from where the reader stands. They tell by themselves where they end; the reader stands there
 * afterwards.
 * @throws CorruptData after everything that could be inflated
 */
export async function* inflateNext(reader: ByteReader): AsyncGenerator<Uint8Array> {
  const ready = new ReadyPieces();
  const engine = createInflateRaw({ chunkSize, finishFlush: constants.Z_FINISH });
  engine.on('data', (piece: Uint8Array) => ready.give(piece));
  engine.once('end', () => ready.end());
  engine.once('error', (error) => ready.end(new CorruptData(error.message)));
  const feeding = feed(engine, reader, ready).catch((error: unknown) => ready.end(asError(error)));
  try {
    yield* ready;
  } finally {
    engine.destroy();
    await feeding;
  }
}

async function feed(
  engine: ReturnType<typeof createInflateRaw>,
  reader: ByteReader,
  ready: ReadyPieces,
): Promise<void> {
  for (let given = 0; ; ) {
    await ready.room();
    if (ready.ended) return;
    const slice = await reader.some(sliceBytes);
    if (slice.length === 0) {
      engine.end();
      return;
    }
    given += slice.length;
    await new Promise<void>((resolve) => {
      engine.once('close', resolve);
      engine.write(slice, () => {
        engine.off('close', resolve);
        resolve();
      });
    });
    const unused = given - engine.bytesWritten;
    if (unused > 0) {
      reader.putBack(unused);
      return;
    }
  }
}
