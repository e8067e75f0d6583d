/** What a host's report knows in numbers, kept for the database of the fleet: much more than the index holds. */
import { rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { Measures } from '../fleet/measures.ts';
import { fromJson, toJson } from './json.ts';
import type { Store } from './store.ts';

const placeOf = (store: Store, id: string) => store.inStore('measures', `${id}.json.gz`);

export async function keepMeasures(store: Store, id: string, measures: Measures): Promise<void> {
  await store.keep(placeOf(store, id), await promisify(gzip)(toJson(measures)));
}

/** Undefined where there are none, or none that can be read. */
export async function measuresIn(store: Store, id: string): Promise<Measures | undefined> {
  const packed = await store.read(placeOf(store, id));
  try {
    return packed && (fromJson((await promisify(gunzip)(packed)).toString()) as Measures);
  } catch {
    return undefined;
  }
}

export async function forgetMeasures(store: Store, id: string): Promise<void> {
  await rm(placeOf(store, id), { force: true });
}
