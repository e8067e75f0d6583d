/** What may lie ready before the giver should wait. In bytes. */
const readyBytes = 1024 * 1024;

/**
 * Pieces on their way from who makes them to who takes them; whatever ends the making, all that was made is taken
 * first.
 */
export class ReadyPieces implements AsyncIterable<Uint8Array> {
  readonly #pieces: Uint8Array[] = [];
  #length = 0;
  #ended = false;
  #failure: Error | undefined;
  #taker: () => void = () => {};
  #giver: () => void = () => {};

  give(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
    this.#taker();
  }

  /** Ends it, with an error or without; the first end counts. */
  end(failure?: Error): void {
    if (!this.#ended) this.#failure = failure;
    this.#ended = true;
    this.#taker();
    this.#giver();
  }

  get ended(): boolean {
    return this.#ended;
  }

  get full(): boolean {
    return this.#length > readyBytes;
  }

  /** Resolves when there is room for more, or nobody wants it. */
  async room(): Promise<void> {
    while (this.full && !this.#ended) {
      await new Promise<void>((resolve) => {
        this.#giver = resolve;
      });
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        const piece = this.#pieces.shift();
        if (piece) {
          this.#length -= piece.length;
          this.#giver();
          yield piece;
        } else if (this.#ended) break;
        else {
          await new Promise<void>((resolve) => {
            this.#taker = resolve;
          });
        }
      }
      if (this.#failure) throw this.#failure;
    } finally {
      this.end();
    }
  }
}
