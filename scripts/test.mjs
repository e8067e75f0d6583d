import { spawnSync } from 'node:child_process';
import { install } from './install.mjs';

/* `npm test [-- vitest's arguments]`: installs what is missing, builds, runs every test. */
install();
await import('./build.mjs');
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
process.exitCode = status ?? 1;
