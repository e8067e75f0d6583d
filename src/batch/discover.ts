import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { headBytes, kindOf } from '../bundle/kind.ts';
import { byText } from '../report/order.ts';
import { expandGlob, isGlob } from './glob.ts';

/** Something to be read, as it was given or found. */
export interface Found {
  /** As it is shown. */
  path: string;
  /** Without links: the same file under two names of links is one. */
  real: string;
}

export interface Discovery {
  /** In code point order of their paths; each file once. */
  found: Found[];
  /** Paths that are not there or cannot be listed, and why. */
  missing: { path: string; reason: string }[];
  /** Files in folders that are no archives. */
  passedOver: number;
}

/**
 * Folders are searched for archives (by content, or by a name that promises one) and for unpacked bundles; links in
 * them are not followed. What was named itself is taken as it is. `out` is never searched.
 */
export async function discover(paths: readonly string[], out: string): Promise<Discovery> {
  const search = new Search(await realpath(out).catch(() => out));
  for (const path of paths) await search.named(path);
  const found = [...search.found].map(([real, path]) => ({ real, path }));
  const { missing, passedOver } = search;
  return { found: found.sort((a, b) => byText(a.path, b.path)), missing, passedOver };
}

class Search {
  readonly found = new Map<string, string>();
  readonly missing: Discovery['missing'] = [];
  passedOver = 0;
  readonly #out: string;

  constructor(out: string) {
    this.#out = out;
  }

  async named(path: string): Promise<void> {
    const real = await realpath(path).catch(() => undefined);
    if (real === undefined) {
      const expanded = isGlob(path) ? await expandGlob(path) : [];
      if (expanded.length === 0) this.missing.push({ path, reason: 'no such file or directory' });
      for (const one of expanded) await this.named(one);
      return;
    }
    const status = await lstat(real);
    if (status.isDirectory()) await this.#folder(path, real);
    else if (status.isFile()) this.#add(path, real);
    else this.missing.push({ path, reason: 'is neither a file nor a folder' });
  }

  /** Of several names the first in order is the one that is shown. */
  #add(path: string, real: string): void {
    const known = this.found.get(real);
    if (known === undefined || path < known) this.found.set(real, path);
  }

  async #folder(path: string, real: string): Promise<void> {
    if (real === this.#out || relative(this.#out, real).split(sep)[0] === '.dropcause') return;
    const entries = await readdir(real, { withFileTypes: true }).catch((error: unknown) => {
      this.missing.push({ path, reason: error instanceof Error ? error.message : String(error) });
      return [];
    });
    if (isBundle(entries.map(({ name }) => name))) {
      this.#add(path, real);
      return;
    }
    for (const entry of entries) {
      const [shown, own] = [join(path, entry.name), join(real, entry.name)];
      if (entry.isDirectory()) await this.#folder(shown, own);
      else if (entry.isFile() && (promisesArchive(entry.name) || (await holdsArchive(own))))
        this.#add(shown, own);
      else this.passedOver += 1;
    }
  }
}

/** What lies at the top of an unpacked sosreport, supportconfig, bundle of ours, or copy of a host's /proc. */
function isBundle(names: readonly string[]): boolean {
  const has = (...wanted: string[]) => wanted.every((name) => names.includes(name));
  return (
    has('manifest.tsv') ||
    has('sos_commands') ||
    has('sos_reports') ||
    has('basic-environment.txt', 'network.txt') ||
    has('proc', 'etc')
  );
}

const promisesArchive = (name: string) =>
  /\.(tar|tgz|txz|tbz2?|tzst|gz|xz|bz2|zst|zip|7z|rar|gpg|cpio)$/i.test(name);

/** A file that cannot be read may be one: it is tried, and said. */
async function holdsArchive(path: string): Promise<boolean> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { buffer, bytesRead } = await handle.read(new Uint8Array(headBytes), 0, headBytes, 0);
      return kindOf(buffer.subarray(0, bytesRead)) !== 'other';
    } finally {
      await handle.close();
    }
  } catch {
    return true;
  }
}
