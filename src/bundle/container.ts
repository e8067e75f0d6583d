import { EntryDamaged } from './byte-queue.ts';
import { CorruptData } from './decompress/corrupt-data.ts';
import { decompress } from './decompress/index.ts';
import type { Bytes, Visitor } from './entry.ts';
import { message } from './entry.ts';
import { asError, BundleError, LimitReached } from './errors.ts';
import { FileBytes } from './file-bytes.ts';
import type { OpenNested } from './intake.ts';
import { feed, Intake } from './intake.ts';
import type { Kind } from './kind.ts';
import { headBytes, isCompression, kindOf } from './kind.ts';
import type { Reading } from './reading.ts';
import { walkTar } from './tar.ts';
import { walkZip } from './zip.ts';

/** Where a container stands. */
export interface Place {
  /** Inside the input; the input's own name for the outermost container. */
  path: string;
  /** Of the paths of its entries: '' for the outermost container, else `path` and a slash. */
  prefix: string;
  /** Archives and compressions around it. */
  depth: number;
  /** What it was compressed with. */
  unpacked?: Kind;
}

/**
 * Reads bytes of any kind: an archive gives its entries to the layouts, a compressed file what is in it. Damage costs
 * what it hit, is noted, and ends the reading of this container only.
 * @param visitor Takes the content of a compressed file, whatever that is.
 * @returns What the innermost container is.
 * @throws BundleError when the outermost container cannot be read at all.
 */
export async function readContainer(
  bytes: Bytes,
  place: Place,
  reading: Reading,
  visitor?: Visitor,
): Promise<Kind> {
  const { head, all } = await withHead(bytes);
  const kind = kindOf(head);
  if (kind !== 'other' && isTooDeep(kind, place, reading)) return kind;
  if (isCompression(kind)) {
    const inner = decompress(kind, all, reading.budget);
    return readContainer(inner, { ...place, depth: place.depth + 1, unpacked: kind }, reading, visitor);
  }
  const intake = visitor ?? new Intake(reading, place.prefix, nested(place, reading));
  if (visitor) await noting(place, reading, () => readSingle(all, place, visitor));
  else if (kind === 'tar') await noting(place, reading, () => walkTar(all, '', intake));
  else if (kind === 'zip') await noting(place, reading, () => walkZip(all, '', intake, reading.budget));
  else if (kind === 'other') {
    if (place.prefix === '' || place.unpacked)
      await noting(place, reading, () => readSingle(all, place, intake));
  } else refuse(kind, place, reading);
  return kind;
}

/** What comes out of a compression lies one deeper than itself. */
function isTooDeep(kind: Kind, { path, depth }: Place, reading: Reading): boolean {
  const { nesting } = reading.budget.limits;
  if (depth + (isCompression(kind) ? 1 : 0) <= nesting) return false;
  reading.note(path, message('over-limit', { limit: 'nesting', allowed: nesting }), true);
  return true;
}

export function nested(outer: Place, reading: Reading): OpenNested {
  return async (bytes, path, visitor) => {
    const place = { path, prefix: `${path}/`, depth: outer.depth + 1 };
    await readContainer(bytes, place, reading, visitor);
  };
}

/** A file that is no archive: it goes by its own name, without what the compression added to it. */
async function readSingle(bytes: Bytes, place: Place, visitor: Visitor): Promise<void> {
  const path = place.unpacked ? place.path.replace(/\.(gz|xz|bz2|zst)$/i, '') : place.path;
  const sink = visitor.entry({
    path: place.prefix === '' ? path : path.slice(path.lastIndexOf('/') + 1),
    type: 'file',
    size: undefined,
  });
  if (sink) await feed(bytes, sink);
}

/** What we know and cannot read: the whole input, or one archive in it. */
function refuse(kind: Kind, { path, prefix }: Place, reading: Reading): void {
  if (prefix !== '') reading.note(path, message(`container-${kind}`), true);
  else if (kind === 'encrypted') {
    throw new BundleError(
      'encrypted',
      path,
      `${path} is encrypted: ask the sender for it unencrypted, or decrypt it first (gpg --decrypt)`,
    );
  } else
    throw new BundleError(
      'unsupported',
      path,
      `${path} is an archive of a kind that cannot be read: re-pack it as .tar.gz or .zip`,
    );
}

/** Runs what reads one container, and turns what ends it into a note. */
export async function noting(
  { path, prefix }: Place,
  reading: Reading,
  read: () => Promise<void>,
): Promise<void> {
  try {
    await read();
  } catch (error) {
    reading.budget.throwIfAborted();
    const whole = error instanceof LimitReached && error.limit !== 'ratio';
    // A limit on the whole input ends the containers around this one too; the outermost tells.
    if (whole && prefix !== '') throw error;
    reading.note(prefix === '' ? '' : path, problem(error), true);
  }
}

function problem(error: unknown) {
  if (error instanceof LimitReached)
    return message('over-limit', { limit: error.limit, allowed: error.allowed });
  if (error instanceof EntryDamaged) return error.damage;
  if (error instanceof CorruptData)
    return message(error.cutOff ? 'cut-off-compressed' : 'corrupt', { error: error.message });
  return message('unreadable', { error: asError(error).message });
}

/** The first bytes, and all of them; an error that comes with the first comes again when all are read. */
async function withHead(bytes: Bytes): Promise<{ head: Uint8Array; all: Bytes }> {
  if (bytes instanceof FileBytes) return { head: await bytes.head(headBytes), all: bytes };
  const pieces = bytes[Symbol.asyncIterator]();
  let head = new Uint8Array(0);
  let failure: Error | undefined;
  let done = false;
  try {
    while (head.length < headBytes && !done) {
      const next = await pieces.next();
      done = next.done === true;
      if (!next.done) head = Buffer.concat([head, next.value]);
    }
  } catch (error) {
    failure = asError(error);
  }
  async function* all() {
    try {
      yield head;
      if (failure) throw failure;
      for (let next = await pieces.next(); !next.done; next = await pieces.next()) yield next.value;
    } finally {
      await pieces.return?.();
    }
  }
  return { head, all: all() };
}
