import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FleetHost } from '../fleet/fleet.ts';
import type { Alias } from '../report/redact/aliases.ts';
import type { HostJob } from './hosts.ts';
import type { Trouble } from './jobs.ts';
import { fromJson, toJson } from './json.ts';
import type { Store } from './store.ts';
import { sha256 } from './store.ts';

/** What came of a host. It is written after the host's files, so that what it tells is there. */
export interface HostRecord {
  /** Of everything that the files depend on: another one means that they must be made again. */
  made: string;
  /** Of the archives that they were made of. */
  digests: string[];
  host: FleetHost;
  /** What was written, below OUT. */
  files: { path: string; sha256: string }[];
  /** Formats that could not be made or written, and why. */
  missing: { format: string; reason: string }[];
  /** With --redact: what was replaced. */
  aliases: Alias[];
}

/** A host of which no report could be made. */
export interface FailedHost {
  made: string;
  digests: string[];
  trouble: Trouble;
}

/** @param options Everything beside the archives that changes a byte of a report. */
export function madeOf(job: HostJob, options: unknown): string {
  return sha256(toJson([job, options]));
}

const placeOf = (store: Store, id: string) => store.inStore('hosts', `${id}.json`);

export async function keepHost(store: Store, id: string, record: HostRecord | FailedHost): Promise<void> {
  await store.keep(placeOf(store, id), toJson(record));
}

/** Undefined where there is none, or none that can be read. */
export async function hostRecord(store: Store, id: string): Promise<HostRecord | FailedHost | undefined> {
  const text = await store.read(placeOf(store, id));
  try {
    return text && (fromJson(text.toString()) as HostRecord | FailedHost);
  } catch {
    return undefined;
  }
}

/** The record if nothing of the host needs to be made again. */
export async function currentRecord(
  store: Store,
  id: string,
  made: string,
  retryFailed: boolean,
): Promise<HostRecord | FailedHost | undefined> {
  const record = await hostRecord(store, id);
  if (record?.made !== made) return undefined;
  if ('trouble' in record) return retryFailed ? undefined : record;
  if (record.missing.length > 0) return undefined;
  const files = record.files.map(({ path }) => lstat(join(store.out, path)));
  return Promise.all(files).then(
    () => record,
    () => undefined,
  );
}
