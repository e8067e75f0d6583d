import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { HostRecord } from '../batch/host-record.ts';
import type { Store } from '../batch/store.ts';
import { sha256 } from '../batch/store.ts';

/**
 * Runs a program for each new result, one after the other: the report's files are its arguments, and what else is
 * known stands in its environment. There is no shell, so that nothing of a host becomes a command. A result whose
 * program did not end well is told again in the next run.
 */
export class ResultTeller {
  readonly #program: string;
  readonly #store: Store;

  constructor(program: string, store: Store) {
    this.#program = program;
    this.#store = store;
  }

  /** @returns what went wrong. */
  async tell({ made, host, files }: HostRecord): Promise<string | undefined> {
    const mark = this.#store.inStore('told', sha256(`${host.id} ${made}`));
    if (await this.#store.read(mark)) return undefined;
    const { id, standing, findings, reports } = host;
    const [worst] = findings;
    const paths = files.map(({ path }) => join(this.#store.out, path));
    const formats = Object.entries(reports).map(([format, path]) => [
      `DROPCAUSE_${format.toUpperCase()}`,
      join(this.#store.out, path),
    ]);
    const problem = await ran(this.#program, paths, {
      DROPCAUSE_ID: id,
      DROPCAUSE_HOST: host.identity.name ?? '',
      DROPCAUSE_VERDICT: standing.verdict,
      DROPCAUSE_CAUSE: worst?.cause ?? '',
      DROPCAUSE_SEVERITY: worst?.severity ?? '',
      DROPCAUSE_OUT: this.#store.out,
      ...(Object.fromEntries(formats) as Record<string, string>),
    });
    if (problem === undefined) await this.#store.keep(mark, id);
    return problem;
  }
}

/** A NUL would end a variable, and spawn refuses it. */
const plain = (text: string) => text.replaceAll('\0', '');

function ran(
  program: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<string | undefined> {
  const own = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, plain(value)]));
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      shell: false,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...own },
    });
    child.once('error', (error) => resolve(`${program} cannot be run: ${error.message}`));
    child.once('exit', (code, signal) =>
      resolve(code === 0 ? undefined : `${program} ended with ${signal ?? `code ${code}`}`),
    );
  });
}
