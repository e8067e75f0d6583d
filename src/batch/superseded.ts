import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { hostRecord } from './host-record.ts';
import { forgetMeasures } from './kept-measures.ts';
import type { Store } from './store.ts';

/**
 * Takes away hosts of earlier runs whose archives are told as other hosts now: by names where they were aliases, or
 * split since a clone appeared. Hosts whose archives were not given this time stay.
 * @param here Digests of the archives that were given.
 */
export async function removeSuperseded(
  store: Store,
  ids: ReadonlySet<string>,
  here: ReadonlySet<string>,
): Promise<void> {
  const names = await readdir(store.inStore('hosts'));
  for (const id of names.map((name) => name.replace(/\.json$/, '')).filter((name) => !ids.has(name))) {
    const record = await hostRecord(store, id);
    if (!record?.digests.every((digest) => here.has(digest))) continue;
    const files = 'host' in record ? record.files : [];
    for (const { path, sha256 } of files) await store.remove(join(store.out, path), sha256);
    await rm(store.inStore('hosts', `${id}.json`), { force: true });
    await forgetMeasures(store, id);
  }
}
