/**
 * The readers against the plain decompressors: ratios of medians, measured in turn, and peak memory. Needs gzip, xz and
 * GNU tar. The archives are made in a folder of their own, which is removed afterwards: up to 3 GB for some minutes.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { makeSosreport } from './sosreport-like.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const cli = join(project, 'dist/cli.mjs');
const peakMemory = new URL('./peak-memory.mjs', import.meta.url).href;
const turns = 5;

/** @param {string} command @param {string[]} paths @returns {{ seconds: number, stdout: string, stderr: string }} */
function shell(command, ...paths) {
  const started = process.hrtime.bigint();
  const { status, stdout, stderr } = spawnSync('sh', ['-c', command, 'sh', ...paths], {
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  // 3: done in part.
  if (status !== 0 && status !== 3) throw new Error(`${command}: ${stderr}`);
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, stdout, stderr };
}

/** @param {number[]} values */
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/**
 * @param {Record<string, () => number>} programs seconds of one run
 * @returns {Record<string, number>} medians; the programs take turns, so that a busy moment hits all of them
 */
function inTurn(programs) {
  const times = Object.fromEntries(Object.keys(programs).map((name) => [name, /** @type {number[]} */ ([])]));
  for (let turn = 0; turn < turns; turn++) {
    for (const [name, run] of Object.entries(programs)) times[name]?.push(run());
  }
  return Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
}

const node = process.execPath;

/** Seconds. @param {string} path */
const report = (path) => shell(`"${node}" "${cli}" report -f json -o - "$1" > /dev/null`, path).seconds;

/** MiB at most. @param {string} path */
function memory(path) {
  const { stderr } = shell(
    `"${node}" --import "${peakMemory}" "${cli}" report -f json -o - "$1" > /dev/null`,
    path,
  );
  return Math.round(Number(/peak memory (\d+)/.exec(stderr)?.[1]) / 1024);
}

/**
 * Lines of the kernel that the readers give to the parsers.
 * @param {string} path @param {string} folder
 * @returns {Promise<number>}
 */
async function found(path, folder) {
  const outfile = join(folder, 'readers.mjs');
  const contents = `export { openBundle } from './src/bundle/open.ts'; export { wanted } from './src/parsers/index.ts';`;
  const stdin = { contents, resolveDir: project };
  await build({ stdin, bundle: true, platform: 'node', format: 'esm', outfile, logLevel: 'error' });
  const { openBundle, wanted } = await import(outfile);
  /** @type {{ captures: { files: { origin: string, lines: Iterable<{ text: string }> }[] }[] }} */
  const bundle = await openBundle(path, { wanted });
  const logs = bundle.captures
    .flatMap(({ files }) => files)
    .filter(({ origin }) => origin.startsWith('/var/log/'));
  return logs.flatMap(({ lines }) => [...lines]).filter(({ text }) => text.includes(' kernel: ')).length;
}

/**
 * @param {string} what @param {number} time @param {number} base @param {string} than @param {number} [most]
 */
function print(what, time, base, than, most) {
  const ratio = (time / base).toFixed(2);
  const seconds = `${time.toFixed(2)} s, ${base.toFixed(2)} s`;
  console.log(
    `${what.padEnd(28)} ${ratio} times ${than}  (${seconds}${most === undefined ? '' : `; at most ${most}`})`,
  );
}

/** @param {string} folder */
async function times(folder) {
  const at = (/** @type {string} */ name) => join(folder, name);
  const planted = await makeSosreport(at('big.tar'), { entries: 18_000, logBytes: 300e6, otherBytes: 50e6 });
  await makeSosreport(at('many.tar'), { entries: 80_000, logBytes: 0, otherBytes: 40e6 });
  shell('gzip -k "$1" && gzip -k "$2" && xz -0 -T0 -k "$1"', at('big.tar'), at('many.tar'));
  console.log(
    `report of a host with 300 MB of logs: ${await found(at('big.tar'), folder)} of ${planted} messages found`,
  );
  const run = (/** @type {string} */ command, /** @type {string} */ name) => () =>
    shell(command, at(name)).seconds;
  const medians = inTurn({
    gunzip: run('gzip -dc "$1" > /dev/null', 'big.tar.gz'),
    unxz: run('xz -dc "$1" | cat > /dev/null', 'big.tar.xz'),
    list: run('tar -tzf "$1" > /dev/null', 'many.tar.gz'),
    gz: () => report(at('big.tar.gz')),
    xz: () => report(at('big.tar.xz')),
    tar: () => report(at('big.tar')),
    many: () => report(at('many.tar.gz')),
  });
  const { gunzip = NaN, unxz = NaN, list = NaN, gz = NaN, xz = NaN, tar = NaN, many = NaN } = medians;
  print('  .tar.gz', gz, gunzip, 'gzip -dc', 0.7);
  print('  .tar', tar, gunzip, 'gzip -dc of the .tar.gz', 0.4);
  print('  .tar.xz', xz, unxz, 'xz -dc | cat', 1.3);
  print('  80,000 entries, .tar.gz', many, list, 'tar -tzf', 1.2);
  for (const name of ['big.tar.gz', 'big.tar.xz', 'big.tar']) {
    console.log(`  peak memory of ${name}: ${memory(at(name))} MiB (at most 200)`);
  }
}

/** @param {string} folder */
async function memories(folder) {
  const path = join(folder, 'log.tar');
  for (const megabytes of [10, 100, 400, 2000]) {
    await makeSosreport(path, { entries: 1000, logBytes: megabytes * 1e6, otherBytes: 1e6 });
    shell('gzip -1 -f "$1"', path);
    console.log(`  peak memory with ${megabytes} MB of logs: ${memory(`${path}.gz`)} MiB`);
  }
}

/** Prints; nothing is asserted. */
export async function benchReaders() {
  for (const bench of [times, memories]) {
    const folder = await mkdtemp(join(tmpdir(), 'dropcause-bench-'));
    try {
      await bench(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
