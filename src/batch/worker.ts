import { Worker } from 'node:worker_threads';
import type { Answer, Order, Outcome } from './jobs.ts';
import { Troubled } from './jobs.ts';

/** What a worker can do, by the kind of the order. `setup` is the first, and not answered. */
export type Skills = Record<string, (job: never) => Promise<unknown>>;

/** The life of a worker process: it takes orders from its parent until the parent is gone. */
export function serve(skills: Skills): Promise<void> {
  watchParent();
  // The terminal sends it to all processes; the parent decides.
  process.on('SIGINT', () => {});
  process.on('message', (order: Order) => {
    void outcomeOf(skills, order).then((outcome) => {
      if (order.kind !== 'setup') answer({ ready: false, outcome });
    });
  });
  answer({ ready: true });
  return new Promise((resolve) => process.once('disconnect', resolve));
}

function answer(message: Answer): void {
  if (process.connected) process.send?.(message);
}

async function outcomeOf(skills: Skills, { kind, job }: Order): Promise<Outcome<unknown>> {
  try {
    return { done: true, value: await skills[kind]?.(job as never) };
  } catch (error) {
    if (error instanceof Troubled) return { done: false, trouble: error.trouble };
    const reason = error instanceof Error ? error.message : String(error);
    return { done: false, trouble: { kind: 'crashed', reason: reason.split('\n', 1)[0] ?? '' } };
  }
}

/** The main thread may hang in a job and see no disconnection; this one does nothing else than look. */
function watchParent(): void {
  const look = `const parent = process.ppid;
    setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, 'SIGKILL'); }, 500);`;
  new Worker(look, { eval: true, resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
}
