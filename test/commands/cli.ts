import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The built program, as a user starts it. */
const cli = fileURLToPath(new URL('../../dist/cli.mjs', import.meta.url));

export interface Ran {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `dropcause ARGUMENTS`; `env` is added to the environment. */
export function dropcause(
  args: readonly string[],
  env: Record<string, string> = {},
  input?: string | Buffer,
): Ran {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, ...env },
    ...(input === undefined ? {} : { input }),
  });
  return { status, stdout, stderr };
}

/** What `-f json` holds, as far as the tests look. */
export interface JsonReport {
  host: { name?: string };
  findings: {
    cause: string;
    verdict: string;
    severity: string;
    certainty: string;
    consequenceOf?: string;
    summary: { id: string; text: string };
    evidence: { path: string; line: number; excerpt: string }[];
    instances: { evidence: { path: string; line: number; excerpt: string }[] }[];
  }[];
  counters: { name: string; source: string; scope: { netns?: string }; increase: string; since: string }[];
}

/** The report of some bundles; fails when the program does not end with 0. */
export function jsonReport(bundles: readonly string[]): JsonReport {
  const { status, stdout, stderr } = dropcause(['report', ...bundles, '-f', 'json', '-o', '-']);
  if (status !== 0) throw new Error(`exit ${status}: ${stderr}`);
  return JSON.parse(stdout) as JsonReport;
}
