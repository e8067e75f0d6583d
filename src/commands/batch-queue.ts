import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Pool } from '../batch/pool.ts';
import { Database, NoDatabase } from '../batch/queue/database.ts';
import { Queue } from '../batch/queue/queue.ts';
import { Results } from '../batch/queue/results.ts';
import { work } from '../batch/queue/work.ts';
import { Store } from '../batch/store.ts';
import { analyzerOf, programPath } from './analyzer.ts';
import type { Setup } from './batch-worker.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';

export interface QueueOptions {
  /** postgres://USER@HOST/DATABASE */
  queue: string;
  /** Seconds. */
  lease: number;
}

interface Opened {
  queue: Queue;
  results: Results;
}

/** Opens the queue and its results for one piece of work. @throws Failure when the database is not there. */
export async function withQueue<T>(
  { queue: url, lease }: QueueOptions,
  analyzer: string,
  use: (opened: Opened) => Promise<T>,
): Promise<T> {
  try {
    const database = await Database.open(url);
    try {
      const results = new Results(database, analyzer);
      await results.prepare();
      const queue = await Queue.open(database, analyzer, lease);
      return await use({ queue, results }).finally(() => queue.close());
    } finally {
      await database.close();
    }
  } catch (error) {
    throw error instanceof NoDatabase ? new Failure(error.message) : error;
  }
}

export interface WorkerCommand extends QueueOptions {
  version: string;
  root: string;
  jobs?: number;
  memory: number;
  timeout: number;
  untilEmpty?: boolean;
  quiet?: boolean;
}

/** `dropcause batch worker`: reads what others asked of the queue, until it is told to end. */
export async function batchWork(command: WorkerCommand): Promise<ExitCode> {
  const analyzer = await analyzerOf(command.version);
  const folder = await mkdtemp(join(tmpdir(), 'dropcause-worker-'));
  const store = new Store(folder, analyzer);
  try {
    await store.prepare();
    return await withQueue(command, store.analyzer, (opened) => takeTasks(command, analyzer, store, opened));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function takeTasks(
  { version, root, jobs = availableParallelism(), memory, timeout, untilEmpty, quiet }: WorkerCommand,
  analyzer: string,
  store: Store,
  { queue, results }: Opened,
): Promise<ExitCode> {
  const options = { version, analyzer, format: [], lang: 'en' as const, focus: {} };
  const setup: Setup = { out: store.out, options, force: false, browserSandbox: true };
  const program: [string, string] = [programPath(), 'batch-worker'];
  const pool = new Pool({ program, workers: jobs, memory, seconds: timeout, setup });
  const told = (text: string) => quiet || process.stderr.write(`${text}\n`);
  let stopping = false;
  const stop = () => {
    // The second time the system's own way.
    stopping = true;
    told('dropcause: ends after what it is reading');
  };
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    await work({
      queue,
      results,
      pool,
      store,
      workers: jobs,
      root: resolve(root),
      seconds: timeout * 0.8,
      ended: async (idle) => stopping || (untilEmpty === true && idle && (await isEmpty(queue))),
      on: {
        read: (path, trouble) => told(trouble ? `${path}: ${trouble.reason}` : path),
        gaveBack: (path, reason) => told(`${path}: given back: ${reason}`),
      },
    });
  } finally {
    pool.close();
    process.off('SIGINT', stop).off('SIGTERM', stop);
  }
  return exitCodes.done;
}

async function isEmpty(queue: Queue): Promise<boolean> {
  const { waiting, leased } = await queue.size();
  return waiting + leased === 0;
}

/** `dropcause batch status`: how far the queue is. */
export async function batchStatus(
  command: QueueOptions & { version: string; json?: boolean },
): Promise<ExitCode> {
  const store = new Store('', await analyzerOf(command.version));
  return withQueue(command, store.analyzer, async ({ queue, results }) => {
    const status = { ...(await queue.size()), ...(await results.counts()) };
    const { waiting, leased, paths, archives, unreadable } = status;
    process.stdout.write(
      command.json
        ? `${JSON.stringify(status)}\n`
        : `waiting     ${waiting}\nbeing read  ${leased}\nread        ${paths} (${archives} different archives)\nunreadable  ${unreadable}\n`,
    );
    return exitCodes.done;
  });
}
