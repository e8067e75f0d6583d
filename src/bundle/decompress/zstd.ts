import { Decompress } from 'fzstd';
import type { Bytes } from '../entry.ts';
import { asError } from '../errors.ts';
import { CorruptData } from './corrupt-data.ts';
import { ZstdWindows } from './zstd-windows.ts';

/** What is given at once: what comes out of it lies in memory until it is taken. */
const sliceBytes = 16 * 1024;

/** zstd (RFC 8878) in JavaScript. */
export async function* unzstd(bytes: Bytes): AsyncGenerator<Uint8Array> {
  const made: Uint8Array[] = [];
  const engine = new Decompress((piece) => made.push(piece));
  const windows = new ZstdWindows();
  for await (const piece of bytes) {
    for (let at = 0; at < piece.length; at += sliceBytes) {
      const slice = piece.slice(at, at + sliceBytes);
      const failure = attempt(() => {
        windows.check(slice);
        engine.push(slice);
      });
      yield* made.splice(0);
      if (failure) throw failure;
    }
  }
  const failure = attempt(() => void engine.push(new Uint8Array(0), true));
  yield* made.splice(0);
  if (failure) throw failure;
}

function attempt(work: () => void): CorruptData | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof CorruptData ? error : new CorruptData(asError(error).message);
  }
}
