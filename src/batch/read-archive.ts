import { stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { BundleError } from '../bundle/errors.ts';
import { openBundle } from '../bundle/open.ts';
import type { Bundle } from '../model.ts';
import { wanted } from '../parsers/index.ts';
import { stateOf } from './digest.ts';
import type { CaptureIdentity } from './identify.ts';
import { identitiesOf } from './identify.ts';
import { Troubled } from './jobs.ts';
import { fromJson, toJson } from './json.ts';
import type { Store } from './store.ts';
import { packBundle, unpackBundle } from './stored-bundle.ts';

/** The work of the first phase: an archive becomes captures in the store. */
export interface ReadJob {
  /** Where it lies, without links, and the path by which it is known. */
  path: string;
  name: string;
  digest: string;
  /** In which the digest was taken. */
  state: string;
  /** After so many seconds the reading ends by itself, with what was read until then. */
  seconds: number;
}

/** What is known of an archive that was read. Its captures lie beside it in the store. */
export interface ArchiveRecord {
  /** The name in the labels of its captures. */
  name: string;
  /** The name stands in the paths of its files too: under another name it must be read again. */
  bound: boolean;
  damaged: boolean;
  captures: CaptureIdentity[];
}

/** @throws Troubled */
export async function readArchive(job: ReadJob, store: Store): Promise<ArchiveRecord> {
  const bundle = await opened(job);
  if ((await stateOf(job.path)) !== job.state)
    throw new Troubled({ kind: 'unreadable', reason: 'it changed while it was read' });
  const { name, damaged = false } = bundle;
  const record: ArchiveRecord = { name, bound: isBound(bundle), damaged, captures: identitiesOf(bundle) };
  await store.keep(store.ofArchive(job.digest, 'captures'), packBundle(bundle));
  await store.keep(store.ofArchive(job.digest, 'json'), toJson(record));
  return record;
}

async function opened({ path, name, seconds }: ReadJob): Promise<Bundle> {
  if ((await stat(path)).size === 0) throw new Troubled({ kind: 'empty', reason: 'a file of no bytes' });
  try {
    return await openBundle(name, { wanted, limits: { seconds } });
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new Troubled({ kind: kinds[error.reason], reason: withoutPath(error, name) });
  }
}

const kinds = {
  missing: 'unreadable',
  'no-capture': 'not-a-bundle',
  encrypted: 'encrypted',
  unsupported: 'unsupported',
  unreadable: 'damaged',
} as const;

/** The same archive may lie at another path: the reason is told beside it, and names none. */
function withoutPath({ message, path: named }: BundleError, path: string): string {
  return [path, named, basename(resolve(path))]
    .reduce((text, name) => text.replaceAll(name, 'it'), message)
    .replace(/^it: /, '');
}

const isBound = ({ name, captures, notes }: Bundle) =>
  [...notes, ...captures.flatMap(({ files }) => files)].some(({ path }) => path.startsWith(name));

/** Undefined: not in the store, or under another name and bound to it. */
export async function recordOf(
  store: Store,
  digest: string,
  path: string,
): Promise<ArchiveRecord | undefined> {
  const text = await store.read(store.ofArchive(digest, 'json'));
  const captures = await stat(store.ofArchive(digest, 'captures')).catch(() => undefined);
  if (!text || !captures) return undefined;
  try {
    const record = fromJson(text.toString()) as ArchiveRecord;
    return record.bound && record.name !== basename(resolve(path)) ? undefined : record;
  } catch {
    return undefined;
  }
}

/** The captures of an archive as if it had been read under this path. @throws when they are not in the store. */
export async function storedBundle(store: Store, digest: string, path: string): Promise<Bundle> {
  const bytes = await store.read(store.ofArchive(digest, 'captures'));
  if (!bytes) throw new Error('its captures are not in the store any more');
  const bundle = unpackBundle(bytes);
  const name = basename(resolve(path));
  const captures = bundle.captures.map((capture) => ({
    ...capture,
    label: name + capture.label.slice(bundle.name.length),
  }));
  return { ...bundle, name, captures };
}
