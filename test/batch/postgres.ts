/** A PostgreSQL of its own for a test, in a folder that goes away with it; never run as root. */
import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = '/usr/lib/postgresql';

function programs(): string | undefined {
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  return versions.map((version) => join(root, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')));
}

/** Undefined where everything is there. */
export const lacksPostgres = programs() === undefined ? `no initdb below ${root}` : undefined;

export class Postgres {
  readonly #folder = mkdtempSync(join(tmpdir(), 'dropcause-pg-'));
  readonly #port: number;

  private constructor(port: number) {
    this.#port = port;
    if (process.getuid?.() === 0) chownSync(this.#folder, id('-u'), id('-g'));
    this.#run('initdb', '-D', join(this.#folder, 'data'), '-A', 'trust', '-U', 'dropcause');
    this.start();
  }

  static async begin(): Promise<Postgres> {
    return new Postgres(await freePort());
  }

  get url(): string {
    return `postgres://dropcause@127.0.0.1:${this.#port}/postgres`;
  }

  start(): void {
    const options = `-p ${this.#port} -k ${this.#folder} -c listen_addresses=127.0.0.1 -c fsync=off`;
    this.#run('pg_ctl', ...this.#data, '-o', options, '-l', join(this.#folder, 'log'), '-w', 'start');
  }

  /** As if the machine had lost its power. */
  crash(): void {
    this.#run('pg_ctl', ...this.#data, '-m', 'immediate', '-w', 'stop');
  }

  end(): void {
    this.crash();
    rmSync(this.#folder, { recursive: true });
  }

  get #data(): string[] {
    return ['-D', join(this.#folder, 'data')];
  }

  #run(program: string, ...args: string[]): void {
    const command = [join(programs() ?? '', program), ...args];
    const asOther = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--', ...command] : command;
    const [first = '', ...rest] = asOther;
    // What pg_ctl starts keeps the streams open.
    const { status, error } = spawnSync(first, rest, { stdio: 'ignore', cwd: this.#folder });
    if (status !== 0) throw error ?? new Error(`${command.join(' ')} ended with ${status}`);
  }
}

const id = (which: string) => Number(spawnSync('id', [which, 'postgres'], { encoding: 'utf8' }).stdout);

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
