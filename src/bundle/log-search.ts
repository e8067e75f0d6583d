import type { Limits } from './limits.ts';
import type { Needles } from './needles.ts';
import { maxText } from './text-scanner.ts';

const LF = 10;
const CR = 13;
const nothing = new Uint8Array(0);
const lineEnd = Uint8Array.of(LF);
const decoder = new TextDecoder();

/** A line that was kept: `number` is 1-based. */
export interface Hit {
  text: string;
  number: number;
}

/**
 * Searches a log while it streams by: keeps its first line, its last, and those that hold a needle, with their true
 * numbers. Memory is bounded by the limits, however long the log is.
 */
export class LogSearch {
  readonly #needles: Needles;
  readonly #limits: Limits;
  /** Head of the line that has not ended yet, and how many bytes it has so far. */
  #open: Uint8Array = nothing;
  #openBytes = 0;
  #first: Hit | undefined;
  #last: Uint8Array = nothing;
  #head: Hit[] = [];
  #tail: Hit[] = [];
  /** Lines seen. */
  lines = 0;
  /** Hits in the middle that were left out. */
  leftOut = 0;
  /** Lines of which only the head was searched. */
  longLines = 0;
  /** Characters in the hits that are kept. */
  kept = 0;

  constructor(needles: Needles, limits: Limits) {
    this.#needles = needles;
    this.#limits = limits;
  }

  write(piece: Uint8Array): void {
    for (let at = 0; at < piece.length; at += maxText) this.#writePart(piece.subarray(at, at + maxText));
  }

  /** First line, hits and last line, in their order, after the last byte. */
  finish(): Hit[] {
    if (this.#openBytes > 0) this.#close();
    const hits = [...this.#head, ...this.#tail];
    if (this.#first && hits[0]?.number !== 1) hits.unshift(this.#first);
    if (this.lines > 1 && hits.at(-1)?.number !== this.lines)
      hits.push({ text: this.#text(this.#last), number: this.lines });
    return hits;
  }

  #writePart(piece: Uint8Array): void {
    let from = 0;
    if (this.#openBytes > 0) {
      const end = piece.indexOf(LF);
      this.#extend(end < 0 ? piece : piece.subarray(0, end));
      if (end < 0) return;
      this.#close();
      from = end + 1;
    }
    const to = Math.max(from, piece.lastIndexOf(LF) + 1);
    if (to > from) this.#search(piece.subarray(from, to));
    if (to < piece.length) this.#extend(piece.subarray(to));
  }

  /** Whole lines, with the end of the last. */
  #search(text: Uint8Array): void {
    if (this.lines === 0) this.#first = { text: this.#text(text.subarray(0, text.indexOf(LF))), number: 1 };
    const before = this.lines;
    this.lines += this.#needles.search(text, (start, end, lines) => {
      this.#keep(text.subarray(start, end), before + lines + 1);
    });
    const start = text.length < 2 ? 0 : text.lastIndexOf(LF, text.length - 2) + 1;
    this.#last = text.slice(start, Math.min(text.length - 1, start + this.#limits.lineBytes));
  }

  #extend(part: Uint8Array): void {
    const room = this.#limits.lineBytes - this.#open.length;
    if (room > 0) {
      const longer = new Uint8Array(this.#open.length + Math.min(room, part.length));
      longer.set(this.#open);
      longer.set(part.subarray(0, room), this.#open.length);
      this.#open = longer;
    }
    this.#openBytes += part.length;
  }

  /** The open line has ended. */
  #close(): void {
    this.lines += 1;
    if (this.#openBytes > this.#open.length) this.longLines += 1;
    if (this.lines === 1) this.#first = { text: this.#text(this.#open), number: 1 };
    this.#needles.search(Buffer.concat([this.#open, lineEnd]), () => this.#keep(this.#open, this.lines));
    this.#last = this.#open;
    this.#open = nothing;
    this.#openBytes = 0;
  }

  /** Beyond the limits the middle is left out: the beginning tells since when, the end is the newest. */
  #keep(line: Uint8Array, number: number): void {
    const { hits, hitBytes, lineBytes } = this.#limits;
    if (line.length > lineBytes) this.longLines += 1;
    const hit = { text: this.#text(line), number };
    this.kept += hit.text.length;
    if (this.#head.length < hits / 10 && this.kept < hitBytes / 10) {
      this.#head.push(hit);
      return;
    }
    this.#tail.push(hit);
    while (this.#tail.length > hits * 2 || (this.kept > hitBytes && this.#tail.length > 1)) this.#drop(hits);
  }

  /** Drops the older part of the tail at once: one by one would cost a move of all. */
  #drop(hits: number): void {
    const count = Math.max(1, this.#tail.length - hits);
    for (const { text } of this.#tail.splice(0, count)) this.kept -= text.length;
    this.leftOut += count;
  }

  #text(line: Uint8Array): string {
    const end = line[line.length - 1] === CR ? line.length - 1 : line.length;
    return decoder.decode(line.subarray(0, Math.min(end, this.#limits.lineBytes)));
  }
}
