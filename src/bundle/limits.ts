import { LimitReached } from './errors.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const GiB = 1024 * MiB;

/**
 * How much of a stranger's input is read. A limit on one entry costs that entry (its head is kept, with a note); a
 * limit on the whole ends the reading with a note, and what was read until then is analysed.
 */
export interface Limits {
  /** Bytes of all entries together, after decompression. */
  totalBytes: number;
  /** Bytes of one entry that pass by while it is searched. */
  entryBytes: number;
  /** Bytes of one entry that are kept in memory. */
  wholeBytes: number;
  /** Bytes of all entries that are kept in memory. */
  keptBytes: number;
  entries: number;
  /** Bytes out per byte in of one decompressor, looked at once it has given `ratioFrom` bytes. */
  ratio: number;
  ratioFrom: number;
  /** Archives and compressions inside one another. */
  nesting: number;
  /** Symbolic links followed for one path; Linux follows 40. */
  links: number;
  /** Bytes of one line; what is longer is cut. */
  lineBytes: number;
  /** Lines of one searched file: the first tenth and the last nine tenths of them are kept. */
  hits: number;
  /** Characters in the kept lines of one searched file. */
  hitBytes: number;
  /** Seconds that the reading of one input may take. */
  seconds: number;
}

export const defaultLimits: Limits = {
  totalBytes: 64 * GiB,
  entryBytes: 16 * GiB,
  wholeBytes: 16 * MiB,
  keptBytes: 96 * MiB,
  entries: 1_000_000,
  ratio: 1000,
  ratioFrom: 64 * MiB,
  nesting: 6,
  links: 40,
  lineBytes: 64 * KiB,
  hits: 20_000,
  hitBytes: 8 * MiB,
  seconds: 900,
};

/** What one input has used up of its limits. */
export class Budget {
  readonly limits: Limits;
  readonly #deadline: number;
  readonly #signal: AbortSignal | undefined;
  #entries = 0;
  #bytes = 0;
  #kept = 0;

  /** Where the system's decompressors are looked for. */
  readonly toolPath: string;

  constructor(limits: Partial<Limits> = {}, signal?: AbortSignal, toolPath = process.env['PATH'] ?? '') {
    this.limits = { ...defaultLimits, ...limits };
    this.toolPath = toolPath;
    this.#deadline = performance.now() + this.limits.seconds * 1000;
    this.#signal = signal;
  }

  /** @throws LimitReached */
  countEntry(): void {
    this.#entries += 1;
    if (this.#entries > this.limits.entries) throw new LimitReached('entries', this.limits.entries);
  }

  /** @throws the reason of an abort */
  throwIfAborted(): void {
    this.#signal?.throwIfAborted();
  }

  /** @throws LimitReached, or the reason of an abort */
  countBytes(bytes: number): void {
    this.#bytes += bytes;
    if (this.#bytes > this.limits.totalBytes) throw new LimitReached('totalBytes', this.limits.totalBytes);
    this.throwIfAborted();
    if (performance.now() > this.#deadline) throw new LimitReached('seconds', this.limits.seconds);
  }

  /** Reserves memory for a kept entry; false when there is none left. */
  keep(bytes: number): boolean {
    if (this.#kept + bytes > this.limits.keptBytes) return false;
    this.#kept += bytes;
    return true;
  }

  release(bytes: number): void {
    this.#kept -= bytes;
  }
}
