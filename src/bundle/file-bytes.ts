import type { FileHandle } from 'node:fs/promises';
import type { Bytes } from './entry.ts';
import type { Budget } from './limits.ts';

/** Large enough that the cost of a read does not show, small enough for the caches. */
const pieceBytes = 1024 * 1024;

/** A regular file, read ahead by one piece into two buffers that are used in turn. The caller closes the handle. */
export class FileBytes implements Bytes {
  readonly handle: FileHandle;
  readonly size: number;
  readonly #budget: Budget;
  #position = 0;
  #ahead: Promise<Uint8Array> | undefined;
  /** Read ahead in vain; its buffer is free when it is done. */
  #dropped: Promise<unknown> | undefined;
  readonly #buffers: [Uint8Array, Uint8Array];
  #turn: 0 | 1 = 0;

  constructor(handle: FileHandle, size: number, budget: Budget) {
    this.handle = handle;
    this.size = size;
    this.#budget = budget;
    const length = Math.min(pieceBytes, size + 1);
    this.#buffers = [new Uint8Array(length), new Uint8Array(length)];
  }

  /** The first bytes, without moving on. */
  async head(count: number): Promise<Uint8Array> {
    const { buffer, bytesRead } = await this.handle.read(new Uint8Array(count), 0, count, 0);
    return buffer.subarray(0, bytesRead);
  }

  skip(bytes: number): boolean {
    this.#dropped = this.#ahead?.catch(() => {});
    this.#ahead = undefined;
    this.#position += bytes;
    return this.#position <= this.size;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const position = this.#position;
        const piece = await (this.#ahead ?? this.#read(position));
        this.#ahead = undefined;
        if (piece.length === 0) return;
        this.#position = position + piece.length;
        this.#ahead = this.#read(this.#position);
        this.#ahead.catch(() => {});
        yield piece;
        this.#budget.countBytes(piece.length);
      }
    } finally {
      await this.#ahead?.catch(() => {});
      await this.#dropped;
    }
  }

  async #read(position: number): Promise<Uint8Array> {
    await this.#dropped;
    this.#dropped = undefined;
    this.#turn = this.#turn === 0 ? 1 : 0;
    const buffer = this.#buffers[this.#turn];
    const { bytesRead } = await this.handle.read(buffer, 0, buffer.length, position);
    return buffer.subarray(0, bytesRead);
  }
}
