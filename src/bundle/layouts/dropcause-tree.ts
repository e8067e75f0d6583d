/** Tree files of our own collector: many small files of the host in one, a line of each as 'PATH:TEXT'. */
import type { CapturedFile } from '../../model.ts';
import { searchedFile } from '../captured-file.ts';
import type { Kept } from './layout.ts';

/**
 * The files in a tree file, each under the path that the host has it at; their lines keep their numbers in it.
 * @param pattern What was asked: where it ends in a plain name, a path ends with the first such name.
 */
export function filesOfTree(
  kept: Kept,
  pattern: string,
  about: Pick<CapturedFile, 'netns' | 'takenAt'>,
  isWanted: (origin: string) => boolean,
): CapturedFile[] {
  const last = /\/[\w.-]+$/.exec(pattern)?.[0];
  const files = new Map<string, { text: string; number: number }[]>();
  for (const { text, number } of kept.file({ origin: pattern, ...about }).lines) {
    const named = last === undefined ? -1 : text.indexOf(`${last}:`);
    const colon = named < 0 ? text.indexOf(':') : named + (last?.length ?? 0);
    if (colon < 0) continue;
    const origin = text.slice(0, colon);
    const line = { text: text.slice(colon + 1), number };
    const known = files.get(origin);
    if (known) known.push(line);
    else files.set(origin, [line]);
  }
  return [...files].flatMap(([origin, lines]) => {
    if (!isWanted(origin)) return [];
    const file = searchedFile({ path: kept.path, origin, ...about }, lines);
    file.whole = kept.cut === undefined;
    return [file];
  });
}
