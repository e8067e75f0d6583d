import type { CapturedFile, Line } from '../model.ts';

const decoder = new TextDecoder('utf-8');
const LF = 10;
const CR = 13;

/** Longer lines are cut, so that one line of a hostile file cannot fill the memory twice. In bytes. */
const maxLine = 1024 * 1024;

type About = Omit<CapturedFile, 'lines' | 'whole' | 'bytes'>;

/**
 * A file kept in memory: lines are made anew from its bytes at every iteration, so that nothing is held twice.
 * @param whole False when `bytes` are only its head.
 * @param first Number of the first line, for a section in the middle of a file.
 */
export function wholeFile(about: About, bytes: Uint8Array, whole = true, first = 1): CapturedFile {
  const lines = { [Symbol.iterator]: () => linesOf(bytes, file, first) };
  const file: CapturedFile = { ...about, whole, lines, bytes: () => bytes };
  return file;
}

/** A log that was searched while it streamed by: some of its lines, with their true numbers. */
export function searchedFile(about: About, hits: readonly Pick<Line, 'text' | 'number'>[]): CapturedFile {
  const lines: Line[] = [];
  const file: CapturedFile = { ...about, whole: false, lines };
  for (const { text, number } of hits) lines.push({ text, number, file });
  return file;
}

/** Splits at LF, drops a CR before it; a last line without LF counts. Numbers are 1-based. */
function* linesOf(bytes: Uint8Array, file: CapturedFile, first: number): Generator<Line> {
  let number = first - 1;
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    const trimmed = end > start && bytes[end - 1] === CR ? end - 1 : end;
    number += 1;
    yield { text: decoder.decode(bytes.subarray(start, Math.min(trimmed, start + maxLine))), number, file };
    start = end + 1;
  }
}
