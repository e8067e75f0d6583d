import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';

/** Milliseconds between two attempts to reach a database that is away: the first, and the longest. */
const [firstPause, longestPause] = [200, 5000];

/** The database cannot be reached, or the package for it is not there. */
export class NoDatabase extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'NoDatabase';
  }
}

/** PostgreSQL that may go away for a while: a restart of it costs time, and no work. */
export class Database {
  readonly #pool: Pool;
  readonly #patience: number;

  private constructor(pool: Pool, patience: number) {
    this.#pool = pool;
    this.#patience = patience;
  }

  /**
   * @param patience Seconds to wait for a database that was there before
   * @throws NoDatabase when it is not there now
   */
  static async open(url: string, patience = 600): Promise<Database> {
    const { default: pg } = await import('pg').catch(() => {
      throw new NoDatabase('the optional package "pg" is not installed (npm install pg pg-boss)');
    });
    const pool = new pg.Pool({ connectionString: url, max: 4, connectionTimeoutMillis: 10_000 });
    // Of connections that nobody uses at the moment: the next query opens another.
    pool.on('error', ignore);
    const database = new Database(pool, patience);
    await pool.query('SELECT 1').catch(async (error: unknown) => {
      await pool.end();
      throw new NoDatabase(`the database cannot be reached: ${reasonOf(error)}`);
    });
    return database;
  }

  /** @throws what the database says of the query, or NoDatabase after the patience is over */
  async query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]> {
    const ends = Date.now() + this.#patience * 1000;
    for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
      try {
        return await this.#once<Row>(text, values);
      } catch (error) {
        if (!isAway(error) && !isMadeMeanwhile(error)) throw error;
        if (Date.now() > ends) throw new NoDatabase(`the database went away: ${reasonOf(error)}`);
      }
      await sleep(pause);
    }
  }

  /** What failed may have left a transaction open: its connection is given up, or whoever gets it next would fail. */
  async #once<Row extends object>(text: string, values?: unknown[]): Promise<Row[]> {
    const client = await this.#pool.connect();
    // The query tells of a connection that breaks; nobody else need hear it.
    client.on('error', ignore);
    try {
      const { rows } = await client.query<Row>(text, values);
      client.off('error', ignore);
      client.release();
      return rows;
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  /** As pg-boss asks. */
  async executeSql(text: string, values?: unknown[]): Promise<{ rows: object[] }> {
    return { rows: await this.query<object>(text, values) };
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }
}

const ignore = () => {};

/**
 * Another process made the same schema, table or type at the same moment. 'IF NOT EXISTS' does not see it, and waiting for
 * an advisory lock does not make a connection look at the catalogue anew: asked again, on another connection, it does.
 */
function isMadeMeanwhile(error: unknown): boolean {
  const { code, constraint = '' } = error as { code?: string; constraint?: string };
  return code === '23505' && constraint.startsWith('pg_');
}

/** SQLSTATE classes 08 (connection) and 57P (shut down, starting up), 53300 (too many connections), 40001 and 40P01 (another
 * transaction was in the way: what was asked can be asked again), and the system's. */
function isAway(error: unknown): boolean {
  const { code = '', message = '' } = error as { code?: string; message?: string };
  return (
    /^(08|57P|53300|40001|40P01)/.test(code) ||
    /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOENT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN)$/.test(code) ||
    /connection terminated|timeout exceeded|not queryable/i.test(message)
  );
}

/** Where several addresses were tried, the message of the whole is empty. */
function reasonOf(error: unknown): string {
  const { message, errors } = error as { message?: string; errors?: Error[] };
  return message || errors?.[0]?.message || String(error);
}
