import type { Outcome } from './jobs.ts';
import type { WorkerLimits } from './worker-process.ts';
import { WorkerProcess } from './worker-process.ts';

export interface PoolOptions extends WorkerLimits {
  /** Processes at once. */
  workers: number;
  /** The first order of every worker. */
  setup: unknown;
}

/** Somebody outside killed the worker: no fault of the job, unless it happens again and again. */
const attemptsWhenKilled = 6;
/** A crash may come from the jobs before it. */
const attemptsWhenCrashed = 2;

/** The batch ends: what its workers were doing came to nothing, and is no fault of theirs. */
class PoolClosed extends Error {}

/** Gives jobs to worker processes; a job that ends its worker costs that job only. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #idle: WorkerProcess[] = [];
  readonly #waiting: ((worker: WorkerProcess) => void)[] = [];
  readonly #all = new Set<WorkerProcess>();
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** @throws PoolClosed, or when no worker can be started. */
  async run<T>(kind: string, job: unknown): Promise<Outcome<T>> {
    for (let attempt = 1; ; attempt++) {
      const worker = await this.#free();
      const end = await worker.run(kind, job);
      this.#release(worker);
      if (this.#closed) throw new PoolClosed();
      if (end.how === 'answered') return end.outcome as Outcome<T>;
      if (end.how === 'unstarted') throw new Error(`no worker can be started: ${end.trouble.reason}`);
      const attempts = end.how === 'killed' ? attemptsWhenKilled : attemptsWhenCrashed;
      if (end.how === 'limit' || attempt >= attempts) return { done: false, trouble: end.trouble };
    }
  }

  /** Ends all workers, whatever they are doing. */
  close(): void {
    this.#closed = true;
    for (const worker of this.#all) worker.kill();
  }

  async #free(): Promise<WorkerProcess> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    if (this.#all.size < this.#options.workers) return this.#start();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #start(): WorkerProcess {
    const worker = new WorkerProcess(this.#options, this.#options.setup);
    this.#all.add(worker);
    return worker;
  }

  /** To the next that waits; one that is gone, or has grown too large, is replaced. */
  #release(worker: WorkerProcess): void {
    const usable = worker.isUsable && !this.#closed;
    if (!usable) {
      worker.kill();
      this.#all.delete(worker);
    }
    const next = this.#waiting.shift();
    if (next) next(usable ? worker : this.#start());
    else if (usable) this.#idle.push(worker);
  }
}
