import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { openBundle } from '../../src/bundle/open.ts';
import { catalogue } from '../../src/causes/index.ts';
import type { Bundle, Report } from '../../src/model.ts';
import { wanted } from '../../src/parsers/index.ts';
import type { Sample } from './answers.ts';
import { readSample } from './answers.ts';
import { tarOf } from './archive.ts';
import { looseTree, textBundle } from './relay-own.ts';
import { sos3, sos4 } from './relay-sos.ts';
import { supportconfig } from './relay-supportconfig.ts';

const shapes = {
  'text bundle': async (sample: Sample) => textBundle(sample),
  'sos 3': (sample: Sample) => tarOf(sos3(sample)),
  'sos 4': (sample: Sample) => tarOf(sos4(sample)),
  supportconfig: (sample: Sample) => tarOf(supportconfig(sample)),
  'loose tree': (sample: Sample) => tarOf(looseTree(sample)),
};
export type Shape = keyof typeof shapes;

/** A folder of this test's own, which goes with it. */
export function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'dropcause-layouts-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A capture of a sample, as our own collector wrote it. */
export const sampleFile = (name: string, capture: 1 | 2) =>
  fileURLToPath(new URL(`../../samples/${name}/capture-${capture}.tar.gz`, import.meta.url));

/** The same files, as another kind of archive has them. */
export async function layAgain(folder: string, name: string, capture: 1 | 2, shape: Shape): Promise<string> {
  const path = join(folder, `${name}-${shape.replaceAll(' ', '-')}-${capture}`);
  writeFileSync(path, await shapes[shape](await readSample(sampleFile(name, capture))));
  return path;
}

export async function reportOf(paths: readonly string[]): Promise<Report> {
  const bundles: Bundle[] = [];
  for (const path of paths) bundles.push(await openBundle(path, { wanted }));
  return analyze(bundles, catalogue, { version: 'test', now: 0 });
}
