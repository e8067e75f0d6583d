import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Archive, Unread } from '../batch/archives.ts';
import { readArchives } from '../batch/archives.ts';
import type { Discovery } from '../batch/discover.ts';
import type { FailedHost, HostRecord } from '../batch/host-record.ts';
import { currentRecord, keepHost, madeOf } from '../batch/host-record.ts';
import type { HostJob } from '../batch/hosts.ts';
import { hostsOf } from '../batch/hosts.ts';
import { Pool } from '../batch/pool.ts';
import { NotOurFolder, Store } from '../batch/store.ts';
import { removeSuperseded } from '../batch/superseded.ts';
import { analyzerOf, programPath } from './analyzer.ts';
import type { HostIds } from './batch-aliases.ts';
import { hostIds, keepAliases, redactionKey } from './batch-aliases.ts';
import { writeFleet } from './batch-fleet.ts';
import type { QueueOptions } from './batch-queue.ts';
import { summaryOf } from './batch-summary.ts';
import type { ReportOptions, Setup } from './batch-worker.ts';
import { fixedTime } from './bundles.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes, strongest } from './exit-codes.ts';
import { failOn } from './fail-on.ts';
import { Failure } from './failure.ts';
import { letterheadOf } from './letterhead.ts';
import { ResultTeller } from './on-result.ts';
import { Progress } from './progress.ts';
import type { ReportOptions as SharedOptions } from './report.ts';
import { focusOf } from './report.ts';

export interface BatchCommand extends SharedOptions {
  output?: string;
  from?: string;
  queue?: QueueOptions['queue'];
  /** Of the storage that the machines of a queue share. */
  root: string;
  /** Seconds. */
  lease: number;
  jobs?: number;
  /** MiB per worker. */
  memory: number;
  /** Seconds per archive and per host. */
  timeout: number;
  retryFailed?: boolean;
  jsonLog?: boolean;
  /** A folder that is looked at again and again. */
  watch?: string;
  /** Seconds that a file in it must have stood still. */
  settle: number;
  /** A program that is run for each result. */
  onResult?: string;
}

interface Reported {
  /** Of all hosts, also of those without a report. */
  ids: Set<string>;
  records: HostRecord[];
  failed: Unread[];
}

/** All that one run holds; `once` may be called again when there is something new. */
export class BatchRun {
  readonly #command: BatchCommand;
  readonly #store: Store;
  readonly #options: ReportOptions;
  readonly #pool: Pool;
  readonly #progress: Progress;
  readonly #ids: HostIds;
  readonly #teller: ResultTeller | undefined;

  private constructor(command: BatchCommand, store: Store, options: ReportOptions) {
    this.#command = command;
    this.#store = store;
    this.#options = options;
    this.#progress = new Progress(command);
    this.#ids = hostIds(options.redact);
    this.#teller = command.onResult === undefined ? undefined : new ResultTeller(command.onResult, store);
    const { force = false, browser, browserSandbox, memory, timeout: seconds, jobs } = command;
    const setup: Setup = {
      out: store.out,
      options,
      force,
      browserSandbox,
      ...(browser === undefined ? {} : { browser }),
    };
    this.#pool = new Pool({
      program: [programPath(), 'batch-worker'],
      workers: Math.max(1, jobs ?? availableParallelism()),
      memory,
      seconds,
      setup,
    });
  }

  static async begin(command: BatchCommand): Promise<BatchRun> {
    const letterhead = await letterheadOf(command);
    const analyzer = await analyzerOf(command.version);
    if (command.output === undefined) throw new Failure('where to? name a folder with -o');
    const store = new Store(resolve(command.output), analyzer);
    await store.prepare().catch((error: unknown) => {
      throw error instanceof NotOurFolder ? new Failure(error.message) : error;
    });
    const { version, format, lang, paper } = command;
    const time = fixedTime();
    const options: ReportOptions = {
      ...letterhead,
      version,
      analyzer,
      format,
      lang,
      focus: focusOf(command),
      ...(paper === undefined ? {} : { paper }),
      ...(command.redact ? { redact: await redactionKey(store, command.redactMap) } : {}),
      ...(time === undefined ? {} : { fixedTime: time }),
    };
    return new BatchRun(command, store, options);
  }

  close(): void {
    this.#pool.close();
  }

  get out(): string {
    return this.#store.out;
  }

  async once({ found, missing, passedOver }: Discovery): Promise<ExitCode> {
    if (found.length + missing.length === 0)
      throw new Failure(`no archive in what was given (${passedOver} other files)`);
    const { archives, unread } = await this.#read(found);
    for (const { path, reason } of missing) this.#progress.problem(path, reason);
    const lost: Unread[] = missing.map(({ path, reason }) => ({
      path,
      trouble: { kind: 'unreadable', reason },
    }));
    const { ids, records, failed } = await this.#report(archives);
    const unreadable = [...lost, ...unread, ...failed];
    const { fleet, written, kept } = await writeFleet(this.#store, {
      version: this.#command.version,
      createdAt: this.#options.fixedTime ?? Date.now(),
      hosts: records.map(({ host }) => host),
      unreadable: unreadable.map(({ path, trouble }) => ({ path: this.#ids.path(path), ...trouble })),
      lang: this.#command.lang,
      force: this.#command.force === true,
    });
    await this.#tidy(archives, ids, records);
    await this.#store.clearParts();
    for (const record of records) await this.#tell(record);
    this.#progress.end();
    for (const { path, reason } of kept) this.#progress.problem(path, reason);
    if (!this.#command.quiet) process.stdout.write(summaryOf({ fleet, unreadable, passedOver, written }));
    const incomplete =
      unreadable.length > 0 ||
      kept.length > 0 ||
      records.some(({ host, missing: formats }) => host.damaged || formats.length > 0);
    return strongest([
      records.length === 0 ? exitCodes.unusable : exitCodes.done,
      incomplete ? exitCodes.partly : exitCodes.done,
      ...records.map(({ host }) => failOn(host.findings, this.#command.failOn)),
    ]);
  }

  async #read(found: Parameters<typeof readArchives>[0]) {
    const { retryFailed = false, timeout } = this.#command;
    const options = {
      store: this.#store,
      pool: this.#pool,
      retryFailed,
      // The reader ends by itself before its worker is ended: what was read until then is used.
      seconds: timeout * 0.8,
      on: this.#progress,
    };
    const { queue, root, lease, jobs = availableParallelism() } = this.#command;
    if (queue === undefined) return readArchives(found, options);
    const { withQueue } = await import('./batch-queue.ts');
    const { readThroughQueue } = await import('../batch/queue/read-through.ts');
    return withQueue({ queue, lease }, this.#store.analyzer, (opened) =>
      readThroughQueue(found, { ...options, ...opened, root: resolve(root), workers: jobs }),
    );
  }

  async #report(archives: readonly Archive[]): Promise<Reported> {
    const jobs = hostsOf(archives, this.#ids.host);
    this.#progress.begin('reporting', jobs.length);
    const records: HostRecord[] = [];
    const failed: Unread[] = [];
    await Promise.all(
      jobs.map(async (job) => {
        const record = await this.#host(job);
        if ('host' in record) records.push(record);
        else
          for (const path of job.members.flatMap((member) => member.paths))
            failed.push({ path, trouble: record.trouble });
      }),
    );
    return { ids: new Set(jobs.map(({ id }) => id)), records, failed };
  }

  async #host(job: HostJob): Promise<HostRecord | FailedHost> {
    const made = madeOf(job, this.#options);
    const known = await currentRecord(this.#store, job.id, made, this.#command.retryFailed === true);
    const record = known ?? (await this.#make(job, made));
    if ('host' in record) {
      this.#progress.reported(record.host, known !== undefined);
      for (const { format, reason } of record.missing)
        this.#progress.problem(job.id, `no ${format}: ${reason}`);
    } else this.#progress.failed(job.id, known !== undefined, record.trouble);
    return record;
  }

  async #make(job: HostJob, made: string): Promise<HostRecord | FailedHost> {
    const outcome = await this.#pool.run<HostRecord>('host', job);
    if (outcome.done) return outcome.value;
    const { kind, reason } = outcome.trouble;
    const digests = job.members.map(({ digest }) => digest);
    const record = { made, digests, trouble: { kind, reason: `no report could be made: ${reason}` } };
    await keepHost(this.#store, job.id, record);
    return record;
  }

  async #tell(record: HostRecord): Promise<void> {
    const problem = await this.#teller?.tell(record);
    if (problem !== undefined) this.#progress.problem(record.host.id, problem);
  }

  async #tidy(
    archives: readonly Archive[],
    ids: ReadonlySet<string>,
    records: readonly HostRecord[],
  ): Promise<void> {
    const digests = new Set(archives.map(({ digest }) => digest));
    await removeSuperseded(this.#store, ids, digests);
    await this.#store.forgetOthers();
    const aliases = [...records.flatMap((record) => record.aliases), ...this.#ids.aliases()];
    if (this.#options.redact !== undefined)
      await keepAliases(this.#store, this.#command.redactMap, this.#options.redact, aliases);
  }
}
