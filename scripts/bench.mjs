import { spawnSync } from 'node:child_process';
import { install } from './install.mjs';

/*
 * `npm run bench`: ratios of times on this machine, each from medians of runs that take turns. Nothing is asserted.
 * `npm run bench -- fleet` runs that one only; `npm run bench -- batch [N]` that of N archives.
 */
install();
await import('./build.mjs');

/** @type {Record<string, () => void | Promise<void>>} */
const benches = {
  start,
  diagnosis: async () => (await import('../bench/diagnosis.mjs')).benchDiagnosis(),
  readers: async () => (await import('../bench/readers.mjs')).benchReaders(),
  fleet: async () => (await import('../bench/fleet.mjs')).benchFleet(),
  scale: async () => (await import('../bench/scale.mjs')).benchScale(number),
  batch: async () => (await import('../bench/batch.mjs')).benchBatch(Number(number ?? '1000')),
};
const [asked, number] = process.argv.slice(2);
for (const name of asked === undefined ? Object.keys(benches) : [asked]) {
  const bench = benches[name];
  if (!bench) throw new Error(`"${name}" is none of ${Object.keys(benches).join(', ')}`);
  await bench();
}

function start() {
  const bare = ['-e', '0'];
  const version = ['dist/cli.mjs', '--version'];
  const causes = ['dist/cli.mjs', 'causes'];
  const [bareTime, versionTime, causesTime] = medians([bare, version, causes], 31);
  console.log(
    `dropcause --version  ${ratio(versionTime, bareTime)} times node -e 0  (${versionTime} ms, ${bareTime} ms)`,
  );
  console.log(
    `dropcause causes     ${ratio(causesTime, bareTime)} times node -e 0  (${causesTime} ms, the whole catalogue)`,
  );
}

/**
 * Milliseconds. The programs take turns, so that a busy moment of the machine hits all of them.
 * @param {string[][]} programs arguments of node
 * @param {number} turns
 */
function medians(programs, turns) {
  const times = programs.map(() => /** @type {number[]} */ ([]));
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, args] of programs.entries()) times[i]?.push(timed(args));
  }
  return times.map((list) => Math.round(list.sort((a, b) => a - b)[turns >> 1] ?? NaN));
}

/** @param {string[]} args */
function timed(args) {
  const started = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`node ${args.join(' ')}: ${stderr}`);
  return Number(process.hrtime.bigint() - started) / 1e6;
}

/**
 * @param {number | undefined} time
 * @param {number | undefined} base
 */
function ratio(time = NaN, base = NaN) {
  return (time / base).toFixed(2);
}
