import type { Message } from '../model.ts';
import { ByteQueue } from './byte-queue.ts';
import type { Bytes, Sink } from './entry.ts';

/** Enough to know a container, a text bundle, or the output of a command. */
const peekBytes = 4096;

/** Shows the first bytes of an entry to somebody who then takes the entry as a stream, or leaves it. */
export class PeekSink implements Sink {
  readonly #take: (head: Uint8Array, bytes: Bytes) => Promise<void>;
  readonly #head = new Uint8Array(peekBytes);
  #length = 0;
  #queue: ByteQueue | undefined;
  #taken: Promise<void> | undefined;
  full = false;

  constructor(take: (head: Uint8Array, bytes: Bytes) => Promise<void>) {
    this.#take = take;
  }

  async write(piece: Uint8Array): Promise<void> {
    const room = peekBytes - this.#length;
    this.#head.set(piece.subarray(0, room), this.#length);
    this.#length += Math.min(room, piece.length);
    if (this.#length < peekBytes) return;
    await this.#start().write(piece.subarray(Math.min(room, piece.length)));
  }

  async end(damage?: Message): Promise<void> {
    this.#start().end(damage);
    await this.#taken;
  }

  #start(): ByteQueue {
    if (this.#queue) return this.#queue;
    const head = this.#head.subarray(0, this.#length);
    const queue = new ByteQueue(head);
    this.#queue = queue;
    this.#taken = this.#take(head, queue).finally(() => {
      this.full = true;
      queue.close();
    });
    // An error reaches whoever ends this entry; until then it must not count as unhandled.
    this.#taken.catch(() => {});
    return queue;
  }
}
