/**
 * Many byte strings looked for at once, and line ends counted. Of each needle a few bytes in a row are chosen: wherever
 * they stand in a text, three of them lie at the beginning of a word of four bytes. A table of these triples tells of
 * each word of the text whether a needle may be there; the byte after it narrows that down, and what is left is
 * compared. (Sampled q-grams: Sutinen and Tarhio, "On using q-gram locations in approximate string matching", 1995.)
 */
import { slotOf, TextScanner, textAt } from './text-scanner.ts';

interface Candidate {
  needle: Uint8Array;
  /** Where the triple stands in it; -1: one byte before. */
  at: number;
}

/** Long enough to hold a triple at each of four alignments. */
const sampleBytes = 6;
/** Shorter ones would need a table of everything. */
export const shortestNeedle = 4;
const LF = 10;

export class Needles {
  readonly #scanner = new TextScanner();
  readonly #candidates = new Map<number, Candidate[]>();

  /** @throws RangeError for a needle of less than four bytes */
  constructor(needles: Iterable<string>) {
    for (const needle of new Set(needles)) {
      const bytes = new TextEncoder().encode(needle);
      if (bytes.length < shortestNeedle)
        throw new RangeError(`needle "${needle}" is shorter than ${shortestNeedle} bytes`);
      for (const at of alignments(bytes)) this.#add(bytes, at);
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
      // A short needle at the beginning of the next line may be told by a word that begins one byte before it.
      at = scanner.candidate(counted - 1, to);
    }
    return lines + scanner.lineEnds(counted, to);
  }

  /** A triple that would reach beyond the needle stands for one with any byte in that place. */
  #add(needle: Uint8Array, at: number): void {
    const [first, second, third, fourth] = [needle[at], needle[at + 1], needle[at + 2], needle[at + 3]];
    for (let any = 0; any < 256; any++) {
      const triple = (first ?? any) | ((second ?? any) << 8) | ((third ?? any) << 16);
      const slot = slotOf(triple);
      this.#scanner.memory[slot] =
        (this.#scanner.memory[slot] ?? 0) | (fourth === undefined ? 0xff : 1 << (fourth & 7));
      const known = this.#candidates.get(triple);
      if (known) known.push({ needle, at });
      else this.#candidates.set(triple, [{ needle, at }]);
      if (first !== undefined && second !== undefined && third !== undefined) break;
    }
  }

  /** Address at which a needle begins whose triple stands at this word, not before `from`; -1: none. */
  #verify(word: number, from: number): number {
    const { memory } = this.#scanner;
    const triple =
      (memory[word] as number) | ((memory[word + 1] as number) << 8) | ((memory[word + 2] as number) << 16);
    for (const { needle, at } of this.#candidates.get(triple) ?? []) {
      const start = word - at;
      if (start >= from && stands(needle, memory, start)) return start;
    }
    return -1;
  }
}

function stands(needle: Uint8Array, memory: Uint8Array, start: number): boolean {
  for (let i = 0; i < needle.length; i++) if (memory[start + i] !== needle[i]) return false;
  return true;
}

/** Four places in a row, of which one lies at the beginning of a word: inside the needle, or as far as it is too short, around it. */
function alignments(needle: Uint8Array): number[] {
  const first = needle.length >= sampleBytes ? rarest(needle) : needle.length - sampleBytes + 1;
  return [0, 1, 2, 3].map((i) => first + i);
}

/** Where the six bytes begin that logs hold least: small letters, digits and blanks are everywhere. */
function rarest(needle: Uint8Array): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 0; at + sampleBytes <= needle.length; at++) {
    let cost = 0;
    for (const byte of needle.subarray(at, at + sampleBytes)) cost += commonness(byte);
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
