import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/*
 * `npm run audit`: known vulnerabilities of what the lockfile lists. Needs the advisories of a registry; where they cannot
 * be had (no network, a mirror without them) it says so and ends with 0: nothing was found, and nothing was looked up.
 */
const npm = process.env['npm_execpath'];
const [command, args] = npm && existsSync(npm) ? [process.execPath, [npm]] : ['npm', []];
const options = ['audit', '--json', '--package-lock-only', '--audit-level=high', '--fetch-retries=0'];
const { stdout, error } = spawnSync(command, [...args, ...options], { encoding: 'utf8', timeout: 120_000 });
const answer = parsed(stdout ?? '');

if (answer?.metadata?.vulnerabilities) {
  const { critical = 0, high = 0, moderate = 0, low = 0 } = answer.metadata.vulnerabilities;
  console.log(`advisories: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low`);
  for (const { name, severity, range } of Object.values(answer.vulnerabilities ?? {}))
    console.log(`  ${severity}: ${name} ${range}`);
  if (critical + high > 0) process.exitCode = 1;
} else {
  const why = answer?.message ?? answer?.error?.summary ?? error?.message ?? 'no answer';
  console.log(`not audited: the advisories of the registry could not be reached (${firstLine(why)})`);
}

/** @param {string} text */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Without the address of the registry: what this prints goes into logs that others read.
 * @param {unknown} text
 */
function firstLine(text) {
  return String(text)
    .split('\n')[0]
    ?.replace(/https?:\/\/\S+/g, 'its address');
}
