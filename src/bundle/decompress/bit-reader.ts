import type { Bytes } from '../entry.ts';
import { CorruptData } from './corrupt-data.ts';

/** Bits of a stream, the highest of each byte first, out of a window that is filled ahead of what is read. */
export class BitReader {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #window = new Uint8Array(0);
  #at = 0;
  #bits = 0;
  #count = 0;
  #ended = false;

  constructor(bytes: Bytes) {
    this.#pieces = bytes[Symbol.asyncIterator]();
  }

  /** Makes sure that `count` bytes can be read without waiting, or all there are. */
  async fill(count: number): Promise<void> {
    const parts = [this.#window.subarray(this.#at)];
    let length = parts[0]?.length ?? 0;
    if (this.#ended || length >= count) return;
    while (length < count) {
      const next = await this.#pieces.next();
      if (next.done) {
        this.#ended = true;
        break;
      }
      parts.push(next.value.slice());
      length += next.value.length;
    }
    this.#window = Buffer.concat(parts);
    this.#at = 0;
  }

  /** Whole bytes are left. */
  get more(): boolean {
    return this.#at < this.#window.length;
  }

  /** Up to 24 bits. */
  read(count: number): number {
    while (this.#count < count) {
      if (this.#at >= this.#window.length) throw new CorruptData('unexpected end of input');
      this.#bits = ((this.#bits << 8) | (this.#window[this.#at++] as number)) >>> 0;
      this.#count += 8;
    }
    this.#count -= count;
    const value = (this.#bits >>> this.#count) & ((1 << count) - 1);
    this.#bits &= (1 << this.#count) - 1;
    return value;
  }

  /** Drops what is left of a byte that was begun. */
  align(): void {
    this.#count -= this.#count & 7;
    this.#bits &= (1 << this.#count) - 1;
  }

  async close(): Promise<void> {
    await this.#pieces.return?.();
  }
}
