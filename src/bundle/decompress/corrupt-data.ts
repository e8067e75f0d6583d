/** How zlib, xz, bzip2, zstd and our own engines say that the data end too early. */
const cutOffWords = /unexpected end|ends unexpectedly|premature end|unexpected EOF/i;

/** The compressed data ended too early, or make no sense from some byte on. */
export class CorruptData extends Error {
  readonly cutOff: boolean;
  constructor(text: string, cutOff = cutOffWords.test(text)) {
    super(text);
    this.cutOff = cutOff;
  }
}
