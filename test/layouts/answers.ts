import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { extract } from 'tar-stream';

/** What a host answered: a file of its own, or a command's output. */
export interface Answer {
  origin: string;
  netns: string;
  text: string;
}

/** A bundle of our own collector, read without the program's reader. */
export interface Sample {
  /** Of manifest.tsv, in their order. */
  records: string[];
  /** By path below the top directory. */
  files: Map<string, string>;
  answers: Answer[];
}

export async function readSample(path: string): Promise<Sample> {
  const files = await filesOf(path);
  const records = (files.get('manifest.tsv') ?? '').split('\n').filter((record) => record !== '');
  const columns = records.find((record) => record.startsWith('fields\t'))?.split('\t') ?? [];
  const answers = records.flatMap((record) => {
    const fields = record.split('\t');
    const column = (name: string) => fields[columns.indexOf(name)] ?? '';
    const text = files.get(column('path'));
    if (fields[0] !== 'file' || text === undefined) return [];
    const netns = column('netns');
    if (column('kind') === 'tree') return smallFiles(text, netns);
    return [{ origin: column('origin'), netns, text }];
  });
  return { records, files, answers };
}

async function filesOf(path: string): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  const tar = extract();
  tar.end(gunzipSync(readFileSync(path)));
  for await (const entry of tar) {
    const pieces: Buffer[] = [];
    for await (const piece of entry) pieces.push(piece as Buffer);
    const inner = entry.header.name.slice(entry.header.name.indexOf('/') + 1);
    if (entry.header.type === 'file') files.set(inner, Buffer.concat(pieces).toString('utf8'));
  }
  return files;
}

/** A tree file: 'PATH:TEXT', a line of each. */
function smallFiles(text: string, netns: string): Answer[] {
  const files = new Map<string, string>();
  for (const row of text.split('\n')) {
    const [, origin, line] = /^(\/[^:]+):(.*)$/.exec(row) ?? [];
    if (origin !== undefined) files.set(origin, `${files.get(origin) ?? ''}${line}\n`);
  }
  return [...files].map(([origin, content]) => ({ origin, netns, text: content }));
}
