import type { Bytes } from '../entry.ts';
import { asError } from '../errors.ts';
import { CorruptData } from './corrupt-data.ts';

/** xz in WebAssembly. Knows no SHA-256 check and no .lzma: the system's xz does. */
export async function* unxz(bytes: Bytes): AsyncGenerator<Uint8Array> {
  const loaded = await import('xz-decompress');
  const { XzReadableStream } = 'default' in loaded ? loaded.default : loaded;
  allowNesting(XzReadableStream);
  let failure: Error | undefined;
  const input = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const next = await pieces.next().catch((error: unknown) => {
        failure = asError(error);
        return { done: true as const, value: undefined };
      });
      if (next.done) controller.close();
      else controller.enqueue(next.value.slice());
    },
  });
  const pieces = bytes[Symbol.asyncIterator]();
  try {
    for await (const piece of new XzReadableStream(input) as AsyncIterable<Uint8Array>) yield piece;
  } catch (error) {
    throw failure ?? new CorruptData(textOf(asError(error).message));
  } finally {
    await pieces.return?.();
  }
  if (failure) throw failure;
}

/** The package lets one stream wait until another has ended: for an archive inside an archive that is for ever. */
function allowNesting(stream: object): void {
  Object.assign(stream, { _contextMutex: { acquire: async () => {}, release: () => {} } });
}

/** Code 8 of xz-embedded, XZ_BUF_ERROR: no progress without more input. The package may also fail over its own feet. */
function textOf(text: string): string {
  return /error code 8\b|byteLength/.test(text) ? 'unexpected end of input' : text;
}
