/**
 * Many byte strings looked for at once, and line ends counted. Of each needle a few bytes in a row are chosen: wherever
 * they stand in a text, four in a row of them make a whole word of it. Tables tell of each word of the text whether a
 * needle may be there (text-scanner.ts), and what is left is compared. (Sampled q-grams: Sutinen and Tarhio, "On using
 * q-gram locations in approximate string matching", 1995.)
 */
import { TextScanner, textAt } from './text-scanner.ts';

interface Candidate {
  needle: Uint8Array;
  /** Where the word stands in it. */
  at: number;
}

const windowBytes = 8;
/** Shorter needles do not hold a whole word at every alignment. */
const shortestNeedle = 7;
const LF = 10;

export class Needles {
  readonly #scanner = new TextScanner();
  readonly #candidates = new Map<number, Candidate[]>();

  /** @throws RangeError for a needle of less than seven bytes */
  constructor(needles: Iterable<string>) {
    let kind = 0;
    for (const needle of new Set(needles)) {
      const bytes = new TextEncoder().encode(needle);
      if (bytes.length < shortestNeedle) throw new RangeError(`needle "${needle}" is too short`);
      this.#add(bytes, kind++ % 7);
    }
  }

  /**
   * Searches whole lines: the text, of at most `maxText` bytes, ends with a line end.
   * @param hit Told of each line that holds a needle: where it begins and ends, and how many line ends stand before.
   * @returns the number of line ends
   */
  search(text: Uint8Array, hit: (start: number, end: number, linesBefore: number) => void): number {
    const scanner = this.#scanner;
    const to = scanner.load(text);
    let lines = 0;
    let counted = textAt;
    for (let at = scanner.candidate(textAt, to); at >= 0; ) {
      const found = this.#verify(at, counted);
      if (found < 0) {
        at = scanner.candidate(at + 4, to);
        continue;
      }
      const start = text.lastIndexOf(LF, found - textAt) + 1;
      const end = text.indexOf(LF, found - textAt);
      lines += scanner.lineEnds(counted, textAt + start);
      hit(start, end, lines);
      lines += 1;
      counted = textAt + end + 1;
      at = scanner.candidate(counted, to);
    }
    return lines + scanner.lineEnds(counted, to);
  }

  #add(needle: Uint8Array, kind: number): void {
    const words = new DataView(needle.buffer, needle.byteOffset);
    const window = needle.length < windowBytes ? undefined : rarest(needle);
    if (window !== undefined) this.#scanner.addWindow(needle, window);
    for (let behind = 0; behind < 4; behind++) {
      const at = (window ?? 0) + behind;
      const word = words.getInt32(at, true);
      const follower = at + 8 <= needle.length ? words.getInt32(at + 4, true) : undefined;
      this.#scanner.addWord(word, kind, follower, window === undefined ? undefined : behind);
      const known = this.#candidates.get(word);
      if (known) known.push({ needle, at });
      else this.#candidates.set(word, [{ needle, at }]);
    }
  }

  /** Address at which a needle begins that holds this word, not before `from`; -1: none. */
  #verify(address: number, from: number): number {
    const { memory } = this.#scanner;
    for (const { needle, at } of this.#candidates.get(this.#scanner.word(address)) ?? []) {
      const start = address - at;
      if (start >= from && stands(needle, memory, start)) return start;
    }
    return -1;
  }
}

function stands(needle: Uint8Array, memory: Uint8Array, start: number): boolean {
  for (let i = 0; i < needle.length; i++) if (memory[start + i] !== needle[i]) return false;
  return true;
}

/**
 * Where the window lies that logs hold least: small letters, digits and blanks are everywhere. Three bytes behind it, if
 * there are so many, let the follower of each word be known.
 */
function rarest(needle: Uint8Array): number {
  const length = Math.min(needle.length, windowBytes + 3);
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + length <= needle.length; at++) {
    let cost = 0;
    for (const byte of needle.subarray(at, at + length)) cost += commonness(byte);
    if (cost < least) [best, least] = [at, cost];
  }
  return best;
}

function commonness(byte: number): number {
  const letter = byte | 0x20;
  if (byte >= 0x30 && byte <= 0x39) return 4;
  if (byte === 0x20) return 3;
  if (letter < 0x61 || letter > 0x7a) return 2;
  const frequent = 'etaoinsrcld'.includes(String.fromCharCode(letter)) ? 2 : 1;
  return (byte & 0x20 ? 1 : 0) + frequent;
}
