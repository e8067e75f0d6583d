import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Installs what the lockfile lists, unless it is installed already. This stands inside `start` and `test`, not
 * in pre-scripts: those are skipped where npm is configured with ignore-scripts. Node's own modules only.
 */
export function install() {
  const missing = firstMissing();
  if (missing === undefined) return;
  console.log(`Installing the dependencies (${missing})`);
  const npm = process.env['npm_execpath'];
  const [command, args] = npm ? [process.execPath, [npm]] : ['npm', []];
  // NODE_ENV=production would leave out the tools; no dependency of ours needs its install script.
  const options = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
  ];
  const { status, error } = spawnSync(command, [...args, ...options], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`npm ci failed: ${error?.message ?? `exit status ${status}`}`);
}

/** The first difference between the lockfile and what npm wrote down after its last install; undefined: none. */
function firstMissing() {
  const wanted = packagesOf('package-lock.json');
  const present = packagesOf('node_modules/.package-lock.json');
  if (!present) return 'nothing is installed yet';
  const differing = Object.entries(wanted ?? {}).find(
    ([path, entry]) =>
      path !== '' && present[path]?.version !== entry.version && !(entry.optional && !present[path]),
  );
  return differing && `${differing[0]} is not ${differing[1].version}`;
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version?: string, optional?: boolean }> | undefined}
 */
function packagesOf(lockfile) {
  try {
    return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
