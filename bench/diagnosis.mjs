/**
 * `npm run bench -- diagnosis`: what all causes together cost on a bundle of two captures, in a process that has just
 * started and in one that has worked for a while (a batch): the analysis with the whole catalogue, less the analysis
 * with none. Nothing is asserted.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const project = fileURLToPath(new URL('..', import.meta.url));
const turns = 15;

/** Prints the milliseconds of the first analysis, and of the fastest of thirty. Arguments: 'all' or 'none', then the captures. */
const program = `
  import { analyze } from './src/analyze.ts';
  import { openBundle } from './src/bundle/open.ts';
  import { catalogue } from './src/causes/index.ts';
  import { wanted } from './src/parsers/index.ts';
  const [which, ...paths] = process.argv.slice(2);
  const bundles = [];
  for (const path of paths) bundles.push(await openBundle(path, { wanted }));
  const times = Array.from({ length: 30 }, () => {
    const started = process.hrtime.bigint();
    analyze(bundles, which === 'all' ? catalogue : [], { version: 'bench', now: 0, focus: {} });
    return Number(process.hrtime.bigint() - started) / 1e6;
  });
  console.log(JSON.stringify([times[0], Math.min(...times)]));`;

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** @param {string} outfile @param {string} sample @param {'all' | 'none'} which */
function once(outfile, sample, which) {
  const captures = [1, 2].map((n) => join(project, 'samples', sample, `capture-${n}.tar.gz`));
  const { stdout, stderr, status } = spawnSync(process.execPath, [outfile, which, ...captures], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  return /** @type {[first: number, warm: number]} */ (JSON.parse(stdout));
}

/** Prints; nothing is asserted. */
export async function benchDiagnosis() {
  const folder = await mkdtemp(join(tmpdir(), 'dropcause-bench-'));
  const outfile = join(folder, 'once.mjs');
  try {
    const stdin = { contents: program, resolveDir: project };
    const as = /** @type {const} */ ({ platform: 'node', format: 'esm', minifyWhitespace: true });
    await build({ stdin, bundle: true, outfile, logLevel: 'error', ...as });
    for (const sample of ['accept-queue-overflow', 'firewall-drop-rule']) {
      /** @type {Record<'all' | 'none', [first: number, warm: number][]>} */
      const times = { all: [], none: [] };
      for (let turn = 0; turn < turns; turn++) {
        times.all.push(once(outfile, sample, 'all'));
        times.none.push(once(outfile, sample, 'none'));
      }
      const cost = (/** @type {0 | 1} */ which) => {
        const [all, none] = [median(times.all.map((t) => t[which])), median(times.none.map((t) => t[which]))];
        return `${(all - none).toFixed(0)} ms of ${all.toFixed(0)}`;
      };
      console.log(`diagnosis of ${sample}: ${cost(0)} at first (at most 50), ${cost(1)} in a batch`);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
