/**
 * Many byte strings looked for at once, and the line ends on the way counted, in one pass over words of four bytes. Of
 * each needle six bytes in a row are chosen: wherever they stand in a text, three of them lie at the beginning of a
 * word. A table of these triples tells of each word whether a needle may be there; its fourth byte narrows that down.
 * (Sampled q-grams: Sutinen and Tarhio, "On using q-gram locations in approximate string matching", 1995.)
 */
interface Candidate {
  needle: Uint8Array;
  /** Where the triple stands in it. */
  at: number;
}

const sampleBytes = 6;
const tableBits = 15;

/** Big-endian machines (s390x) have a word's first byte at its top. */
const littleEndian = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;
const tripleShift = littleEndian ? 0 : 8;
const fourthShift = littleEndian ? 24 : 0;

const hash = (triple: number) => Math.imul(triple, 0x9e3779b1) >>> (32 - tableBits);

export class Needles {
  /** By hash of a triple: a bit for each remainder, by eight, that the byte after it may have. */
  readonly #table = new Uint8Array(1 << tableBits);
  readonly #candidates = new Map<number, Candidate[]>();
  /** Needles too short for the table, and where each stands next in the text at hand. */
  readonly #short: { needle: Buffer; next: number }[] = [];
  /** Line ends before what the last `find` found, or in all that it searched. */
  passed = 0;

  constructor(needles: Iterable<string>) {
    for (const needle of new Set(needles)) {
      const bytes = Buffer.from(needle);
      if (bytes.length >= sampleBytes) this.#add(bytes);
      else if (bytes.length > 0) this.#short.push({ needle: bytes, next: -1 });
    }
  }

  /** Another text follows. */
  begin(): void {
    for (const short of this.#short) short.next = -2;
  }

  /**
   * Where the first needle stands in [from, to), or -1. `from` is the beginning of a line, and `to` stands behind a
   * line end. A text is searched from its front to its end.
   */
  find(text: Uint8Array, from: number, to: number): number {
    const limit = this.#nextShort(text, from, to);
    const found = this.#scan(text, from, limit);
    return found < 0 && limit < to ? limit : found;
  }

  #add(needle: Uint8Array): void {
    const sample = rarest(needle);
    for (let at = sample; at <= sample + sampleBytes - 3; at++) {
      const triple = tripleAt(needle, at);
      const fourth = needle[at + 3];
      const slot = hash(triple);
      this.#table[slot] = (this.#table[slot] as number) | (fourth === undefined ? 0xff : 1 << (fourth & 7));
      const known = this.#candidates.get(triple);
      if (known) known.push({ needle, at });
      else this.#candidates.set(triple, [{ needle, at }]);
    }
  }

  /** Where the first of the short needles stands, else `to`. */
  #nextShort(text: Uint8Array, from: number, to: number): number {
    let first = to;
    for (const short of this.#short) {
      if (short.next !== -1 && short.next < from) {
        short.next = Buffer.from(text.buffer, text.byteOffset, to).indexOf(short.needle, from);
      }
      if (short.next >= 0 && short.next < first) first = short.next;
    }
    return first;
  }

  #scan(text: Uint8Array, from: number, to: number): number {
    let at = from;
    let lines = 0;
    for (; at < to && ((text.byteOffset + at) & 3) !== 0; at++) if (text[at] === 10) lines += 1;
    this.passed = lines;
    const length = (to - at) >> 2;
    if (length > 0) {
      const found = this.#scanWords(
        new Int32Array(text.buffer, text.byteOffset + at, length),
        text,
        at,
        from,
      );
      if (found >= 0) return found;
    }
    for (at += length * 4; at < to; at++) if (text[at] === 10) this.passed += 1;
    return -1;
  }

  /** `passed` grows by the line ends in the words before the one that it found. */
  #scanWords(words: Int32Array, text: Uint8Array, base: number, from: number): number {
    const table = this.#table;
    for (let i = 0; i < words.length; ) {
      // Four counters of eight bits in one number, emptied before the first can overflow.
      const end = Math.min(words.length, i + 255);
      let counters = 0;
      for (; i < end; i++) {
        const word = words[i] as number;
        const triple = (word >>> tripleShift) & 0xffffff;
        if (
          ((table[Math.imul(triple, 0x9e3779b1) >>> (32 - tableBits)] as number) >>>
            ((word >>> fourthShift) & 7)) &
          1
        ) {
          const found = this.#verify(triple, text, base + i * 4, from);
          if (found >= 0) {
            this.passed += sum(counters);
            return found;
          }
        }
        // A byte of x is zero, that is a line end, where neither its low seven bits nor its top bit carry anything.
        const x = word ^ 0x0a0a0a0a;
        counters += (~(((x & 0x7f7f7f7f) + 0x7f7f7f7f) | x | 0x7f7f7f7f) >>> 7) & 0x01010101;
      }
      this.passed += sum(counters);
    }
    return -1;
  }

  #verify(triple: number, text: Uint8Array, position: number, from: number): number {
    for (const { needle, at } of this.#candidates.get(triple) ?? []) {
      const start = position - at;
      if (start >= from && stands(needle, text, start)) return start;
    }
    return -1;
  }
}

const sum = (counters: number) =>
  (counters & 0xff) + ((counters >>> 8) & 0xff) + ((counters >>> 16) & 0xff) + (counters >>> 24);

function tripleAt(bytes: Uint8Array, at: number): number {
  const [a, b, c] = [bytes[at] as number, bytes[at + 1] as number, bytes[at + 2] as number];
  return littleEndian ? a | (b << 8) | (c << 16) : (a << 16) | (b << 8) | c;
}

function stands(needle: Uint8Array, text: Uint8Array, start: number): boolean {
  for (let i = 0; i < needle.length; i++) if (text[start + i] !== needle[i]) return false;
  return true;
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
  if (letter >= 0x61 && letter <= 0x7a)
    return (byte & 0x20 ? 1 : 0) + ('etaoinsrcld'.includes(String.fromCharCode(letter)) ? 2 : 1);
  return byte === 0x20 ? 3 : 2;
}
