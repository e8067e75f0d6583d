/** The first phase: everything that was found becomes captures in the store, each content once. */

import { byText } from '../report/order.ts';
import { stateOf } from './digest.ts';
import type { Found } from './discover.ts';
import type { Trouble } from './jobs.ts';
import { fromJson, toJson } from './json.ts';
import type { Pool } from './pool.ts';
import type { ArchiveRecord, ReadJob } from './read-archive.ts';
import { recordOf } from './read-archive.ts';
import type { Store } from './store.ts';

/** An archive that was read. */
export interface Archive {
  digest: string;
  /** All paths at which it lies, in their order. */
  paths: [first: string, ...others: string[]];
  record: ArchiveRecord;
}

export interface Unread {
  path: string;
  trouble: Trouble;
}

/** What the reading tells while it goes on. */
export interface ReadingEvents {
  /** So many files to be looked at, or so many different archives to be read. */
  begin(phase: 'looking' | 'reading', all: number): void;
  looked(path: string): void;
  /** `again`: it was in the store. */
  read(path: string, again: boolean, trouble?: Trouble): void;
}

export interface ReadOptions {
  store: Store;
  pool: Pool;
  /** Tries again what could not be read in an earlier run. */
  retryFailed: boolean;
  /** As in ReadJob. */
  seconds: number;
  on: ReadingEvents;
}

interface Digested {
  paths: [Found, ...Found[]];
  state: string;
}

/** In the order of their first paths. */
export async function readArchives(
  found: readonly Found[],
  options: ReadOptions,
): Promise<{ archives: Archive[]; unread: Unread[] }> {
  options.on.begin('looking', found.length);
  const { byDigest, unread } = await digestAll(found, options);
  options.on.begin('reading', byDigest.size);
  const archives: Archive[] = [];
  await Promise.all(
    [...byDigest].map(async ([digest, { paths, state }]) => {
      const [first, ...others] = paths;
      const outcome = await readOne(digest, first, state, options);
      if ('trouble' in outcome) for (const { path } of paths) unread.push({ path, trouble: outcome.trouble });
      else archives.push({ digest, paths: [first.path, ...others.map(({ path }) => path)], record: outcome });
    }),
  );
  return {
    archives: archives.sort((a, b) => byText(a.paths[0], b.paths[0])),
    unread: unread.sort((a, b) => byText(a.path, b.path)),
  };
}

async function readOne(
  digest: string,
  { path, real }: Found,
  state: string,
  { store, pool, retryFailed, seconds, on }: ReadOptions,
): Promise<ArchiveRecord | { trouble: Trouble }> {
  const known =
    (await recordOf(store, digest, path)) ?? (retryFailed ? undefined : await troubleOf(store, digest));
  if (known) {
    on.read(path, true, 'trouble' in known ? known.trouble : undefined);
    return known;
  }
  const job: ReadJob = { path: real, name: path, digest, state, seconds };
  const outcome = await pool.run<ArchiveRecord>('read', job);
  if (!outcome.done && outcome.trouble.kind !== 'unreadable')
    await store.keep(store.ofArchive(digest, 'trouble'), toJson({ trouble: outcome.trouble }));
  on.read(path, false, outcome.done ? undefined : outcome.trouble);
  return outcome.done ? outcome.value : { trouble: outcome.trouble };
}

async function troubleOf(store: Store, digest: string): Promise<{ trouble: Trouble } | undefined> {
  const text = await store.read(store.ofArchive(digest, 'trouble'));
  try {
    return text && (fromJson(text.toString()) as { trouble: Trouble });
  } catch {
    return undefined;
  }
}

/** What a path held in an earlier run, if it is in the same state. */
type Seen = Record<string, { state: string; digest: string }>;

async function digestAll(
  found: readonly Found[],
  { store, pool, on }: ReadOptions,
): Promise<{ byDigest: Map<string, Digested>; unread: Unread[] }> {
  const seenPath = store.inStore('seen.json');
  const seen = await seenIn(store, seenPath);
  const now: Seen = {};
  const digests = new Map<Found, string>();
  const unread: Unread[] = [];
  const digest = async (one: Found): Promise<void> => {
    const { path, real } = one;
    try {
      const state = await stateOf(real);
      const known = seen[real];
      const outcome =
        known?.state === state
          ? ({ done: true, value: known.digest } as const)
          : await pool.run<string>('digest', real);
      if (!outcome.done) unread.push({ path, trouble: outcome.trouble });
      else {
        digests.set(one, outcome.value);
        now[real] = { state, digest: outcome.value };
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      unread.push({ path, trouble: { kind: 'unreadable', reason } });
    }
    on.looked(path);
  };
  for (let at = 0; at < found.length; at += portion) {
    await Promise.all(found.slice(at, at + portion).map(digest));
    await store.keep(seenPath, toJson({ ...seen, ...now }));
  }
  await store.keep(seenPath, toJson(now));
  const byDigest = new Map<string, Digested>();
  for (const one of found) {
    const own = digests.get(one);
    const known = own === undefined ? undefined : byDigest.get(own);
    if (known) known.paths.push(one);
    else if (own !== undefined) byDigest.set(own, { paths: [one], state: now[one.real]?.state ?? '' });
  }
  return { byDigest, unread };
}

/** What was looked at is written down after so many, so that a killed run need not look again. */
const portion = 500;

async function seenIn(store: Store, path: string): Promise<Seen> {
  const text = await store.read(path);
  try {
    return text ? (fromJson(text.toString()) as Seen) : {};
  } catch {
    return {};
  }
}
