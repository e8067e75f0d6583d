import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** Tests of the program as a whole, of shells, of the lab: they start processes, and run on one Node version only. */
const system = ['test/{checks,cli,collector,commands,guest,lab,samples,zoo}/**/*.test.ts'];

export default defineConfig({
  test: {
    // Threads that share one module graph start a file in milliseconds. So no test changes what the process shares
    // (environment, working folder, global objects); one that must, starts a process.
    pool: 'threads',
    isolate: false,
    // Much of the time is spent waiting for a lab or a browser: every core has a worker (vitest leaves one out).
    maxWorkers: availableParallelism(),
    testTimeout: 120_000,
    hookTimeout: 120_000,
    reporters: ['default', './test/skipped.ts'],
    globalSetup: 'scripts/templates.mjs',
    projects: [
      { extends: true, test: { name: 'unit', include: ['test/**/*.test.ts'], exclude: system } },
      { extends: true, test: { name: 'system', include: system } },
    ],
    coverage: { provider: 'v8', include: ['src/**'] },
  },
});
