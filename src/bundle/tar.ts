/**
 * Walks a tar archive once, from its first byte to its last. Written by hand for three reasons (docs/reading-bundles.md):
 * a bad header costs its entry and not the rest, 80,000 entries cost no stream each, and what nobody wants is skipped.
 */
import { ByteReader } from './byte-reader.ts';
import type { Bytes, Entry, Sink, Visitor } from './entry.ts';
import { message } from './entry.ts';
import type { TarHeader } from './tar-header.ts';
import { blockSize, isZero, paxRecords, tarHeader, text } from './tar-header.ts';

/** Longer names, links and pax headers are hostile. */
const maxExtension = 1024 * 1024;

/** What extension headers say about the entry that follows them. */
interface Extensions {
  path?: string;
  target?: string;
  pax: Map<string, string>;
}

/** @param archive Its path, for notes. */
export async function walkTar(bytes: Bytes, archive: string, visitor: Visitor): Promise<void> {
  const reader = new ByteReader(bytes);
  try {
    await walk(reader, archive, visitor);
  } finally {
    await reader.close();
  }
}

async function walk(reader: ByteReader, archive: string, visitor: Visitor): Promise<void> {
  const global = new Map<string, string>();
  let extensions: Extensions = { pax: new Map() };
  let ended = false;
  let unreadable = 0;
  for (;;) {
    const block = reader.takeNow(blockSize) ?? (await reader.take(blockSize));
    if (block.length < blockSize) break;
    const header = tarHeader(block);
    if (!header) {
      // Two blocks of zeros end an archive; another may follow it. Anything else is damage: look for the next header.
      if (isZero(block)) ended = true;
      else if (!ended) unreadable += blockSize;
      continue;
    }
    if (unreadable > 0)
      visitor.note(archive, message('tar-bad-header', { bytes: unreadable, path: header.path }), true);
    unreadable = 0;
    ended = false;
    if ('xgLK'.includes(header.type)) {
      const content = await extensionContent(reader, header, archive, visitor);
      if (content) extensions = extend(header.type, content, extensions, global);
      continue;
    }
    if (!(await walkEntry(reader, header, extensions, global, visitor))) break;
    extensions = { pax: new Map() };
  }
  if (unreadable > 0) visitor.note(archive, message('tar-bad-header', { bytes: unreadable }), true);
  else if (!ended) visitor.note(archive, message('cut-off', { position: reader.position }), true);
}

const padding = (size: number) => (blockSize - (size % blockSize)) % blockSize;

async function extensionContent(reader: ByteReader, header: TarHeader, archive: string, visitor: Visitor) {
  if (header.size > maxExtension) {
    visitor.note(archive, message('tar-long-name', { bytes: header.size }), true);
    await reader.pass(header.size + padding(header.size));
    return undefined;
  }
  const content = await reader.take(header.size);
  await reader.pass(padding(header.size));
  return content;
}

function extend(
  type: string,
  content: Uint8Array,
  known: Extensions,
  global: Map<string, string>,
): Extensions {
  if (type === 'L') return { ...known, path: text(content, 0, content.length) };
  if (type === 'K') return { ...known, target: text(content, 0, content.length) };
  const records = paxRecords(content);
  if (type === 'g') {
    for (const [key, value] of records) global.set(key, value);
    return known;
  }
  return { ...known, pax: new Map([...known.pax, ...records]) };
}

/** False when the archive ends inside this entry. */
async function walkEntry(
  reader: ByteReader,
  header: TarHeader,
  extensions: Extensions,
  global: Map<string, string>,
  visitor: Visitor,
): Promise<boolean> {
  const told = (key: string) => extensions.pax.get(key) ?? global.get(key);
  const stated = told('size');
  const size = stated !== undefined && /^\d{1,15}$/.test(stated) ? Number(stated) : header.size;
  const entry: Entry = {
    path: told('GNU.sparse.name') ?? told('path') ?? extensions.path ?? header.path,
    type: typeOf(header),
    size,
    target: told('linkpath') ?? extensions.target ?? header.target,
    modified: header.modified,
  };
  for (let more = header.extended; more; ) more = (await reader.take(blockSize))[504] === 1;
  const sink = visitor.entry(entry);
  if (
    sink &&
    (header.type === 'S' || told('GNU.sparse.major') !== undefined || told('GNU.sparse.map') !== undefined)
  ) {
    visitor.note(entry.path, message('tar-sparse'));
  }
  const mapped = told('GNU.sparse.major') === '1' ? await passSparseMap(reader, size) : 0;
  const complete = await passEntry(reader, size - mapped, sink);
  return complete && (await reader.pass(padding(size)));
}

/** Whatever ends the input, the sink learns of it and keeps what it has. */
async function passEntry(reader: ByteReader, size: number, sink: Sink | undefined): Promise<boolean> {
  let complete = false;
  try {
    complete = await reader.pass(size, sink);
  } finally {
    await sink?.end(complete ? undefined : message('entry-cut-off'));
  }
  return complete;
}

/** pax sparse format 1.0: the data begin with the map, decimal numbers on lines, filled up to whole blocks. */
async function passSparseMap(reader: ByteReader, size: number): Promise<number> {
  let numbers = 0;
  let expected: number | undefined;
  let digits = '';
  for (let passed = 0; passed + blockSize <= size; ) {
    const block = await reader.take(blockSize);
    passed += block.length;
    for (const byte of block) {
      if (byte !== 10) {
        if (digits.length < 16) digits += String.fromCharCode(byte);
        continue;
      }
      expected ??= 1 + 2 * Number(digits);
      digits = '';
      numbers += 1;
      if (numbers === expected) return passed;
    }
    if (block.length < blockSize || !(expected === undefined || expected > 0)) return passed;
  }
  return size - (size % blockSize);
}

function typeOf({ type, path }: TarHeader): Entry['type'] {
  if (type === '5' || (type === '0' && path.endsWith('/'))) return 'directory';
  if (type === '0' || type === 'S') return 'file';
  if (type === '2') return 'symlink';
  return type === '1' ? 'hardlink' : 'other';
}
