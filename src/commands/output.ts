import { randomBytes } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { lstat, open } from 'node:fs/promises';
import { writeWhole } from '../files/write-whole.ts';

/**
 * What tells a file of ours, in its first or last kilobyte. A reply has no such mark: it is made to be edited, so that
 * another one never takes its place unasked (docs/decisions/files-we-write.md).
 */
const marks: Partial<Record<string, RegExp>> = {
  html: /<meta name="generator" content="dropcause /,
  json: /"generator": \{\s*"name": "dropcause"/,
  md: /\n---\n.*dropcause \d.*\n$/,
  pdf: /\n% dropcause\n$/,
};
const edge = 1024;

/** Whole or not at all; beside its place until then, under a name that nobody can guess. */
export async function writeBeside(path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
  await writeWhole(`${path}.${randomBytes(6).toString('hex')}.part`, path, content, mode);
}

/** @throws when something is there that is no file of ours of that format, and `force` is not set. */
export async function mayReplace(
  path: string,
  format: string,
  content: string | Uint8Array,
  force: boolean,
): Promise<void> {
  const status = await lstat(path).catch(() => undefined);
  if (status === undefined || force) return;
  if (!status.isFile() || !(await isOurs(path, format, Buffer.from(content))))
    throw new Error(`${path} is there already and was not written by dropcause: --force replaces it`);
}

async function isOurs(path: string, format: string, content: Buffer): Promise<boolean> {
  const handle = await open(path, 'r');
  try {
    const { size } = await handle.stat();
    const mark = marks[format];
    if (mark)
      return mark.test(await part(handle, 0)) || mark.test(await part(handle, Math.max(0, size - edge)));
    return size === content.length && content.equals(await handle.readFile());
  } finally {
    await handle.close();
  }
}

async function part(handle: FileHandle, position: number): Promise<string> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(edge), 0, edge, position);
  return buffer.toString('latin1', 0, bytesRead);
}
