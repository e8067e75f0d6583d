/** Tree files of our own collector: many small files of the host in one, a line of each as 'PATH:TEXT'. */
import type { CapturedFile } from '../../model.ts';
import { searchedFile } from '../captured-file.ts';
import type { Kept } from './layout.ts';

/** PATH ends at the first colon; names of control groups may hold colons themselves. */
const named = /^(\/sys\/fs\/cgroup\/.*?\/cpu\.[^:/]+|[^:]+):(.*)$/;

/** The files in a tree file, each under the path that the host has it at; their lines keep their numbers in it. */
export function filesOfTree(
  kept: Kept,
  about: Pick<CapturedFile, 'netns' | 'takenAt'>,
  isWanted: (origin: string) => boolean,
): CapturedFile[] {
  const files = new Map<string, { text: string; number: number }[]>();
  for (const { text: row, number } of kept.file({ origin: '', ...about }).lines) {
    const [, origin, text] = named.exec(row) ?? [];
    if (origin === undefined || text === undefined) continue;
    const line = { text, number };
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
