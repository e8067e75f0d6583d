import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { writeDatabase } from '../batch/database.ts';
import { loadDuckDB } from '../batch/duckdb.ts';
import { measuresIn } from '../batch/kept-measures.ts';
import type { Store } from '../batch/store.ts';
import { fleetCsv } from '../fleet/csv.ts';
import type { Fleet, FleetHost, UnreadableBundle } from '../fleet/fleet.ts';
import { renderFleet } from '../fleet/html.ts';
import { fleetJson } from '../fleet/json.ts';
import { fleetNdjson } from '../fleet/ndjson.ts';
import { fleetOf } from '../fleet/order.ts';
import type { ViewOptions } from '../report/view.ts';
import type { Language } from './language.ts';
import { speaking } from './language.ts';
import { mayReplace } from './output.ts';

export interface FleetOptions {
  version: string;
  createdAt: number;
  hosts: readonly FleetHost[];
  unreadable: readonly UnreadableBundle[];
  lang: Language;
  /** Replaces what somebody else put there. */
  force: boolean;
}

export interface WrittenFleet {
  fleet: Fleet;
  /** Paths of the files. */
  written: string[];
  /** Files of somebody else that stand where one of ours would. */
  kept: { path: string; reason: string }[];
}

/** Writes the index of all hosts in every form of it. */
export async function writeFleet(store: Store, options: FleetOptions): Promise<WrittenFleet> {
  const { version, createdAt, hosts, unreadable, lang, force } = options;
  const fleet = fleetOf({ generator: { name: 'dropcause', version }, createdAt }, hosts, unreadable);
  const view = await speaking(lang);
  const files: Record<string, string | Uint8Array> = {
    'fleet.html': renderFleet(fleet, view),
    'fleet.json': fleetJson(fleet),
    'fleet.ndjson': fleetNdjson(fleet, view),
    'fleet.csv': fleetCsv(fleet, view),
  };
  const result: WrittenFleet = { fleet, written: [], kept: [] };
  const failed = (name: string, error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    result.kept.push({ path: join(store.out, name), reason });
  };
  try {
    Object.assign(files, await databaseFiles(store, fleet, view));
  } catch (error) {
    failed('fleet.duckdb', error);
  }
  for (const [name, content] of Object.entries(files)) {
    const path = join(store.out, name);
    try {
      if (!(await store.wrote(path))) await mayReplace(path, name.split('.').at(-1) ?? '', content, force);
      await store.announce(content);
      await store.write(path, content);
      result.written.push(path);
    } catch (error) {
      failed(name, error);
    }
  }
  return result;
}

/** For `dropcause query`, by path below OUT; none without the optional package. */
async function databaseFiles(
  store: Store,
  fleet: Fleet,
  view: ViewOptions,
): Promise<Record<string, Uint8Array>> {
  const duckdb = await loadDuckDB();
  if (!duckdb) return {};
  await store.folder(join(store.out, 'parquet'));
  const scratch = await store.scratch();
  try {
    const names = await writeDatabase(duckdb, scratch, fleet, view, (id) => measuresIn(store, id));
    const files = names.map(async (name) => {
      const place = name.endsWith('.parquet') ? join('parquet', name) : name;
      return [place, await readFile(join(scratch, name))] as const;
    });
    return Object.fromEntries(await Promise.all(files));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
