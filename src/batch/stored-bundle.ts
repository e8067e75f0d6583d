import { deserialize, serialize } from 'node:v8';
import { gunzipSync, gzipSync } from 'node:zlib';
import { searchedFile, wholeFile } from '../bundle/captured-file.ts';
import type { Bundle, Capture, CapturedFile } from '../model.ts';

/** Changes with the shape below: what was stored in another shape counts as not there. */
const shape = 1;

interface StoredFile extends Pick<CapturedFile, 'path' | 'origin' | 'netns' | 'takenAt' | 'whole'> {
  /** A file kept as bytes, and the number of its first line. */
  bytes?: Uint8Array;
  first?: number;
  /** A file of which lines were kept. */
  hits?: { number: number; text: string }[];
}

interface StoredBundle extends Omit<Bundle, 'captures'> {
  shape: number;
  captures: (Omit<Capture, 'files'> & { files: StoredFile[] })[];
}

/** What was kept of an archive, as it is stored between the two phases: the files' own bytes, and no parsed facts. */
export function packBundle(bundle: Bundle): Uint8Array {
  const captures = bundle.captures.map((capture) => ({ ...capture, files: capture.files.map(storedFile) }));
  const stored: StoredBundle = { ...bundle, shape, captures };
  return gzipSync(serialize(stored), { level: 1 });
}

/** @throws when these are no bytes of `packBundle` of this version. */
export function unpackBundle(bytes: Uint8Array): Bundle {
  const { shape: found, ...bundle } = deserialize(gunzipSync(bytes)) as StoredBundle;
  if (found !== shape) throw new Error(`a stored bundle of shape ${found}`);
  const captures = bundle.captures.map((capture) => ({ ...capture, files: capture.files.map(openedFile) }));
  return { ...bundle, captures };
}

function storedFile({ path, origin, netns, takenAt, whole, bytes, lines }: CapturedFile): StoredFile {
  const about = { path, origin, netns, whole, ...(takenAt ? { takenAt } : {}) };
  if (!bytes) return { ...about, hits: [...lines].map(({ number, text }) => ({ number, text })) };
  const [first] = lines;
  return { ...about, bytes: bytes(), first: first?.number ?? 1 };
}

function openedFile({ bytes, first, hits = [], whole, ...about }: StoredFile): CapturedFile {
  if (bytes) return wholeFile(about, bytes, whole, first);
  return Object.assign(searchedFile(about, hits), { whole });
}
