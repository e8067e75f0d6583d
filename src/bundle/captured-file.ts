import type { CapturedFile, Line } from '../model.ts';

const decoder = new TextDecoder('utf-8');
const LF = 10;
const CR = 13;

/** Longer lines are cut, so that one line of a hostile file cannot fill the memory twice. In bytes. */
const maxLine = 1024 * 1024;

/** A file kept whole: lines are made anew from its bytes at every iteration, so that nothing is held twice. */
export function wholeFile(about: Omit<CapturedFile, 'lines' | 'whole'>, bytes: Uint8Array): CapturedFile {
  const file: CapturedFile = { ...about, whole: true, lines: { [Symbol.iterator]: () => linesOf(bytes, file) } };
  return file;
}

/** Splits at LF, drops a CR before it; a last line without LF counts. Numbers are 1-based. */
function* linesOf(bytes: Uint8Array, file: CapturedFile): Generator<Line> {
  let number = 0;
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    const trimmed = end > start && bytes[end - 1] === CR ? end - 1 : end;
    number += 1;
    yield { text: decoder.decode(bytes.subarray(start, Math.min(trimmed, start + maxLine))), number, file };
    start = end + 1;
  }
}
