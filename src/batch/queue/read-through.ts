import { relative, sep } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Archive, ReadingEvents, Unread } from '../archives.ts';
import { stateOf } from '../digest.ts';
import type { Found } from '../discover.ts';
import { toJson } from '../json.ts';
import type { Pool } from '../pool.ts';
import type { Store } from '../store.ts';
import { NoDatabase } from './database.ts';
import type { Queue, ReadTask } from './queue.ts';
import type { PathResult, Results } from './results.ts';
import { work } from './work.ts';

export interface QueuedReadOptions {
  queue: Queue;
  results: Results;
  store: Store;
  pool: Pool;
  /** How many archives this machine reads at once itself; none: it only waits for others. */
  workers: number;
  root: string;
  retryFailed: boolean;
  seconds: number;
  on: ReadingEvents;
}

/** Milliseconds between two looks for results. */
const lookEvery = 1000;

interface Asked extends Found {
  task: ReadTask;
}

/** The first phase by many machines: what was found is asked of the queue, and what came of it is fetched. */
export async function readThroughQueue(
  found: readonly Found[],
  options: QueuedReadOptions,
): Promise<{ archives: Archive[]; unread: Unread[] }> {
  const { queue, results, retryFailed, on } = options;
  on.begin('looking', found.length);
  const { asked, unread } = await tasksOf(found, options);
  on.begin('reading', asked.length);
  if (retryFailed) await results.forgetTroubles();
  const open = new Map(asked.map((one) => [one.task.path, one]));
  const done = new Map<string, PathResult>();
  const look = async (again: boolean) => {
    for (const result of await results.paths([...open.keys()])) {
      const one = open.get(result.path);
      if (!one || result.state !== one.task.state) continue;
      open.delete(result.path);
      done.set(one.path, result);
      on.read(one.path, again, result.trouble);
    }
  };
  await look(true);
  await queue.send([...open.values()].map(({ task }) => task));
  const working = work({ ...options, ended: () => open.size === 0, on: { read() {}, gaveBack() {} } });
  for (let idle = 0; open.size > 0 && idle < 3; ) {
    await sleep(lookEvery);
    await look(false);
    const { waiting, leased } = await queue.size();
    idle = waiting + leased === 0 ? idle + 1 : 0;
  }
  const trouble = { kind: 'crashed', reason: 'no worker could finish it' } as const;
  for (const { path } of open.values()) unread.push({ path, trouble });
  open.clear();
  await working;
  const fetched = await fetchAll(done, options);
  return { archives: fetched.archives, unread: [...unread, ...fetched.unread].sort(byPath) };
}

async function tasksOf(found: readonly Found[], { root, on }: QueuedReadOptions) {
  const asked: Asked[] = [];
  const unread: Unread[] = [];
  for (const one of found) {
    const path = relative(root, one.real);
    if (path.split(sep)[0] === '..') throw new NoDatabase(`${one.path} does not lie below ${root}`);
    try {
      asked.push({ ...one, task: { path, state: await stateOf(one.real) } });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      unread.push({ path: one.path, trouble: { kind: 'unreadable', reason } });
    }
    on.looked(one.path);
  }
  return { asked, unread };
}

/** Captures that the second phase needs come into the store of this machine. */
async function fetchAll(
  done: ReadonlyMap<string, PathResult>,
  { results, store }: QueuedReadOptions,
): Promise<{ archives: Archive[]; unread: Unread[] }> {
  const unread: Unread[] = [];
  const archives = new Map<string, Archive>();
  for (const [path, { digest, trouble }] of [...done].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const known = digest === undefined ? undefined : archives.get(digest);
    if (known) known.paths.push(path);
    else if (digest === undefined) {
      if (trouble) unread.push({ path, trouble });
    } else {
      const archive = await results.archive(digest);
      if (archive === undefined)
        unread.push({
          path,
          trouble: { kind: 'crashed', reason: 'its result was removed from the database' },
        });
      else if ('trouble' in archive) unread.push({ path, trouble: archive.trouble });
      else {
        await fetchCaptures(digest, results, store);
        await store.keep(store.ofArchive(digest, 'json'), toJson(archive.record));
        archives.set(digest, { digest, paths: [path], record: archive.record });
      }
    }
  }
  return { archives: [...archives.values()], unread };
}

async function fetchCaptures(digest: string, results: Results, store: Store): Promise<void> {
  const place = store.ofArchive(digest, 'captures');
  if (await store.read(place)) return;
  const captures = await results.captures(digest);
  if (captures) await store.keep(place, captures);
}

const byPath = (a: Unread, b: Unread) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
