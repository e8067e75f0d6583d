import { createHash } from 'node:crypto';
import type PgBoss from 'pg-boss';
import type { Database } from './database.ts';
import { NoDatabase } from './database.ts';

/** An archive that somebody has to read. */
export interface ReadTask {
  /** Below the root of the shared storage, which each machine may have mounted elsewhere. */
  path: string;
  /** As who asked saw it: a file that changed is another task. */
  state: string;
}

export interface TakenTask extends ReadTask {
  id: string;
}

/** Of a task whose worker died, or gave it back. */
const attempts = 5;
const atOnce = 500;
const schema = 'dropcause_queue';
/** Seconds between two looks for leases that have ended. */
const superviseEvery = 5;

/** Tasks for workers on many machines, by pg-boss. A task is leased: when its worker dies another one gets it. */
export class Queue {
  readonly #database: Database;
  readonly #boss: PgBoss;
  readonly #name: string;
  readonly #lease: number;

  private constructor(database: Database, boss: PgBoss, name: string, lease: number) {
    this.#database = database;
    this.#boss = boss;
    this.#name = name;
    this.#lease = lease;
  }

  /**
   * @param analyzer Workers of another version of the program have a queue of their own
   * @param lease Seconds after which a task of a worker that does not renew its lease is given to another
   */
  static async open(database: Database, analyzer: string, lease: number): Promise<Queue> {
    const { default: Boss } = await import('pg-boss').catch(() => {
      throw new NoDatabase('the optional package "pg-boss" is not installed (npm install pg pg-boss)');
    });
    const boss = new Boss({
      db: database,
      schema,
      schedule: false,
      maintenanceIntervalSeconds: superviseEvery,
    });
    // What it does in the background it does again.
    boss.on('error', () => {});
    await boss.start();
    const name = `read-${analyzer}`;
    await boss.createQueue(name);
    return new Queue(database, boss, name, lease);
  }

  /** What waits already or is being read is not sent twice; what failed is tried again. */
  async send(tasks: readonly ReadTask[]): Promise<void> {
    for (let at = 0; at < tasks.length; at += atOnce) {
      const jobs = tasks.slice(at, at + atOnce).map((task) => ({
        id: idOf(task),
        name: this.#name,
        data: task,
        retryLimit: attempts,
        retryDelay: 1,
        expireInSeconds: this.#lease,
      }));
      await this.#boss.insert(jobs);
      await this.#boss.retry(
        this.#name,
        jobs.map(({ id }) => id),
      );
    }
  }

  /** Undefined: nothing waits, or the database is away. */
  async take(): Promise<TakenTask | undefined> {
    const [job] = await this.#boss.fetch<ReadTask>(this.#name);
    return job && { ...job.data, id: job.id };
  }

  /** pg-boss counts a lease from its beginning, and has no word for beginning it anew. */
  async renew(tasks: Iterable<TakenTask>): Promise<void> {
    const ids = [...tasks].map(({ id }) => id);
    const text = `UPDATE ${schema}.job SET started_on = now() WHERE name = $1 AND id = ANY($2) AND state = 'active'`;
    await this.#database.query(text, [this.#name, ids]);
  }

  get lease(): number {
    return this.#lease;
  }

  /** Its result is kept: the task is removed, so that it may be asked again some day. */
  async finish({ id }: TakenTask): Promise<void> {
    await this.#boss.complete(this.#name, id);
    await this.#boss.deleteJob(this.#name, id);
  }

  /** This machine cannot: another one may. */
  async giveBack({ id }: TakenTask, reason: string): Promise<void> {
    await this.#boss.fail(this.#name, id, { reason });
  }

  async size(): Promise<{ waiting: number; leased: number }> {
    const waiting = await this.#boss.getQueueSize(this.#name, { before: 'active' });
    const both = await this.#boss.getQueueSize(this.#name, { before: 'completed' });
    return { waiting, leased: both - waiting };
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false });
  }
}

/** The same task has the same id, as a UUID. */
function idOf({ path, state }: ReadTask): string {
  const hash = createHash('sha256').update(`${path}\0${state}`).digest('hex');
  return hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
