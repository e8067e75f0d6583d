import type { ChildProcess } from 'node:child_process';
import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Answer, Order, Outcome, Trouble } from './jobs.ts';

export interface WorkerLimits {
  /** The program and its arguments that make a process a worker. */
  program: readonly [path: string, ...args: string[]];
  /** MiB that a worker may take. */
  memory: number;
  /** Seconds that one job may take. */
  seconds: number;
}

/** How a job ended: with an answer, at a limit, by a signal from outside, with the worker, or before it began. */
export type JobEnd =
  | { how: 'answered'; outcome: Outcome<unknown> }
  | { how: 'limit' | 'killed' | 'crashed' | 'unstarted'; trouble: Trouble };

/** Milliseconds between two looks at the memory of a busy worker. */
const lookEvery = 100;
/** Seconds in which a worker must have started. */
const startSeconds = 60;

/** One worker, as its parent sees it. */
export class WorkerProcess {
  readonly #limits: WorkerLimits;
  readonly #child: ChildProcess;
  readonly #ready: Promise<void>;
  #said = '';
  #how = '';
  #gone = false;
  #wasReady = false;
  #limit: Trouble | undefined;
  #end: ((end: JobEnd) => void) | undefined;
  #start: (() => void) | undefined;

  constructor(limits: WorkerLimits, setup: unknown) {
    this.#limits = limits;
    const [path, ...args] = limits.program;
    // The rest is for what lies outside the heap: the bytes of files, and the program itself.
    const heap = Math.max(64, Math.floor(limits.memory * 0.75));
    this.#child = fork(path, args, {
      // A worker is one of many: helpers of the engine would only take the cores of the others (a third more time).
      execArgv: ['--single-threaded', `--max-old-space-size=${heap}`],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-4000);
    });
    this.#ready = new Promise((resolve) => {
      this.#start = resolve;
    });
    this.#child.on('message', (answer: Answer) => this.#heard(answer));
    this.#child.once('error', (error) => this.#left(`could not start: ${error.message}`));
    this.#child.once('exit', (code, signal) => this.#left(signal ?? `code ${code}`));
    this.#send({ kind: 'setup', job: setup });
  }

  /** False: it is gone, or so large that the next job would suffer from it. */
  get isUsable(): boolean {
    return !this.#gone && residentMiB(this.#child.pid) < this.#limits.memory / 2;
  }

  kill(): void {
    this.#child.kill('SIGKILL');
  }

  async run(kind: string, job: unknown): Promise<JobEnd> {
    const ended = new Promise<JobEnd>((resolve) => {
      this.#end = resolve;
    });
    const starting = setTimeout(() => this.#stop('crashed', 'the worker did not start'), startSeconds * 1000);
    await this.#ready;
    clearTimeout(starting);
    const { seconds, memory } = this.#limits;
    const deadline = setTimeout(
      () => this.#stop('too-slow', `took longer than ${seconds} seconds (--timeout)`),
      seconds * 1000,
    );
    const looking = setInterval(() => {
      if (residentMiB(this.#child.pid) > memory)
        this.#stop('too-large', `needed more than ${memory} MiB of memory (--memory)`);
    }, lookEvery);
    if (this.#gone) this.#finish(this.#ending(this.#how));
    else this.#send({ kind, job });
    const end = await ended;
    clearTimeout(deadline);
    clearInterval(looking);
    return end;
  }

  #send(order: Order): void {
    // A worker that is gone is noticed by its exit.
    this.#child.send(order, () => {});
  }

  #heard(answer: Answer): void {
    if (answer.ready) {
      this.#wasReady = true;
      this.#start?.();
    } else this.#finish({ how: 'answered', outcome: answer.outcome });
  }

  #stop(kind: Trouble['kind'], reason: string): void {
    this.#limit ??= { kind, reason };
    this.kill();
  }

  #left(how: string): void {
    this.#gone = true;
    this.#how = how;
    this.#start?.();
    this.#finish(this.#ending(how));
  }

  #finish(end: JobEnd): void {
    this.#end?.(end);
    this.#end = undefined;
  }

  #ending(how: string): JobEnd {
    if (this.#limit) return { how: 'limit', trouble: this.#limit };
    if (/heap out of memory|Allocation failed/i.test(this.#said)) {
      const reason = `needed more than ${this.#limits.memory} MiB of memory (--memory)`;
      return { how: 'limit', trouble: { kind: 'too-large', reason } };
    }
    const trouble: Trouble = { kind: 'crashed', reason: `its worker ended with ${how}` };
    if (how === 'SIGKILL' || how === 'SIGTERM') return { how: 'killed', trouble };
    return { how: this.#wasReady ? 'crashed' : 'unstarted', trouble };
  }
}

/** Resident memory as Linux tells it; 0 where there is no /proc (the limit of the heap holds there too). */
function residentMiB(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
