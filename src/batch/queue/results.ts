import type { Trouble } from '../jobs.ts';
import { fromJson, toJson } from '../json.ts';
import type { ArchiveRecord } from '../read-archive.ts';
import type { Database } from './database.ts';
import type { ReadTask } from './queue.ts';

/** What a path was found to hold. */
export interface PathResult {
  path: string;
  state: string;
  digest?: string;
  /** Its content could not be had at all. */
  trouble?: Trouble;
}

export type ArchiveResult = { record: ArchiveRecord; captures: Uint8Array } | { trouble: Trouble };

/** Several processes may begin at once; the lock is any number that nobody else uses. */
const tables = `
  BEGIN;
  SELECT pg_advisory_xact_lock(1685221231);
  CREATE SCHEMA IF NOT EXISTS dropcause;
  CREATE TABLE IF NOT EXISTS dropcause.archive (
    digest text, analyzer text, record text, captures bytea, trouble text,
    read_at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (digest, analyzer));
  CREATE TABLE IF NOT EXISTS dropcause.path (
    path text, analyzer text, state text NOT NULL, digest text, trouble text,
    PRIMARY KEY (path, analyzer));
  COMMIT`;

/** One row per SHA-256 and version of the analyzer: a task that is done twice leaves one. */
export class Results {
  readonly #database: Database;
  readonly #analyzer: string;

  constructor(database: Database, analyzer: string) {
    this.#database = database;
    this.#analyzer = analyzer;
  }

  async prepare(): Promise<void> {
    await this.#database.query(tables);
  }

  async has(digest: string): Promise<boolean> {
    const text = 'SELECT 1 FROM dropcause.archive WHERE digest = $1 AND analyzer = $2';
    return (await this.#database.query(text, [digest, this.#analyzer])).length > 0;
  }

  async keepArchive(digest: string, result: ArchiveResult): Promise<void> {
    const read = 'record' in result;
    await this.#database.query(
      `INSERT INTO dropcause.archive (digest, analyzer, record, captures, trouble)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
      [
        digest,
        this.#analyzer,
        read ? toJson(result.record) : null,
        read ? Buffer.from(result.captures) : null,
        read ? null : toJson(result.trouble),
      ],
    );
  }

  async keepPath({ path, state }: ReadTask, found: { digest: string } | { trouble: Trouble }): Promise<void> {
    const [digest, trouble] = 'digest' in found ? [found.digest, null] : [null, toJson(found.trouble)];
    await this.#database.query(
      `INSERT INTO dropcause.path (path, analyzer, state, digest, trouble) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (path, analyzer) DO UPDATE SET state = $3, digest = $4, trouble = $5`,
      [path, this.#analyzer, state, digest, trouble],
    );
  }

  async paths(paths: readonly string[]): Promise<PathResult[]> {
    const rows = await this.#database.query<Row & { path: string; state: string }>(
      `SELECT path, state, digest, trouble FROM dropcause.path WHERE analyzer = $1 AND path = ANY($2)`,
      [this.#analyzer, paths],
    );
    return rows.map(({ path, state, digest, trouble }) => ({
      path,
      state,
      ...(digest === null ? {} : { digest }),
      ...(trouble === null ? {} : { trouble: fromJson(trouble) as Trouble }),
    }));
  }

  /** Without its captures, which are large. Undefined: no such row. */
  async archive(digest: string): Promise<{ record: ArchiveRecord } | { trouble: Trouble } | undefined> {
    const [row] = await this.#database.query<Row>(
      'SELECT record, trouble FROM dropcause.archive WHERE digest = $1 AND analyzer = $2',
      [digest, this.#analyzer],
    );
    if (!row) return undefined;
    return row.record === null
      ? { trouble: fromJson(row.trouble ?? '') as Trouble }
      : { record: fromJson(row.record) as ArchiveRecord };
  }

  async captures(digest: string): Promise<Uint8Array | undefined> {
    const [row] = await this.#database.query<{ captures: Buffer | null }>(
      'SELECT captures FROM dropcause.archive WHERE digest = $1 AND analyzer = $2',
      [digest, this.#analyzer],
    );
    return row?.captures ?? undefined;
  }

  /** What could not be read is forgotten, to be tried again. */
  async forgetTroubles(): Promise<void> {
    await this.#database.query(
      `DELETE FROM dropcause.path p WHERE p.analyzer = $1 AND (p.trouble IS NOT NULL OR EXISTS (SELECT 1
       FROM dropcause.archive a WHERE a.digest = p.digest AND a.analyzer = $1 AND a.trouble IS NOT NULL))`,
      [this.#analyzer],
    );
    await this.#database.query('DELETE FROM dropcause.archive WHERE analyzer = $1 AND trouble IS NOT NULL', [
      this.#analyzer,
    ]);
  }

  async counts(): Promise<{ paths: number; archives: number; unreadable: number }> {
    const [row] = await this.#database.query<Record<'paths' | 'archives' | 'unreadable', string>>(
      `SELECT (SELECT count(*) FROM dropcause.path WHERE analyzer = $1) AS paths,
         (SELECT count(*) FROM dropcause.archive WHERE analyzer = $1 AND record IS NOT NULL) AS archives,
         (SELECT count(*) FROM dropcause.archive WHERE analyzer = $1 AND trouble IS NOT NULL) +
         (SELECT count(*) FROM dropcause.path WHERE analyzer = $1 AND trouble IS NOT NULL) AS unreadable`,
      [this.#analyzer],
    );
    const { paths = 0, archives = 0, unreadable = 0 } = row ?? {};
    return { paths: Number(paths), archives: Number(archives), unreadable: Number(unreadable) };
  }
}

interface Row {
  digest: string | null;
  record: string | null;
  trouble: string | null;
}
