import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { extract } from 'tar-stream';

/** A `file` record, by the names that the manifest's header gives. */
export type FileRecord = Record<string, string>;

/** A bundle as docs/bundle-format.md tells, read without the analyzer. */
export interface TestBundle {
  /** Path below the top directory, content. */
  files: Map<string, Buffer>;
  /** Paths in the order of the archive. */
  order: string[];
  records: string[][];
  asked: FileRecord[];
  meta: Map<string, string>;
  /** 'complete', 'interrupted', 'limit'; undefined when cut off. */
  end: string | undefined;
}

/** Reads .tar and .tar.gz; of a cut-off archive what is there. */
export async function readArchive(bytes: Buffer): Promise<TestBundle> {
  const files = new Map<string, Buffer>();
  const archive = extract();
  const gzip = bytes[0] === 0x1f;
  const source = gzip ? Readable.from([bytes]).pipe(createGunzip()) : Readable.from([bytes]);
  source.on('error', (error) => archive.destroy(error));
  source.pipe(archive);
  try {
    for await (const entry of archive) {
      const chunks: Buffer[] = [];
      for await (const chunk of entry) chunks.push(chunk as Buffer);
      if (entry.header.type === 'file') files.set(belowTop(entry.header.name), Buffer.concat(chunks));
    }
  } catch {
    // Cut off: what came before counts.
  }
  const manifest = files.get('manifest.tsv');
  return manifestOf((manifest ?? Buffer.alloc(0)).toString('utf8').split('\n'), files);
}

function belowTop(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

/** Reads a text bundle, also one that was wrapped or lost its tail. */
export function readText(text: string): TestBundle {
  const records: string[] = [];
  const files = new Map<string, Buffer>();
  let path = '';
  let lines: string[] = [];
  for (const [kind, line] of logicalLines(text)) {
    if (kind === '%') records.push(line);
    else if (kind === '(') [path, lines] = [line, []];
    else if (kind === ':') lines.push(line);
    else if (kind === ')' && Number(line) === lines.length)
      files.set(path, Buffer.from(lines.map((l) => `${l}\n`).join(''), 'latin1'));
  }
  return manifestOf(records, files);
}

function* logicalLines(text: string): Generator<[string, string]> {
  let kind = '';
  let line = '';
  let piece = '';
  for (const raw of text.slice(text.indexOf('#dropcause-text')).split('\n')) {
    const printed = raw.replace(/^[ \r]+|[ \r]+$/g, '');
    const wrapped = piece !== '' || !/^[#%(:)]/.test(printed);
    piece += wrapped ? printed : printed.slice(1);
    if (!wrapped) kind = printed[0] ?? '';
    if (!/[$\\]$/.test(piece)) continue;
    line += piece.slice(0, -1);
    if (piece.endsWith('$')) {
      yield [kind, line.replace(/\\(\\|t|[0-7]{3})/g, (_, code: string) => character(code, 8))];
      line = '';
    }
    piece = '';
  }
}

function character(code: string, base: number): string {
  const letters: Record<string, string> = { '\\': '\\', t: '\t', n: '\n' };
  return letters[code] ?? String.fromCharCode(Number.parseInt(code, base));
}

function manifestOf(lines: readonly string[], files: Map<string, Buffer>): TestBundle {
  const records = lines
    .filter((line) => line !== '')
    .map((line) =>
      line
        .split('\t')
        .map((field) =>
          field.replace(/\\(\\|t|n|x([0-9a-f]{2}))/g, (_, code: string, hex?: string) =>
            character(hex ?? code, 16),
          ),
        ),
    );
  const header = records.find(([type]) => type === 'fields')?.slice(1) ?? [];
  const asked = records
    .filter(([type]) => type === 'file')
    .map(([, ...values]) => Object.fromEntries(header.map((name, i) => [name, values[i] ?? ''])));
  return {
    files,
    order: [...files.keys()],
    records,
    asked,
    meta: new Map(records.flatMap(([type, key = '', value = '']) => (type === 'meta' ? [[key, value]] : []))),
    end: records.find(([type]) => type === 'end')?.[3],
  };
}

/** What is wrong with a bundle in itself: sizes, checksums, files without a record. Empty when all is well. */
export function flaws({ files, records, asked }: TestBundle): string[] {
  const recorded = new Map(
    asked.flatMap((record) => (record['path'] ? [[record['path'], record] as const] : [])),
  );
  const wrongSize = [...recorded].flatMap(([path, { bytes }]) =>
    files.get(path)?.length === Number(bytes)
      ? []
      : [`${path}: ${files.get(path)?.length} bytes, not ${bytes}`],
  );
  const unknown = [...files.keys()].filter((path) => path !== 'manifest.tsv' && !recorded.has(path));
  const sums = new Map(
    records.flatMap(([type, , sum = '', path = '']) => (type === 'sum' ? [[path, sum]] : [])),
  );
  const wrongSum = [...files].flatMap(([path, content]) =>
    path === 'manifest.tsv' || sums.get(path) === createHash('sha256').update(content).digest('hex')
      ? []
      : [`${path}: checksum ${sums.get(path)}`],
  );
  return [...wrongSize, ...unknown.map((path) => `${path}: no record`), ...wrongSum];
}

/** The newest content that answers `origin`, as text. */
export function answer(bundle: TestBundle, origin: string, netns = ''): string | undefined {
  const record = bundle.asked.findLast(
    (r) => r['origin'] === origin && r['netns'] === netns && r['path'] !== '',
  );
  return record?.['path'] === undefined ? undefined : bundle.files.get(record['path'])?.toString('latin1');
}

/** Why `origin` is not there, of the newest capture. */
export function reason(bundle: TestBundle, origin: string, netns = ''): string | undefined {
  return bundle.asked.findLast((r) => r['origin'] === origin && r['netns'] === netns)?.['reason'];
}
