const low7 = 0x7f7f7f7f;
const lineEnds = 0x0a0a0a0a;

/** Number of line ends (LF) in [from, to), four bytes at a time where they lie on a word boundary. */
export function countLines(text: Uint8Array, from: number, to: number): number {
  let lines = 0;
  let at = from;
  for (; at < to && ((text.byteOffset + at) & 3) !== 0; at++) if (text[at] === 10) lines += 1;
  const words = (to - at) >> 2;
  if (words > 0) lines += countInWords(new Int32Array(text.buffer, text.byteOffset + at, words));
  for (at += words * 4; at < to; at++) if (text[at] === 10) lines += 1;
  return lines;
}

/** A byte of x is zero, that is a line end, where neither its low seven bits nor its top bit carry anything. */
function countInWords(words: Int32Array): number {
  let lines = 0;
  for (let i = 0; i < words.length; ) {
    // Four counters of eight bits each, emptied before the first can overflow.
    const end = Math.min(words.length, i + 255);
    let sums = 0;
    for (; i < end; i++) {
      const x = (words[i] as number) ^ lineEnds;
      sums += (~(((x & low7) + low7) | x | low7) >>> 7) & 0x01010101;
    }
    lines += (sums & 0xff) + ((sums >>> 8) & 0xff) + ((sums >>> 16) & 0xff) + (sums >>> 24);
  }
  return lines;
}
