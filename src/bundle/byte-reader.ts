import type { Bytes, Sink } from './entry.ts';

const nothing = new Uint8Array(0);

/** Takes exact numbers of bytes out of pieces of any size; without waiting where they are already here. */
export class ByteReader {
  readonly #bytes: Bytes;
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = nothing;
  #at = 0;
  /** Bytes taken or passed so far. */
  position = 0;

  constructor(bytes: Bytes) {
    this.#bytes = bytes;
    this.#pieces = bytes[Symbol.asyncIterator]();
  }

  /** The next `count` bytes if they lie in the current piece. */
  takeNow(count: number): Uint8Array | undefined {
    const end = this.#at + count;
    if (end > this.#piece.length) return undefined;
    const taken = this.#piece.subarray(this.#at, end);
    this.#at = end;
    this.position += count;
    return taken;
  }

  /** The next `count` bytes; fewer at the end of the input. */
  async take(count: number): Promise<Uint8Array> {
    const taken = new Uint8Array(count);
    let length = 0;
    while (length < count && (await this.#more())) {
      const part = this.#piece.subarray(this.#at, this.#at + count - length);
      taken.set(part, length);
      length += part.length;
      this.#at += part.length;
    }
    this.position += length;
    return taken.subarray(0, length);
  }

  /** Drops the next `count` bytes if they lie in the current piece; else nothing happens. */
  passNow(count: number): boolean {
    if (this.#at + count > this.#piece.length) return false;
    this.#at += count;
    this.position += count;
    return true;
  }

  /** Gives `count` bytes to the sink, or drops them. False when the input ended before. */
  async pass(count: number, sink?: Sink): Promise<boolean> {
    let left = count;
    while (left > 0) {
      if ((sink === undefined || sink.full) && this.#bytes.skip && this.#at >= this.#piece.length) {
        this.position += left;
        return this.#bytes.skip(left);
      }
      if (!(await this.#more())) return false;
      const part = this.#piece.subarray(this.#at, this.#at + left);
      this.#at += part.length;
      this.position += part.length;
      left -= part.length;
      const waiting = sink?.full ? undefined : sink?.write(part);
      if (waiting) await waiting;
    }
    return true;
  }

  /** Up to `count` bytes that lie together; empty at the end of the input. */
  async some(count: number): Promise<Uint8Array> {
    if (!(await this.#more())) return nothing;
    return this.takeNow(Math.min(count, this.#piece.length - this.#at)) ?? nothing;
  }

  /** Puts back the last bytes of what `some` gave just now. */
  putBack(count: number): void {
    this.#at -= count;
    this.position -= count;
  }

  /** Tells the input that nobody will read on. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #more(): Promise<boolean> {
    while (this.#at >= this.#piece.length) {
      const next = await this.#pieces.next();
      this.#at = 0;
      this.#piece = next.done ? nothing : next.value;
      if (next.done) return false;
    }
    return true;
  }
}
