import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** `*`, `?` and `[...]` within a step, `**` for any number of folders: what shells know, for paths that came quoted. */
export const isGlob = (path: string): boolean => /[*?[]/.test(path);

/** Paths that match, in code point order. Hidden names match only where the pattern names the dot; no link is followed. */
export async function expandGlob(pattern: string): Promise<string[]> {
  const steps = pattern.split('/').filter((step, i) => step !== '' || i === 0);
  const absolute = steps[0] === '';
  return (await matches(absolute ? '/' : '', absolute ? steps.slice(1) : steps)).sort();
}

async function matches(folder: string, [step, ...rest]: readonly string[]): Promise<string[]> {
  if (step === undefined) return [folder];
  if (!isGlob(step)) return matches(join(folder, step), rest);
  const names = await entriesOf(folder);
  if (step === '**') {
    const here = rest.length === 0 ? [] : await matches(folder, rest);
    const below = names.filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'));
    const deeper = await Promise.all(below.map(({ name }) => matches(join(folder, name), ['**', ...rest])));
    const files = rest.length === 0 ? names.filter((entry) => entry.isFile()) : [];
    return [...new Set([...here, ...deeper.flat(), ...files.map(({ name }) => join(folder, name))])];
  }
  const pattern = expression(step);
  const found = names.filter(({ name }) => pattern.test(name) && (step[0] === '.' || name[0] !== '.'));
  const wanted = rest.length === 0 ? found : found.filter((entry) => entry.isDirectory());
  return (await Promise.all(wanted.map(({ name }) => matches(join(folder, name), rest)))).flat();
}

const entriesOf = (folder: string): Promise<Dirent[]> =>
  readdir(folder === '' ? '.' : folder, { withFileTypes: true }).catch(() => []);

function expression(step: string): RegExp {
  const source = step.replace(
    /\[(!?)([^\]/]+)\]|[*?]|[\\^$.|+(){}[\]]/g,
    (found, not: string, set: string | undefined) => {
      if (found === '*') return '[^/]*';
      if (found === '?') return '[^/]';
      return set === undefined ? `\\${found}` : `[${not ? '^' : ''}${set.replace(/[\\\]^]/g, '\\$&')}]`;
    },
  );
  return new RegExp(`^${source}$`, 'su');
}
