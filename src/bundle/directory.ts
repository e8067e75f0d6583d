import type { Dirent } from 'node:fs';
import { constants } from 'node:fs';
import { open, opendir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Visitor } from './entry.ts';
import { message } from './entry.ts';
import { asError, LimitReached } from './errors.ts';
import { FileBytes } from './file-bytes.ts';
import { feed } from './intake.ts';
import type { Budget } from './limits.ts';

/**
 * Walks a directory as if it were an archive. Links are read and never followed; devices, sockets and FIFOs are not
 * opened. Names are visited in code point order, so that the same tree gives the same notes everywhere.
 */
export async function walkDirectory(
  root: string,
  visitor: Visitor,
  budget: Budget,
  inner = '',
): Promise<void> {
  for (const { name, kind } of await namesIn(join(root, inner), inner, visitor)) {
    const path = inner === '' ? name : `${inner}/${name}`;
    if (kind === 'directory') await walkDirectory(root, visitor, budget, path);
    else if (kind === 'symlink')
      visitor.entry({
        path,
        type: 'symlink',
        size: 0,
        target: await readlink(join(root, path)).catch(() => ''),
      });
    else if (kind === 'file') await walkFile(root, path, visitor, budget);
  }
}

const kindOfEntry = (entry: Dirent) =>
  entry.isDirectory() ? 'directory' : entry.isSymbolicLink() ? 'symlink' : entry.isFile() ? 'file' : 'other';

async function namesIn(
  directory: string,
  inner: string,
  visitor: Visitor,
): Promise<{ name: string; kind: string }[]> {
  const names: { name: string; kind: string }[] = [];
  try {
    for await (const entry of await opendir(directory))
      names.push({ name: entry.name, kind: kindOfEntry(entry) });
  } catch (error) {
    visitor.note(inner, message('unreadable', { error: asError(error).message }), true);
  }
  return names.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function walkFile(root: string, path: string, visitor: Visitor, budget: Budget): Promise<void> {
  const sink = visitor.entry({ path, type: 'file', size: undefined });
  if (!sink) return;
  try {
    const handle = await open(
      join(root, path),
      constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
    );
    try {
      await feed(new FileBytes(handle, (await handle.stat()).size, budget), sink);
    } finally {
      await handle.close();
    }
  } catch (error) {
    budget.throwIfAborted();
    if (error instanceof LimitReached) throw error;
    visitor.note(path, message('unreadable', { error: asError(error).message }), true);
  }
}
