import { open, rename, rm } from 'node:fs/promises';

/**
 * Writes a file whole or not at all: under a name beside which nobody looks and that must not exist, so that no link is
 * followed; then moved over what is there.
 * @param part On the same file system as `path`.
 */
export async function writeWhole(
  part: string,
  path: string,
  content: string | Uint8Array,
  mode: number,
): Promise<void> {
  const handle = await open(part, 'wx', mode);
  try {
    await handle.writeFile(content).finally(() => handle.close());
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
