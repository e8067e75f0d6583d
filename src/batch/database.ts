import { join } from 'node:path';
import type { DuckDBAppender } from '@duckdb/node-api';
import type { Fleet } from '../fleet/fleet.ts';
import type { Measures } from '../fleet/measures.ts';
import { speakerOf } from '../fleet/speaker.ts';
import type { ViewOptions } from '../report/view.ts';
import type { DuckDB } from './duckdb.ts';
import type { Cell, ColumnType, Row, TableName } from './tables.ts';
import { rowsOf, tables, unreadableRows } from './tables.ts';

const names = Object.keys(tables) as TableName[];

/**
 * Writes `fleet.duckdb` and a Parquet file per table into an empty folder, and answers with their names. The same fleet
 * gives the same rows in the same order.
 * @param measures Of the host with that id.
 */
export async function writeDatabase(
  duckdb: DuckDB,
  folder: string,
  fleet: Fleet,
  options: ViewOptions,
  measures: (id: string) => Promise<Measures | undefined>,
): Promise<string[]> {
  // One thread: the order of the rows is the same every time, and so are the Parquet files.
  const instance = await duckdb.DuckDBInstance.create(join(folder, 'fleet.duckdb'), { threads: '1' });
  const connection = await instance.connect();
  try {
    for (const name of names) await connection.run(createTable(name));
    const appenders = new Map<TableName, DuckDBAppender>();
    for (const name of names) appenders.set(name, await connection.createAppender(name));
    const add = (name: TableName, rows: readonly Row[]) => {
      const appender = appenders.get(name);
      if (appender) for (const row of rows) append(duckdb, appender, name, row);
    };
    const speaker = speakerOf(options);
    for (const host of fleet.hosts) {
      const rows = rowsOf(host, await measures(host.id), speaker);
      for (const [name, of] of Object.entries(rows)) add(name as TableName, of);
    }
    add('unreadable', unreadableRows(fleet));
    for (const appender of appenders.values()) appender.closeSync();
    for (const name of names) await connection.run(copyTable(name, folder));
    await connection.run('CHECKPOINT');
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
  return ['fleet.duckdb', ...names.map(parquet)];
}

const parquet = (name: TableName) => `${name}.parquet`;

function createTable(name: TableName): string {
  const columns = Object.entries(tables[name]).map(([column, type]) => `"${column}" ${type}`);
  return `CREATE TABLE "${name}" (${columns.join(', ')})`;
}

function copyTable(name: TableName, folder: string): string {
  const path = join(folder, parquet(name)).replaceAll("'", "''");
  return `COPY "${name}" TO '${path}' (FORMAT parquet, COMPRESSION zstd)`;
}

function append(duckdb: DuckDB, appender: DuckDBAppender, name: TableName, row: Row): void {
  for (const [column, type] of Object.entries(tables[name])) {
    const value = row[column];
    if (value === undefined) appender.appendNull();
    else writers[type](appender, value, duckdb);
  }
  appender.endRow();
}

/** Text as the database can hold it: without lone surrogates, which are no UTF-8. */
const text = (value: unknown) => String(value).replace(/\p{Cs}/gu, '\ufffd');

type Writer = (appender: DuckDBAppender, value: Exclude<Cell, undefined>, duckdb: DuckDB) => void;

const writers: Record<ColumnType, Writer> = {
  VARCHAR: (appender, value) => appender.appendVarchar(text(value)),
  'VARCHAR[]': (appender, value, { listValue, LIST, VARCHAR }) =>
    appender.appendList(listValue((value as readonly string[]).map(text)), LIST(VARCHAR)),
  INTEGER: (appender, value) => appender.appendInteger(Number(value)),
  BIGINT: (appender, value) => {
    const n = BigInt(value as number | bigint);
    if (BigInt.asIntN(64, n) === n) appender.appendBigInt(n);
    else appender.appendNull();
  },
  DOUBLE: (appender, value) => appender.appendDouble(Number(value)),
  BOOLEAN: (appender, value) => appender.appendBoolean(value === true),
  TIMESTAMP: (appender, value, { DuckDBTimestampValue }) =>
    appender.appendTimestamp(new DuckDBTimestampValue(BigInt(Math.round(Number(value))) * 1000n)),
};
