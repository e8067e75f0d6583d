import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { loadDuckDB } from '../batch/duckdb.ts';
import type { Json, QueryResult } from '../batch/query.ts';
import { query as ask, BadQuery } from '../batch/query.ts';
import { csvField } from '../fleet/csv.ts';
import { clean, printable } from '../report/clean.ts';
import { clip, columnsOf, pad } from '../report/columns.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import { Failure } from './failure.ts';

export interface QueryCommand {
  output: string;
  csv?: boolean;
  json?: boolean;
}

/** `dropcause query`: asks the database that a batch wrote. */
export async function query(sql: string, command: QueryCommand): Promise<ExitCode> {
  const path = join(command.output, 'fleet.duckdb');
  const duckdb = await loadDuckDB();
  if (!duckdb)
    throw new Failure(
      'this needs the optional package @duckdb/node-api: npm install @duckdb/node-api, then run the batch again',
    );
  if (!(await stat(path).catch(() => undefined))?.isFile())
    throw new Failure(`${path} is not there: "dropcause batch PATH... -o ${command.output}" writes it`);
  const result = await ask(duckdb, path, sql).catch((error: unknown) => {
    throw error instanceof BadQuery ? new Failure(oneLine(error.message)) : error;
  });
  process.stdout.write(command.json ? jsonOf(result) : command.csv ? csvOf(result) : tableOf(result));
  return exitCodes.done;
}

const oneLine = (message: string) => clean(message.trim().replace(/\s*\n+\s*/g, ' '));

/** One object per row. */
function jsonOf({ columns, rows }: QueryResult): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? null])));
  return `${printable(JSON.stringify(objects, null, 2))}\n`;
}

function csvOf({ columns, rows }: QueryResult): string {
  const cell = (value: Json | undefined) => csvField(typeof value === 'number' ? value : textOf(value));
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

const widest = 60;

/** Columns side by side, numbers to the right. */
function tableOf({ columns, rows }: QueryResult): string {
  const cells = [columns, ...rows].map((row) => columns.map((_, i) => clip(clean(textOf(row[i])), widest)));
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => columnsOf(row[i] ?? ''))));
  const right = columns.map((_, i) => rows.length > 0 && rows.every((row) => isNumber(row[i])));
  const line = (row: readonly string[]) =>
    row
      .map((text, i) => {
        const width = widths[i] ?? 0;
        return right[i] ? ' '.repeat(width - columnsOf(text)) + text : pad(text, width);
      })
      .join('  ')
      .trimEnd();
  const [head = [], ...body] = cells;
  const rule = widths.map((width) => '-'.repeat(width)).join('  ');
  return `${[line(head), rule, ...body.map(line)].join('\n')}\n`;
}

const isNumber = (value: Json | undefined) => value === null || typeof value === 'number';

function textOf(value: Json | undefined): string {
  if (value === null || value === undefined) return '';
  if (Array.isArray(value)) return value.map((item) => textOf(item)).join('; ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
