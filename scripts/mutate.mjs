/**
 * Mutation check of src/counters: flips every comparison, logical and arithmetic operator, turns every condition
 * around, drops every statement, one at a time, and expects test/counters to fail. All mutants are built into one
 * bundle in a temporary folder, so the project is not touched, and each is tried with the tests that reach its place.
 * It takes minutes, so it is run by hand:
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
import { equivalentOnes, equivalents } from '../test/mutation/equivalent.mjs';
import { instrument } from '../test/mutation/instrument.mjs';

/** @typedef {import('../test/mutation/instrument.mjs').Mutant & { file: string }} Mutant */

const sources = resolve('src/counters');
const tests = 'test/counters';
/** Below the packages, so that the bundle finds them. One for each run. */
const folder = resolve('node_modules/.cache', `mutation-${process.pid}`);
/** A mutant that runs longer than this loops. Milliseconds. */
const patience = 60_000;

/** @type {Mutant[]} */
const mutants = [];
const wanted = process.argv.slice(2);
const isWanted = (/** @type {string} */ name) => wanted.length === 0 || wanted.includes(name);

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
      if (!path.startsWith(sources) || file.includes('/') || !isWanted(file)) {
        return { contents: text, loader: 'ts' };
      }
      const result = instrument(text, mutants.length);
      mutants.push(...result.mutants.map((mutant) => ({ ...mutant, file: `counters/${file}` })));
      const head = `import { mutation } from ${JSON.stringify(resolve('test/mutation/switch.mjs'))};\n`;
      return { contents: head + result.text, loader: 'ts' };
    });
  },
};

/** All tests, but for those that need the ground truth. */
function entry() {
  const files = readdirSync(tests).filter((name) => name.endsWith('.test.ts') && name !== 'cases.test.ts');
  return [
    ...files.map((name) => `import ${JSON.stringify(resolve(tests, name))};`),
    `import { serve } from ${JSON.stringify(resolve('test/mutation/serve.mjs'))};`,
    'await serve();',
  ].join('\n');
}

/** A process that runs tests, with this mutant in force when it starts. @param {number} inForce */
function runner(inForce) {
  const { DROPCAUSE_TRUTH: _, ...env } = process.env;
  return fork(bundle, { env: { ...env, MUTANT: String(inForce) }, stdio: 'ignore' });
}

/**
 * What a runner says next; undefined when it ends or loops instead.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<unknown>}
 */
async function answerOf(child) {
  const timer = setTimeout(() => child.kill('SIGKILL'), patience);
  const settled = new AbortController();
  const { signal } = settled;
  const ended = once(child, 'exit', { signal }).then(() => []);
  try {
    const [answer] = await Promise.race([once(child, 'message', { signal }), ended]);
    return answer;
  } finally {
    clearTimeout(timer);
    ended.catch(() => {});
    settled.abort();
  }
}

/** @param {import('node:child_process').ChildProcess} child */
async function readiness(child) {
  return /** @type {import('../test/mutation/serve.mjs').Ready | undefined} */ (await answerOf(child));
}

/** @param {number} id */
async function passesFromTheStart(id) {
  const child = runner(id);
  const ready = await readiness(child);
  child.kill('SIGKILL');
  return ready?.passes === true;
}

/** Tries what is in the queue until it is empty. @param {Mutant[]} queue @param {(survivor: Mutant) => void} survives */
async function work(queue, survives) {
  let [child, ready] = await started();
  for (let mutant = queue.shift(); mutant; mutant = queue.shift()) {
    if (ready.atLoad.includes(mutant.id)) {
      if (await passesFromTheStart(mutant.id)) survives(mutant);
      continue;
    }
    child.send(mutant.id);
    const passes = await answerOf(child);
    if (passes === true) survives(mutant);
    if (passes === undefined) [child, ready] = await started();
  }
  child.send(-1);
  const stillPasses = await answerOf(child);
  child.kill('SIGKILL');
  if (stillPasses !== true) throw new Error('a mutant left something behind that makes the tests fail');
}

/** @returns {Promise<[import('node:child_process').ChildProcess, import('../test/mutation/serve.mjs').Ready]>} */
async function started() {
  const child = runner(-1);
  const ready = await readiness(child);
  if (ready?.passes !== true) throw new Error('the tests fail without a mutant');
  return [child, ready];
}

mkdirSync(folder, { recursive: true });
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
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
const skipped = equivalentOnes(
  mutants,
  equivalents((file) => file.startsWith('counters/') && isWanted(file.slice('counters/'.length))),
);
let survived = 0;
const queue = mutants.filter((mutant) => !skipped.includes(mutant));
const killed = queue.length;
const survives = (/** @type {Mutant} */ { file, line, row, what }) => {
  survived += 1;
  console.log(`survived  ${file}:${line}\n  ${row}\n  ${what}`);
};
await Promise.all([work(queue, survives), work(queue, survives)]);
console.log(
  `${mutants.length} mutants, ${killed - survived} killed, ${skipped.length} equivalent, ${survived} survived`,
);
process.exitCode = survived > 0 ? 1 : 0;
