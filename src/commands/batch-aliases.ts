import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Store } from '../batch/store.ts';
import { sha256 } from '../batch/store.ts';
import { stemOf } from '../report/file-stem.ts';
import type { Alias } from '../report/redact/aliases.ts';
import { Aliases } from '../report/redact/aliases.ts';
import { mergedAliases, readMap, writeMap } from './redaction.ts';

/** How hosts and paths are called in what is written. */
export interface HostIds {
  host(name: string | undefined, key: string): string;
  path(path: string): string;
  /** What `path` gave away, for the map. */
  aliases(): Alias[];
}

/** @param key Of the aliases, in hex; without it everything bears its own name. */
export function hostIds(key: string | undefined): HostIds {
  if (key === undefined) {
    return {
      host: (name, of) => `${stemOf(name)}-${sha256(of).slice(0, 8)}`,
      path: (path) => path,
      aliases: () => [],
    };
  }
  const aliases = new Aliases(Buffer.from(key, 'hex'));
  const names = new Aliases(Buffer.from(key, 'hex'));
  return {
    host: (name, of) => `${names.name('host', name ?? '')}-${sha256(`${key} ${of}`).slice(0, 8)}`,
    path: (path) => aliases.name('id', path),
    aliases: () => aliases.list(),
  };
}

const mapPath = (store: Store, named: string | undefined) => named ?? store.inStore('aliases.json');

/** The key of the map that is there, or a new one: two runs at once get the same. */
export async function redactionKey(store: Store, named: string | undefined): Promise<string> {
  const path = mapPath(store, named);
  const known = await readMap(path);
  if (known) return known.key;
  await mkdir(dirname(path), { recursive: true });
  const made = { key: randomBytes(16).toString('hex'), aliases: [] };
  await store.createOnce(path, `${JSON.stringify(made)}\n`);
  return (await readMap(path))?.key ?? made.key;
}

/** What another run put into the map stays there. */
export async function keepAliases(
  store: Store,
  named: string | undefined,
  key: string,
  aliases: readonly Alias[],
): Promise<void> {
  const path = mapPath(store, named);
  const known = await readMap(path);
  await writeMap(path, { key, aliases: mergedAliases(known?.aliases ?? [], aliases) });
}
