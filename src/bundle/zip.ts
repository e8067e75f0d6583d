/**
 * Walks a zip archive from the front, so that it can come from a pipe or lie inside another archive. Which entries are
 * symbolic links is told only by the directory at its end: small entries wait for it.
 */
import { ByteReader } from './byte-reader.ts';
import { inflated, inflateNext } from './decompress/inflate.ts';
import type { Bytes, Entry, Sink, Visitor } from './entry.ts';
import { message } from './entry.ts';
import { LimitReached } from './errors.ts';
import type { Budget } from './limits.ts';
import { MaybeLinks } from './maybe-links.ts';
import type { LocalFile } from './zip-header.ts';
import {
  centralDirectoryBytes,
  directoryEntry,
  localFile,
  localFileBytes,
  signatures,
  withZip64,
} from './zip-header.ts';

/** Inflated at once, without a stream. */
const smallBytes = 64 * 1024;
const maxSmall = 1024 * 1024;

export async function walkZip(
  bytes: Bytes,
  archive: string,
  visitor: Visitor,
  budget: Budget,
): Promise<void> {
  const reader = new ByteReader(bytes);
  const links = new MaybeLinks(visitor);
  let whole = false;
  try {
    for (;;) {
      const signature = await reader.take(4);
      if (signature.length < 4) break;
      const kind = new DataView(signature.buffer).getUint32(0, true);
      if (kind === signatures.localFile) await walkFile(reader, links, visitor, budget);
      else if (kind === signatures.centralDirectory) await readDirectoryEntry(reader, links);
      else {
        // The records behind the directory: nothing of interest is left.
        whole = true;
        break;
      }
    }
  } finally {
    await links.release();
    await reader.close();
  }
  if (!whole) visitor.note(archive, message('cut-off', { position: reader.position }), true);
}

const utf8 = (bytes: Uint8Array) => Buffer.from(bytes).toString();

async function readDirectoryEntry(reader: ByteReader, links: MaybeLinks): Promise<void> {
  const header = await reader.take(centralDirectoryBytes);
  if (header.length < centralDirectoryBytes) return;
  const { nameLength, restLength, symlink } = directoryEntry(header);
  const path = pathOf(await reader.take(nameLength));
  await reader.pass(restLength);
  await links.decide(path, symlink);
}

/** Windows programs write back slashes. */
function pathOf(name: Uint8Array): string {
  const path = utf8(name);
  return path.includes('/') ? path : path.replaceAll('\\', '/');
}

async function walkFile(
  reader: ByteReader,
  links: MaybeLinks,
  visitor: Visitor,
  budget: Budget,
): Promise<void> {
  const header = await reader.take(localFileBytes);
  if (header.length < localFileBytes) return;
  const told = localFile(header);
  const path = pathOf(await reader.take(told.nameLength));
  const file = withZip64(told, await reader.take(told.extraLength));
  const entry: Entry = {
    path,
    type: path.endsWith('/') ? 'directory' : 'file',
    size: file.size,
    modified: file.modified,
  };
  const usable = !file.encrypted && (file.method === 8 || file.method === 0);
  if (!usable)
    visitor.note(
      path,
      message(file.encrypted ? 'container-encrypted' : 'zip-method', { method: file.method }),
      true,
    );
  const sink = usable ? links.entry(entry) : undefined;
  await passFile(reader, file, sink, budget);
  if (file.compressedSize === undefined) await passDescriptor(reader, file.zip64);
}

async function passFile(
  reader: ByteReader,
  file: LocalFile,
  sink: Sink | undefined,
  budget: Budget,
): Promise<void> {
  const { compressedSize, method } = file;
  let damage = message('entry-cut-off');
  let complete = false;
  try {
    if (compressedSize === undefined && method === 8) complete = await passDeflated(reader, sink, budget);
    else if (sink === undefined || method === 0) complete = await reader.pass(compressedSize ?? 0, sink);
    else if (compressedSize !== undefined && compressedSize <= smallBytes) {
      const packed = reader.takeNow(compressedSize) ?? (await reader.take(compressedSize));
      const { bytes, damaged } = inflated(packed, maxSmall);
      await sink.write(bytes);
      complete = !damaged;
    } else complete = await passDeflated(reader, sink, budget);
  } catch (error) {
    if (error instanceof LimitReached)
      damage = message('over-limit', { limit: error.limit, allowed: error.allowed });
    throw error;
  } finally {
    await sink?.end(complete ? undefined : damage);
  }
}

async function passDeflated(reader: ByteReader, sink: Sink | undefined, budget: Budget): Promise<boolean> {
  const { ratio, ratioFrom } = budget.limits;
  const start = reader.position;
  let given = 0;
  for await (const piece of inflateNext(reader)) {
    given += piece.length;
    budget.countBytes(piece.length);
    if (given > ratioFrom && given > (reader.position - start) * ratio)
      throw new LimitReached('ratio', ratio);
    const waiting = sink?.write(piece);
    if (waiting) await waiting;
  }
  return true;
}

/** Checksum and sizes behind the data, with a signature or without. */
async function passDescriptor(reader: ByteReader, zip64: boolean): Promise<void> {
  const start = await reader.take(4);
  const signed =
    start.length === 4 && new DataView(start.buffer).getUint32(0, true) === signatures.dataDescriptor;
  await reader.pass((signed ? 4 : 0) + (zip64 ? 16 : 8));
}
