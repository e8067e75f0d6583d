/**
 * Mutation check of src/counters: flips every comparison, logical and arithmetic operator, turns every condition
 * around, drops every statement, one at a time, and expects test/counters to fail. All mutants are built into one
 * bundle in a temporary folder, so the project is not touched. It takes minutes, so it is run by hand:
 *
 *     node scripts/mutate.mjs                   all files
 *     node scripts/mutate.mjs step.ts fall.ts   only these
 *
 * Mutants that promise the same as the original stand in test/mutation/equivalent.txt, with the reason.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { instrument } from '../test/mutation/instrument.mjs';

/** @typedef {import('../test/mutation/instrument.mjs').Mutant & { file: string }} Mutant */

const sources = resolve('src/counters');
const tests = 'test/counters';
/** Below the packages, so that the bundle finds them. */
const folder = resolve('node_modules/.cache/mutation');
/** A mutant that runs longer than this loops. Milliseconds. */
const patience = 60_000;

/** @type {Mutant[]} */
const mutants = [];
const wanted = process.argv.slice(2);

/** Instruments our sources, and gives the tests their own address, since they run from another. @type {import('esbuild').Plugin} */
const plugin = {
  name: 'mutation',
  setup(options) {
    options.onResolve({ filter: /^vitest$/ }, () => ({ path: resolve('test/mutation/vitest.mjs') }));
    options.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, 'utf8').replaceAll(
        'import.meta.url',
        JSON.stringify(pathToFileURL(path).href),
      );
      const file = path.slice(sources.length + 1);
      const isSource =
        path.startsWith(sources) && !file.includes('/') && (wanted.length === 0 || wanted.includes(file));
      if (!isSource) return { contents: text, loader: 'ts' };
      const result = instrument(text, mutants.length);
      mutants.push(...result.mutants.map((mutant) => ({ ...mutant, file })));
      const head = `import { mutation } from ${JSON.stringify(resolve('test/mutation/switch.mjs'))};\n`;
      return { contents: head + result.text, loader: 'ts' };
    });
  },
};

/** Tests that need the ground truth, and the slow ones last: most mutants are dead before. */
function entry() {
  const files = readdirSync(tests).filter((name) => name.endsWith('.test.ts') && name !== 'cases.test.ts');
  const slow = (/** @type {string} */ name) => Number(name.includes('property'));
  const imports = files
    .sort((a, b) => slow(a) - slow(b))
    .map((name) => `import ${JSON.stringify(resolve(tests, name))};`);
  return [
    ...imports,
    `import { passes } from ${JSON.stringify(resolve('test/mutation/vitest.mjs'))};`,
    'process.send(await passes());',
  ].join('\n');
}

/** Whether all tests pass with this mutant in force. @param {string} bundle @param {number} id */
async function passesWith(bundle, id) {
  const { DROPCAUSE_TRUTH: _, ...env } = process.env;
  const child = fork(bundle, {
    env: { ...env, MUTANT: String(id) },
    stdio: 'ignore',
    timeout: patience,
    killSignal: 'SIGKILL',
  });
  /** @type {unknown} */
  let answer = false;
  child.on('message', (message) => {
    answer = message;
    child.kill('SIGKILL');
  });
  await once(child, 'exit');
  return answer === true;
}

/** The mutants that are known to be equivalent, as `label` calls them. */
function equivalents() {
  const rows = readFileSync('test/mutation/equivalent.txt', 'utf8').split('\n');
  return new Set(rows.filter((row) => row !== '' && !row.startsWith('#') && !row.startsWith(' ')));
}

/** @param {Mutant} mutant */
const label = ({ file, what }) => `${file}: ${what}`;

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'entry.mjs'), entry());
const bundle = join(folder, 'tests.mjs');
await build({
  entryPoints: [join(folder, 'entry.mjs')],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  packages: 'external',
  plugins: [plugin],
  logLevel: 'warning',
});
if (!(await passesWith(bundle, -1))) throw new Error('the tests fail without a mutant');
const known = equivalents();
const [skipped, tried] = [
  mutants.filter((m) => known.has(label(m))),
  mutants.filter((m) => !known.has(label(m))),
];
let survived = 0;
const queue = [...tried];
const worker = async () => {
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    if (!(await passesWith(bundle, mutant.id))) continue;
    survived += 1;
    console.log(`survived  ${label(mutant)}  (line ${mutant.line})`);
  }
};
await Promise.all([worker(), worker()]);
rmSync(folder, { recursive: true, force: true });
console.log(
  `${tried.length - survived} killed, ${survived} survived, ${skipped.length} known to be equivalent`,
);
process.exitCode = survived > 0 ? 1 : 0;
