import { join } from 'node:path';
import { analyze } from '../analyze.ts';
import { digestOf } from '../batch/digest.ts';
import type { HostRecord } from '../batch/host-record.ts';
import { keepHost, madeOf } from '../batch/host-record.ts';
import type { HostJob, Member } from '../batch/hosts.ts';
import { partOf } from '../batch/hosts.ts';
import { keepMeasures } from '../batch/kept-measures.ts';
import type { ReadJob } from '../batch/read-archive.ts';
import { readArchive, storedBundle } from '../batch/read-archive.ts';
import { Store, sha256 } from '../batch/store.ts';
import { serve } from '../batch/worker.ts';
import type { Focus } from '../causes/cause.ts';
import { catalogue } from '../causes/index.ts';
import { fleetHost } from '../fleet/host.ts';
import { measuresOf } from '../fleet/measures.ts';
import type { Bundle, Report } from '../model.ts';
import type { Letterhead } from '../report/page.ts';
import { Printer } from '../report/pdf.ts';
import type { Alias } from '../report/redact/aliases.ts';
import { Aliases } from '../report/redact/aliases.ts';
import { redactReport } from '../report/redact/redact.ts';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';
import type { FormatName, RenderOptions } from './formats.ts';
import { extensions, renderFormat } from './formats.ts';
import type { Language } from './language.ts';
import { speaking } from './language.ts';
import { mayReplace } from './output.ts';

/** Everything beside the archives that changes a byte of a report. */
export interface ReportOptions extends Letterhead {
  version: string;
  analyzer: string;
  format: FormatName[];
  lang: Language;
  paper?: 'A4' | 'Letter';
  focus: Focus;
  /** Key of the aliases, in hex. */
  redact?: string;
  /** SOURCE_DATE_EPOCH, milliseconds. */
  fixedTime?: number;
}

/** What a worker is told first. */
export interface Setup {
  out: string;
  options: ReportOptions;
  force: boolean;
  browser?: string;
  browserSandbox: boolean;
}

/** `dropcause batch-worker`: what `dropcause batch` starts, and nobody else. */
export async function batchWorker(): Promise<ExitCode> {
  let maker: HostMaker | undefined;
  const ready = () => {
    if (!maker) throw new Error('no setup came first');
    return maker;
  };
  await serve({
    setup: async (setup: Setup) => {
      maker = new HostMaker(setup);
    },
    digest: (path: string) => digestOf(path),
    read: (job: ReadJob) => readArchive(job, ready().store),
    host: (job: HostJob) => ready().make(job),
  });
  await maker?.close();
  return exitCodes.done;
}

/** Makes the reports of one host after the other. */
class HostMaker {
  readonly store: Store;
  readonly #setup: Setup;
  readonly #printer: Printer;
  /** With --redact the names of files are aliases too: most hold the name of the host. */
  readonly #files: Aliases | undefined;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.store = new Store(setup.out, setup.options.analyzer);
    this.#printer = new Printer(setup);
    const { redact } = setup.options;
    this.#files = redact === undefined ? undefined : new Aliases(Buffer.from(redact, 'hex'));
  }

  async close(): Promise<void> {
    await this.#printer.close();
  }

  async make(job: HostJob): Promise<HostRecord> {
    const { options } = this.#setup;
    const bundles = await Promise.all(job.members.map((member) => this.#bundle(member)));
    const { version, focus, fixedTime: now = Date.now() } = options;
    const { report, paths, aliases } = this.#forReaders(
      analyze(bundles, catalogue, { version, now, focus }),
      job.members.flatMap((member) => member.paths),
    );
    const { reports, files, missing } = await this.#write(job.id, report);
    const { id, damaged } = job;
    const record: HostRecord = {
      made: madeOf(job, options),
      digests: job.members.map(({ digest }) => digest),
      host: fleetHost(report, { id, bundles: paths, reports, damaged }, { catalogue }),
      files,
      missing,
      aliases,
    };
    await keepMeasures(this.store, id, measuresOf(report, await speaking(options.lang)));
    await keepHost(this.store, id, record);
    return record;
  }

  async #bundle({ digest, paths, captures }: Member): Promise<Bundle> {
    const [first] = paths;
    const shown = this.#files ? this.#files.name('id', first) : first;
    const bundle = partOf(await storedBundle(this.store, digest, shown), captures);
    if (paths.length === 1 || this.#files) return bundle;
    const message = { id: 'input/same-archive', args: { paths: paths.join(', ') } };
    return { ...bundle, notes: [...bundle.notes, { path: '', message }] };
  }

  #forReaders(report: Report, paths: string[]): { report: Report; paths: string[]; aliases: Alias[] } {
    const { redact } = this.#setup.options;
    const files = this.#files;
    if (redact === undefined || !files) return { report, paths, aliases: [] };
    const hidden = redactReport(report, Buffer.from(redact, 'hex'));
    const aliasPaths = paths.map((path) => files.name('id', path));
    const used = files.list().filter(({ original }) => paths.includes(original));
    return { report: hidden.report, paths: aliasPaths, aliases: [...hidden.aliases, ...used] };
  }

  /** A format that cannot be made or written costs that format only. */
  async #write(id: string, report: Report): Promise<Written> {
    const { options, force } = this.#setup;
    const { browserSandbox } = this.#setup;
    const view: RenderOptions = {
      ...options,
      ...(await speaking(options.lang)),
      printer: this.#printer,
      browserSandbox,
    };
    const written: Written = { reports: {}, files: [], missing: [] };
    for (const format of options.format) {
      const path = join('hosts', `${id}.${extensions[format]}`);
      const full = join(this.store.out, path);
      try {
        const content = await renderFormat(format, report, view);
        if (!(await this.store.wrote(full))) await mayReplace(full, format, content, force);
        if (format === 'reply') await this.store.announce(content);
        await this.store.write(full, content);
        written.reports[format] = path;
        written.files.push({ path, sha256: sha256(content) });
      } catch (error) {
        written.missing.push({ format, reason: error instanceof Error ? error.message : String(error) });
      }
    }
    return written;
  }
}

interface Written extends Pick<HostRecord, 'files' | 'missing'> {
  reports: Record<string, string>;
}
