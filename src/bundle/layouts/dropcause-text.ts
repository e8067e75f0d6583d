/**
 * The text bundle (docs/bundle-format.md): the same records and files as in an archive, as lines of printable ASCII
 * that survive a console, a mail and a wrong line end. What is there of a damaged one is used.
 */
import type { CapturedFile } from '../../model.ts';
import { searchedFile } from '../captured-file.ts';
import { message } from '../entry.ts';
import type { Kept } from './layout.ts';

export const textBundleMark = /^[ \t]*#dropcause-text 1\$?[ \t]*\r?$/m;

interface TextLine {
  /** '#', '%', '(', ':' or ')'. */
  kind: string;
  text: string;
  /** Where it begins in the text bundle, 1-based. */
  number: number;
}

export interface TextBundle {
  records: string[];
  /** By path below the top directory. */
  files: Map<string, Kept>;
}

export function readTextBundle(kept: Kept): TextBundle {
  const bundle: TextBundle = { records: [], files: new Map() };
  let open: { path: string; lines: TextLine[] } | undefined;
  const close = (counts?: string) => {
    if (open) bundle.files.set(open.path, fileOf(kept, open.path, open.lines, counts));
    open = undefined;
  };
  for (const line of textLines(new TextDecoder('latin1').decode(kept.bytes ?? new Uint8Array(0)))) {
    if (line.kind === '%') bundle.records.push(utf8(decoded(line.text)));
    else if (line.kind === '(') {
      close();
      open = { path: decoded(line.text), lines: [] };
    } else if (line.kind === ':') open?.lines.push({ ...line, text: decoded(line.text) });
    else if (line.kind === ')') close(line.text);
  }
  close();
  return bundle;
}

/** Undoes wrapping by a terminal, then folding by sed; numbers are those of the first part. */
function* textLines(text: string): Generator<TextLine> {
  let folded: TextLine | undefined;
  for (const row of unwrapped(text)) {
    const continues = row.text.endsWith('\\');
    const body = row.text.slice(1, continues || row.text.endsWith('$') ? -1 : undefined);
    const kind = row.text[0] ?? '';
    if (folded?.kind === kind) folded.text += body;
    else {
      if (folded) yield folded;
      folded = { kind, text: body, number: row.number };
    }
    if (continues) continue;
    yield folded;
    folded = undefined;
  }
  if (folded) yield folded;
}

/** Lines as sed wrote them. One that does not end as they do goes on in the next row, blanks and all. */
function* unwrapped(text: string): Generator<{ text: string; number: number }> {
  const rows = text.split(/\r?\n/);
  const first = rows.findIndex((row) => textBundleMark.test(row));
  let line: { text: string; number: number } | undefined;
  for (let i = Math.max(0, first); i < rows.length; i++) {
    const row = (rows[i] ?? '').replace(/([$\\])[ \t]+$/, '$1');
    const ended = line === undefined || /[$\\]$/.test(line.text);
    const begins = /^[ \t]*[#%(:)]/.test(row);
    if (line && (!ended || (!begins && row.trim() !== ''))) line.text += row;
    else if (begins) {
      if (line) yield line;
      line = { text: row.trimStart(), number: i + 1 };
    }
  }
  if (line) yield line;
}

const letters = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
]);

/** The escapes of POSIX `sed -n l`; one character for each byte. */
const decoded = (text: string) =>
  text.replace(
    /\\(?:([0-3][0-7]{2})|(.))/g,
    (whole, octal: string | undefined, letter: string | undefined) =>
      octal === undefined
        ? (letters.get(letter ?? '') ?? whole)
        : String.fromCharCode(Number.parseInt(octal, 8)),
  );

const bytesOf = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const utf8 = (text: string) => new TextDecoder().decode(bytesOf(text));

/** `counts`: 'LINES BYTES CRC', each '-' where not counted; not there when the file has no end. */
function fileOf(text: Kept, path: string, lines: readonly TextLine[], counts: string | undefined): Kept {
  const content = bytesOf(lines.map((line) => `${line.text}\n`).join(''));
  const damaged = counts === undefined ? lines.length > 0 : !fits(content, lines.length, counts);
  const hits = lines.map((line) => ({ text: utf8(line.text), number: line.number }));
  return {
    path: text.path,
    inner: path,
    claim: text.claim,
    bytes: content,
    ...(damaged ? { cut: message('text-damaged', { path }) } : {}),
    file: (about) => {
      const file: CapturedFile = searchedFile({ path: text.path, ...about }, hits);
      file.whole = !damaged;
      return file;
    },
  };
}

/** The end of the last line is not kept in the text: both ways may have been counted. */
function fits(content: Uint8Array, lineCount: number, counts: string): boolean {
  const [lines, bytes, crc] = counts
    .trim()
    .split(/\s+/)
    .map((word) => (/^\d{1,15}$/.test(word) ? Number(word) : undefined));
  const counted = bytes === content.length - 1 ? content.subarray(0, -1) : content;
  if (lines !== undefined && lines !== lineCount && lines !== lineCount - 1) return false;
  if (bytes !== undefined && bytes !== counted.length) return false;
  return crc === undefined || bytes === undefined || crc === cksum(counted);
}

const crcTable = Uint32Array.from({ length: 256 }, (_, i) => {
  let value = i << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** POSIX cksum: the length follows the bytes, lowest byte first. */
export function cksum(bytes: Uint8Array): number {
  let crc = 0;
  const add = (byte: number) => {
    crc = (crc << 8) ^ (crcTable[((crc >>> 24) ^ byte) & 0xff] as number);
  };
  for (const byte of bytes) add(byte);
  for (let length = bytes.length; length > 0; length = Math.floor(length / 256)) add(length & 0xff);
  return ~crc >>> 0;
}
