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
  const close = (count?: string) => {
    if (open) bundle.files.set(open.path, fileOf(kept, open.path, open.lines, count));
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

/** The escapes of POSIX `sed -n l`, of which our collector uses a few; one character for each byte. */
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

/** `count`: the number of lines; not there when the file has no end. One that was empty may have none. */
function fileOf(text: Kept, path: string, lines: readonly TextLine[], count: string | undefined): Kept {
  const content = bytesOf(lines.map((line) => `${line.text}\n`).join(''));
  const damaged = count === undefined ? lines.length > 0 : Number(count) !== lines.length;
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
