import type { Message } from '../model.ts';
import type { Bytes, Sink } from './entry.ts';

/** The entry that the bytes come from ended before its time. */
export class EntryDamaged extends Error {
  readonly damage: Message;
  constructor(damage: Message) {
    super(damage.id);
    this.damage = damage;
  }
}

/** A bridge from who gives bytes to who asks for them: one piece waits at most, and the giver waits with it. */
export class ByteQueue implements Bytes, Sink {
  #piece: Uint8Array | undefined;
  #ended = false;
  #damage: Message | undefined;
  #closed = false;
  #giver: (() => void) | undefined;
  #taker: (() => void) | undefined;

  /** @param first A piece that is there already, and stays valid. */
  constructor(first?: Uint8Array) {
    this.#piece = first;
  }

  /** Resolves when the reader has come for more, so that the piece may be used again. */
  async write(piece: Uint8Array): Promise<void> {
    if (piece.length === 0) return;
    await this.#until(() => this.#piece === undefined);
    if (this.#closed) return;
    this.#piece = piece;
    this.#wake();
    await this.#until(() => this.#piece !== piece);
  }

  end(damage?: Message): void {
    this.#ended = true;
    this.#damage = damage;
    this.#wake();
  }

  /** The reader wants no more: a giver that waits is let go. */
  close(): void {
    this.#closed = true;
    this.#piece = undefined;
    this.#giver?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        if (this.#piece) {
          yield this.#piece;
          this.#piece = undefined;
          this.#giver?.();
        } else if (this.#ended) break;
        else
          await new Promise<void>((resolve) => {
            this.#taker = resolve;
          });
      }
      if (this.#damage) throw new EntryDamaged(this.#damage);
    } finally {
      this.close();
    }
  }

  async #until(done: () => boolean): Promise<void> {
    while (!done() && !this.#closed) {
      await new Promise<void>((resolve) => {
        this.#giver = resolve;
      });
    }
  }

  #wake(): void {
    this.#taker?.();
    this.#taker = undefined;
  }
}
