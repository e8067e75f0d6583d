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
  pax: ReadonlyMap<string, string>;
}

const none: Extensions = { pax: new Map() };

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
  let extensions = none;
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
    const entry = entryOf(header, extensions, global);
    const sink = visitor.entry(entry);
    // Most entries are small, and nobody wants them: no waiting for these.
    const passed = !sink && !header.extended && reader.passNow(entry.size + padding(entry.size));
    if (!passed && !(await passEntry(reader, header, entry, extensions, sink, visitor))) break;
    extensions = none;
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

/** A tar tells the size before the data. */
type SizedEntry = Entry & { size: number };

function entryOf(header: TarHeader, extensions: Extensions, global: ReadonlyMap<string, string>): SizedEntry {
  const { path, size, target, modified } = header;
  if (extensions === none && global.size === 0) return { path, type: typeOf(header), size, target, modified };
  const told = (key: string) => extensions.pax.get(key) ?? global.get(key);
  const stated = told('size');
  return {
    path: told('GNU.sparse.name') ?? told('path') ?? extensions.path ?? path,
    type: typeOf(header),
    size: stated !== undefined && /^\d{1,15}$/.test(stated) ? Number(stated) : size,
    target: told('linkpath') ?? extensions.target ?? target,
    modified,
  };
}

/** False when the archive ends inside this entry. Whatever ends the input, the sink learns of it and keeps what it has. */
async function passEntry(
  reader: ByteReader,
  { type, extended }: TarHeader,
  { path, size }: SizedEntry,
  { pax }: Extensions,
  sink: Sink | undefined,
  visitor: Visitor,
): Promise<boolean> {
  for (let more = extended; more; ) more = (await reader.take(blockSize))[504] === 1;
  const sparse = type === 'S' || pax.has('GNU.sparse.major') || pax.has('GNU.sparse.map');
  if (sink && sparse) visitor.note(path, message('tar-sparse'));
  let complete = false;
  try {
    const mapped = pax.get('GNU.sparse.major') === '1' ? await passSparseMap(reader, size) : 0;
    complete = await reader.pass(size - mapped, sink);
  } finally {
    await sink?.end(complete ? undefined : message('entry-cut-off'));
  }
  return complete && (await reader.pass(padding(size)));
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
