import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Report } from '../model.ts';
import type { Alias } from '../report/redact/aliases.ts';
import { redactReport } from '../report/redact/redact.ts';
import { Failure } from './failure.ts';
import { writeBeside } from './output.ts';

/** What was replaced, and the key with which a further report gets the same aliases. For the owner's eyes only. */
interface AliasMap {
  key: string;
  aliases: Alias[];
}

/** The redacted report, and its map still to be written. A map that is there already gives its key and grows. */
export async function redacted(
  report: Report,
  mapPath: string | undefined,
): Promise<{ report: Report; map: AliasMap }> {
  const known = mapPath === undefined ? undefined : await readMap(mapPath);
  const key = known?.key ?? randomBytes(16).toString('hex');
  const { report: hidden, aliases } = redactReport(report, Buffer.from(key, 'hex'));
  return { report: hidden, map: { key, aliases: mergedAliases(known?.aliases ?? [], aliases) } };
}

/** Each original once. */
export function mergedAliases(known: readonly Alias[], more: readonly Alias[]): Alias[] {
  return [
    ...new Map([...known, ...more].map((alias) => [`${alias.kind} ${alias.original}`, alias])).values(),
  ];
}

/** @throws Failure when something else lies there. */
export async function readMap(path: string): Promise<AliasMap | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { key, aliases } = JSON.parse(text) as Partial<AliasMap>;
    if (key !== undefined && /^[0-9a-f]{32}$/.test(key) && Array.isArray(aliases)) return { key, aliases };
  } catch {
    // Told below: the file is not ours to overwrite.
  }
  throw new Failure(`${path} is no map of aliases`);
}

/** Only its owner may read it. */
export async function writeMap(path: string, map: AliasMap): Promise<void> {
  await writeBeside(path, `${JSON.stringify(map, null, 2)}\n`, 0o600);
}
