/** A worker whose jobs go wrong in every way; it speaks as src/batch/worker.ts does. */
import { existsSync, writeFileSync } from 'node:fs';

/** Kept, so that it is not collected. @type {unknown[]} */
const held = [];

/** @type {Record<string, (job: any) => unknown>} */
const skills = {
  echo: (job) => job,
  pid: () => process.pid,
  exit: (code) => process.exit(code),
  abort: () => process.abort(),
  hang: () => {
    for (;;);
  },
  bytes: async () => {
    for (;;) {
      held.push(Buffer.alloc(8 << 20, 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  },
  heap: () => {
    for (;;) held.push(Array.from({ length: 10_000 }, (_, i) => ({ i })));
  },
  // Ends itself as if from outside, as often as it is told.
  killed: ({ folder, times }) => {
    for (let i = 0; i < times; i++) {
      if (existsSync(`${folder}/${i}`)) continue;
      writeFileSync(`${folder}/${i}`, '');
      process.kill(process.pid, 'SIGKILL');
      for (;;);
    }
    return 'in the end';
  },
};

process.on('message', async (/** @type {any} */ { kind, job }) => {
  if (kind === 'setup') return;
  process.send?.({ ready: false, outcome: { done: true, value: await skills[kind]?.(job) } });
});
process.on('disconnect', () => process.exit());
process.send?.({ ready: true });
