import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { install } from './install.mjs';
import { compileTemplates } from './templates.mjs';

/*
 * `npm run fuzz [-- --executions N | --seconds N] [--seed N] [--target NAME]`: changed inputs for every parser, layout,
 * container, cause and view (docs/fuzzing.md). Exit status 1 after a crash, an execution of more than ten seconds, or
 * more memory than the limit.
 */
/** Of processor time: a busy machine is no hang. One that waits for ever uses none. */
const hangSeconds = 10;
const stillSeconds = 300;
const memoryLimit = 1024;

const { values } = parseArgs({
  options: {
    executions: { type: 'string' },
    seconds: { type: 'string', default: '180' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    target: { type: 'string' },
  },
});
const seed = Number(values.seed);
install();
await compileTemplates();

// Beside the packages, where the bundle finds them.
const folder = await mkdtemp('node_modules/.fuzz-');
try {
  const outfile = join(folder, 'worker.mjs');
  await build({
    entryPoints: ['test/fuzz/worker.ts'],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
  await watch(join(process.cwd(), outfile));
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** @param {string} file */
async function watch(file) {
  const heartbeat = new Int32Array(new SharedArrayBuffer(4));
  const executions = values.executions === undefined ? undefined : Number(values.executions);
  const { target } = values;
  const worker = new Worker(file, {
    workerData: { executions, seconds: Number(values.seconds), seed, target, heartbeat },
    // What is garbage is collected before it counts as memory.
    resourceLimits: { maxOldGenerationSizeMb: 512 },
  });
  console.log(`seed ${seed}`);
  let [running, total] = ['', 0];
  worker.on('message', (/** @type {Message} */ { started, name, runs = 0, slowest, failure }) => {
    if (started !== undefined) {
      running = started;
      return;
    }
    total += runs;
    console.log(
      `${name}: ${runs} executions, the slowest ${slowest} ms${failure ? `, FAILED\n${failure}` : ''}`,
    );
    if (failure) process.exitCode = 1;
  });
  const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject));
  let [seen, since, spent] = [-1, Date.now(), 0];
  const timer = setInterval(() => {
    const now = Atomics.load(heartbeat, 0);
    const cpu = process.cpuUsage().user / 1e6;
    if (now !== seen) [seen, since, spent] = [now, Date.now(), cpu];
    else if (running !== '' && (cpu - spent > hangSeconds || Date.now() - since > stillSeconds * 1000)) {
      console.log(`HANG: ${running}, execution ${now} of this run`);
      process.exitCode = 1;
      void worker.terminate();
    }
  }, 500);
  await ended.finally(() => clearInterval(timer));
  const memory = peakMemory();
  console.log(`${total} executions, peak memory ${memory} MiB`);
  if (memory > memoryLimit || total === 0) process.exitCode = 1;
}

/** MiB; of this process alone, where ru_maxrss begins with its parent's. */
function peakMemory() {
  const [, peak] = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Math.round(Number(peak) / 1024);
}

/** @typedef {{ started?: string, name?: string, runs?: number, slowest?: number, failure?: string }} Message */
