import type { Budget } from './limits.ts';

/** Collects an entry in memory: all of it, or its head as far as the limits go. */
export class WholeBuffer {
  readonly #budget: Budget;
  #bytes: Uint8Array;
  #length = 0;
  /** Set when bytes were left out. */
  over: 'wholeBytes' | 'keptBytes' | undefined;

  /** @param size What the container says; no more is reserved before it comes. */
  constructor(budget: Budget, size = 0) {
    this.#budget = budget;
    this.#bytes = new Uint8Array(Math.min(size, 64 * 1024));
  }

  write(piece: Uint8Array): void {
    if (this.over) return;
    const room = this.#budget.limits.wholeBytes - this.#length;
    const part = piece.subarray(0, room);
    if (!this.#budget.keep(part.length)) {
      this.over = 'keptBytes';
      return;
    }
    if (this.#length + part.length > this.#bytes.length) {
      const longer = new Uint8Array(Math.max(this.#length + part.length, this.#bytes.length * 2));
      longer.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = longer;
    }
    this.#bytes.set(part, this.#length);
    this.#length += part.length;
    if (part.length < piece.length) this.over = 'wholeBytes';
  }

  /** A head ends with a whole line. */
  finish(): Uint8Array {
    const bytes = this.#bytes.subarray(0, this.#length);
    return this.over
      ? bytes.slice(0, bytes.lastIndexOf(10) + 1)
      : bytes.length * 2 < this.#bytes.length
        ? bytes.slice()
        : bytes;
  }
}
