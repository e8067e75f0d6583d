import { isAbsolute, join, normalize } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { stateOf } from '../digest.ts';
import type { Trouble } from '../jobs.ts';
import type { Pool } from '../pool.ts';
import type { ArchiveRecord, ReadJob } from '../read-archive.ts';
import type { Store } from '../store.ts';
import { NoDatabase } from './database.ts';
import type { Queue, TakenTask } from './queue.ts';
import type { Results } from './results.ts';

export interface WorkOptions {
  queue: Queue;
  results: Results;
  pool: Pool;
  /** Where a worker process leaves captures on their way to the database. */
  store: Store;
  /** Tasks at once. */
  workers: number;
  /** Where this machine has the shared storage. */
  root: string;
  /** As in ReadJob. */
  seconds: number;
  /** Asked between two tasks. */
  ended: (idle: boolean) => boolean | Promise<boolean>;
  on: {
    read(path: string, trouble?: Trouble): void;
    gaveBack(path: string, reason: string): void;
  };
}

/** Milliseconds until a worker that found nothing looks again. */
const lookEvery = 500;

/** Takes tasks until it is told to end. A result is kept before its task is finished: nothing is lost in between. */
export async function work(options: WorkOptions): Promise<void> {
  const { queue, workers, ended, on } = options;
  const taken = new Set<TakenTask>();
  const renewing = setInterval(() => {
    if (taken.size > 0) void queue.renew(taken).catch(() => {});
  }, queue.lease * 250);
  const loop = async () => {
    let idle = false;
    while (!(await ended(idle))) {
      const task = await queue.take();
      idle = task === undefined;
      if (!task) {
        await sleep(lookEvery);
        continue;
      }
      taken.add(task);
      const reason = await read(task, options).catch(unforeseen);
      if (reason === undefined) await queue.finish(task).catch(unforeseen);
      else {
        await queue.giveBack(task, reason).catch(unforeseen);
        on.gaveBack(task.path, reason);
      }
      taken.delete(task);
    }
  };
  await Promise.all(Array.from({ length: workers }, loop)).finally(() => clearInterval(renewing));
}

/** One task's trouble with the database ends no worker: its lease ends, and it is read again. */
function unforeseen(error: unknown): string {
  if (error instanceof NoDatabase) throw error;
  return error instanceof Error ? error.message : String(error);
}

/** Undefined, or why this machine cannot tell what the archive holds. */
async function read(
  task: TakenTask,
  { results, pool, store, root, seconds, on }: WorkOptions,
): Promise<string | undefined> {
  const path = below(root, task.path);
  const state = path && (await stateOf(path).catch(() => undefined));
  if (path === undefined || state === undefined) return 'not there, or not to be read, on this machine';
  const digested = await pool.run<string>('digest', path);
  if (!digested.done) {
    await results.keepPath(task, { trouble: digested.trouble });
    on.read(task.path, digested.trouble);
    return undefined;
  }
  const digest = digested.value;
  let trouble: Trouble | undefined;
  if (!(await results.has(digest))) {
    const job: ReadJob = { path, name: path, digest, state, seconds };
    const outcome = await pool.run<ArchiveRecord>('read', job);
    if (outcome.done) {
      const captures = await store.read(store.ofArchive(digest, 'captures'));
      if (!captures) return 'its captures were lost';
      await results.keepArchive(digest, { record: outcome.value, captures });
    } else {
      trouble = outcome.trouble;
      await results.keepArchive(digest, { trouble });
    }
    await store.forget(digest);
  }
  await results.keepPath(task, { digest });
  on.read(task.path, trouble);
  return undefined;
}

/** A task comes from a database that others write to: it names nothing outside the storage. */
function below(root: string, path: string): string | undefined {
  const inner = normalize(path);
  return isAbsolute(inner) || inner.split('/')[0] === '..' ? undefined : join(root, inner);
}
