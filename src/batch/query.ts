import type { Json } from '@duckdb/node-api';
import type { DuckDB } from './duckdb.ts';

export type { Json };

export interface QueryResult {
  columns: string[];
  rows: Json[][];
}

/** The question is none that can be answered; the message says why. */
export class BadQuery extends Error {}

/**
 * Nothing but this database can be read, and nothing written: whoever asks may have copied the question from somewhere,
 * and what stands in the tables came from strangers.
 */
const locked = {
  access_mode: 'READ_ONLY',
  enable_external_access: 'false',
  autoinstall_known_extensions: 'false',
  autoload_known_extensions: 'false',
  allow_community_extensions: 'false',
  // A question that needs more has no answer: nothing is put on the disk.
  memory_limit: '1GB',
  max_temp_directory_size: '0KB',
  lock_configuration: 'true',
};

/**
 * Answers one statement of SQL.
 * @param path Of a database that a batch wrote.
 * @throws BadQuery
 */
export async function query(duckdb: DuckDB, path: string, sql: string): Promise<QueryResult> {
  const instance = await duckdb.DuckDBInstance.create(path, locked).catch(refuse);
  const connection = await instance.connect();
  try {
    const statements = await connection.extractStatements(sql).catch(refuse);
    if (statements.count !== 1)
      throw new BadQuery(`one statement is answered at a time, and this is ${statements.count}`);
    const prepared = await statements.prepare(0).catch(refuse);
    const { SELECT, EXPLAIN } = duckdb.StatementType;
    if (prepared.statementType !== SELECT && prepared.statementType !== EXPLAIN)
      throw new BadQuery('only questions are answered: SELECT, FROM, DESCRIBE, SHOW, EXPLAIN');
    const answer = await prepared.runAndReadAll().catch(refuse);
    const large = answer.columnTypes().map(({ typeId }) => largeIntegers(duckdb).includes(typeId));
    const rows = answer.getRowsJson().map((row) => row.map((cell, i) => (large[i] ? exact(cell) : cell)));
    return { columns: answer.deduplicatedColumnNames(), rows };
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function refuse(error: unknown): never {
  throw new BadQuery(error instanceof Error ? error.message : String(error));
}

const largeIntegers = ({ DuckDBTypeId: { BIGINT, UBIGINT, HUGEINT, UHUGEINT } }: DuckDB) =>
  [BIGINT, UBIGINT, HUGEINT, UHUGEINT] as number[];

/** They come as text; a number it becomes where none of its digits are lost. */
function exact(cell: Json): Json {
  return typeof cell === 'string' && Number.isSafeInteger(Number(cell)) ? Number(cell) : cell;
}
