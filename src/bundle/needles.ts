/**
 * Many byte strings looked for at once (Wu and Manber, "A fast algorithm for multi-pattern searching", 1994): a table
 * tells from two bytes how far the next match is away at least, so that most of the text is never looked at.
 */
export class Needles {
  /** Length of the shortest needle: the window that moves over the text. */
  readonly #window: number;
  /** By two bytes: how far the window may move when they stand at its end; 0: a needle may stand here. */
  readonly #shift: Uint8Array;
  /** By the two bytes at the end of the window. */
  readonly #candidates = new Map<number, Uint8Array[]>();

  /** @param needles At least two bytes each; shorter ones would make every line a hit and are dropped. */
  constructor(needles: Iterable<string>) {
    const encoder = new TextEncoder();
    const usable = [...new Set(needles)]
      .map((needle) => encoder.encode(needle))
      .filter((bytes) => bytes.length > 1);
    this.#window = Math.min(256, ...usable.map((bytes) => bytes.length));
    this.#shift = new Uint8Array(65536).fill(this.#window - 1);
    for (const needle of usable) {
      for (let i = 1; i < this.#window; i++) {
        const pair = ((needle[i - 1] ?? 0) << 8) | (needle[i] ?? 0);
        const distance = this.#window - 1 - i;
        if (distance < (this.#shift[pair] ?? 0)) this.#shift[pair] = distance;
        if (distance > 0) continue;
        const known = this.#candidates.get(pair);
        if (known) known.push(needle);
        else this.#candidates.set(pair, [needle]);
      }
    }
  }

  /** Where the first needle begins that lies in [from, to); -1 when there is none. */
  find(text: Uint8Array, from: number, to: number): number {
    if (this.#candidates.size === 0) return -1;
    const shift = this.#shift;
    for (let at = from + this.#window - 1; at < to; ) {
      const pair = ((text[at - 1] as number) << 8) | (text[at] as number);
      const step = shift[pair] as number;
      if (step > 0) {
        at += step;
        continue;
      }
      const start = at - this.#window + 1;
      for (const needle of this.#candidates.get(pair) ?? [])
        if (stands(needle, text, start, to)) return start;
      at += 1;
    }
    return -1;
  }
}

function stands(needle: Uint8Array, text: Uint8Array, start: number, to: number): boolean {
  if (start + needle.length > to) return false;
  for (let i = 0; i < needle.length; i++) if (text[start + i] !== needle[i]) return false;
  return true;
}
