/**
 * What a batch keeps between runs, below OUT/.dropcause: nothing of it is needed to read the results. Every file
 * appears whole or not at all, so that a run may be killed at any moment and two runs may work at once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { link, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { writeWhole } from '../files/write-whole.ts';

/** Somebody put something in the place of one of our folders. */
export class NotOurFolder extends Error {
  constructor(path: string) {
    super(`${path} is no folder of its own (a link, or a file): nothing is written below it`);
    this.name = 'NotOurFolder';
  }
}

export class Store {
  /** The folder that the results go to. */
  readonly out: string;
  readonly #own: string;
  readonly #parts: string;
  readonly #analyzer: string;

  /** @param analyzer Tells this version of the program: what another one read is read again. */
  constructor(out: string, analyzer: string) {
    this.out = out;
    this.#own = join(out, '.dropcause');
    this.#parts = join(this.#own, 'parts');
    this.#analyzer = createHash('sha256').update(analyzer).digest('hex').slice(0, 16);
  }

  get analyzer(): string {
    return this.#analyzer;
  }

  /** @throws NotOurFolder */
  async prepare(): Promise<void> {
    await mkdir(this.out, { recursive: true });
    for (const folder of [
      this.#own,
      this.#parts,
      this.inStore('hosts'),
      this.inStore('measures'),
      this.inStore('written'),
    ])
      await this.folder(folder, 0o700);
    await this.folder(this.inStore(`read-${this.#analyzer}`), 0o700);
    await this.folder(join(this.out, 'hosts'));
    await this.clearParts();
  }

  inStore(...steps: string[]): string {
    return join(this.#own, ...steps);
  }

  /** Record of an archive, its captures, or why there are none. */
  ofArchive(digest: string, what: 'json' | 'captures' | 'trouble'): string {
    return this.inStore(`read-${this.#analyzer}`, digest.slice(0, 2), `${digest}.${what}`);
  }

  /** Makes a folder below one that is there. @throws NotOurFolder */
  async folder(path: string, mode = 0o777): Promise<void> {
    await mkdir(path, { mode }).catch(unlessThere);
    if (!(await lstat(path)).isDirectory()) throw new NotOurFolder(path);
  }

  /** Writes beside nothing that anybody looks at, and moves it into its place; never through a link. */
  async write(path: string, content: string | Uint8Array, mode = 0o666): Promise<void> {
    await writeWhole(this.#part(), path, content, mode);
  }

  /** Writes a file for its owner, unless there is one: of several writers at once the first wins. */
  async createOnce(path: string, content: string): Promise<void> {
    const part = `${path}.${randomBytes(6).toString('hex')}.part`;
    await writeFile(part, content, { flag: 'wx', mode: 0o600 });
    await link(part, path).catch(unlessThere);
    await rm(part, { force: true });
  }

  /** For the store's own files: their folder is made, and only their owner may read them. */
  async keep(path: string, content: string | Uint8Array): Promise<void> {
    await this.folder(dirname(path), 0o700);
    await this.write(path, content, 0o600);
  }

  /** Undefined where there is none, or none that can be read. */
  async read(path: string): Promise<Buffer | undefined> {
    return readFile(path).catch(() => undefined);
  }

  /** Remembers, before a file is written, that this content is ours. */
  async announce(content: string | Uint8Array): Promise<void> {
    await this.keep(this.inStore('written', sha256(content)), '');
  }

  /** Is what lies there something that we wrote and nobody changed since? A link never is. */
  async wrote(path: string): Promise<boolean> {
    const status = await lstat(path).catch(() => undefined);
    if (!status?.isFile()) return false;
    const mark = this.inStore('written', sha256(await readFile(path)));
    return stat(mark).then(
      () => true,
      () => false,
    );
  }

  /** Removes a file of ours, unless somebody changed it. */
  async remove(path: string, digest: string): Promise<void> {
    const status = await lstat(path).catch(() => undefined);
    if (status?.isFile() && sha256(await readFile(path)) === digest) await rm(path, { force: true });
  }

  /** What is kept of one archive. */
  async forget(digest: string): Promise<void> {
    for (const what of ['json', 'captures'] as const) await rm(this.ofArchive(digest, what), { force: true });
  }

  /** What other versions of the program read. */
  async forgetOthers(): Promise<void> {
    for (const name of await readdir(this.#own))
      if (name.startsWith('read-') && name !== `read-${this.#analyzer}`)
        await rm(this.inStore(name), { recursive: true, force: true });
  }

  /** A folder of its own for what is made of several files; whoever asks removes it. */
  async scratch(): Promise<string> {
    return mkdtemp(join(this.#parts, `${machine}-${process.pid}-`));
  }

  #part(): string {
    return join(this.#parts, `${machine}-${process.pid}-${randomBytes(6).toString('hex')}`);
  }

  /**
   * What killed runs left half written; a run that is at work keeps its own. At the end of a run too: a worker outlives
   * a killed parent by half a second.
   */
  async clearParts(): Promise<void> {
    for (const name of await readdir(this.#parts)) {
      const [where, pid] = name.split('-');
      const path = join(this.#parts, name);
      const old = Date.now() - ((await lstat(path).catch(() => undefined))?.mtimeMs ?? 0) > day;
      if (old || (where === machine && !isRunning(Number(pid))))
        await rm(path, { recursive: true, force: true });
    }
  }
}

function unlessThere(error: unknown): void {
  if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
}

const day = 86_400_000;
const machine = sha256(hostname()).slice(0, 8);

export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
