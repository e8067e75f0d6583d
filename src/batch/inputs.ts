import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';

/**
 * Paths of a list, one per line; where it holds a NUL they end with NULs (`find -print0`). '-' is standard input.
 * @throws when there is no such file.
 */
export async function pathsIn(list: string): Promise<string[]> {
  const content = list === '-' ? await text(process.stdin) : await readFile(list, 'utf8');
  const end = content.includes('\0') ? '\0' : /\r?\n/;
  return content.split(end).filter((path) => path !== '');
}
