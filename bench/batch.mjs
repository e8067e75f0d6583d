/**
 * `npm run bench -- batch [N]`: N archives of N/2 hosts (1,000), made of the samples, through `dropcause batch` with one
 * worker and with two, and through `xargs -P2 -n1 tar -tzf`. How much faster two programs are here than one that share
 * nothing is measured as well: two cores are seldom twice one. Needs xargs and tar. Nothing is asserted.
 */
import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hostNumber, variedBundle } from './varied.mjs';

const project = fileURLToPath(new URL('..', import.meta.url));
const cli = join(project, 'dist/cli.mjs');
const kinds = ['accept-queue-overflow', 'udp-rcvbuf-full', 'firewall-drop-rule', 'healthy-control'];

/** @param {string} folder @param {number} count */
async function makeArchives(folder, count) {
  await mkdir(folder);
  for (let i = 0; i < count; i++) {
    const host = i >> 1;
    const sample = join(
      project,
      'samples',
      kinds[host % kinds.length] ?? '',
      `capture-${1 + (i & 1)}.tar.gz`,
    );
    const archive = variedBundle(await readFile(sample), hostNumber(host));
    await writeFile(join(folder, `host-${host}-${1 + (i & 1)}.tar.gz`), archive);
  }
}

/** The process and all below it, in MiB; by /proc. @param {number} pid @returns {Promise<number>} */
async function treeMemory(pid) {
  const all = await Promise.all(
    (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => {
        const status = await readFile(`/proc/${name}/status`, 'latin1').catch(() => '');
        const field = (/** @type {string} */ key) =>
          Number(new RegExp(`^${key}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
        return { pid: Number(name), parent: field('PPid'), memory: field('VmRSS') / 1024 };
      }),
  );
  const tree = new Set([pid]);
  for (let before = 0; before < tree.size; ) {
    before = tree.size;
    for (const one of all) if (tree.has(one.parent)) tree.add(one.pid);
  }
  return all.reduce((sum, one) => sum + (tree.has(one.pid) ? one.memory : 0), 0);
}

/**
 * @param {string} program @param {string[]} args @param {boolean} [measured]
 * @returns {Promise<{ seconds: number, memory: number }>} MiB at most, looked at once a second
 */
async function timed(program, args, measured = false) {
  const started = process.hrtime.bigint();
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  let memory = 0;
  const looking = measured
    ? setInterval(async () => {
        memory = Math.max(memory, await treeMemory(child.pid ?? 0));
      }, 1000)
    : undefined;
  const status = await new Promise((done) => child.once('exit', done));
  clearInterval(looking);
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}`);
  return { seconds: Number(process.hrtime.bigint() - started) / 1e9, memory };
}

/** The same work as whole programs, one or two at a time. @param {string} input */
async function speedUpApart(input) {
  const report =
    'ls -d "$1"/* | head -40 | xargs -P"$2" -n1 "$3" --single-threaded "$4" report -q -f html -o - > /dev/null';
  const [one, two] = [
    await timed('sh', ['-c', report, 'sh', input, '1', process.execPath, cli]),
    await timed('sh', ['-c', report, 'sh', input, '2', process.execPath, cli]),
  ];
  return one.seconds / two.seconds;
}

/** @param {number} count archives */
export async function benchBatch(count) {
  const folder = await mkdtemp(join(tmpdir(), 'dropcause-bench-'));
  try {
    const input = join(folder, 'in');
    await makeArchives(input, count);
    const batch = (/** @type {string} */ out, /** @type {string} */ workers) =>
      timed(process.execPath, [cli, 'batch', input, '-o', join(folder, out), '-q', '-j', workers], true);
    const list = await timed('sh', ['-c', 'ls -d "$1"/* | xargs -P2 -n1 tar -tzf > /dev/null', 'sh', input]);
    const apart = await speedUpApart(input);
    const two = await batch('two', '2');
    const one = await batch('one', '1');
    const again = await batch('two', '2');
    const rate = (/** @type {number} */ seconds) => (count / seconds).toFixed(1);
    console.log(`batch of ${count} archives of ${Math.ceil(count / 2)} hosts, HTML reports and index`);
    console.log(
      `  2 workers   ${rate(two.seconds)} archives/s, peak ${Math.round(two.memory)} MiB in all processes`,
    );
    console.log(
      `  1 worker    ${rate(one.seconds)} archives/s, peak ${Math.round(one.memory)} MiB in all processes`,
    );
    console.log(
      `  speed-up    ${(one.seconds / two.seconds).toFixed(2)} (goal: 1.7 on 2 cores); ` +
        `of programs that share nothing ${apart.toFixed(2)}`,
    );
    console.log(`  ratio       ${(two.seconds / list.seconds).toFixed(2)} times xargs -P2 -n1 tar -tzf`);
    console.log(
      `  second run  ${again.seconds.toFixed(2)} s, ${((100 * again.seconds) / two.seconds).toFixed(1)} % of the first`,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
