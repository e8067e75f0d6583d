import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { install } from './install.mjs';

/* `npm start`: installs what is missing, builds, and analyses the sample pair into ./out. */
const sample = 'samples/accept-queue-overflow';
const out = 'out';

install();
await import('./build.mjs');
const bundles = readdirSync(sample).filter((name) => name.endsWith('.tar.gz'));
console.log(`Analysing ${sample} into ${resolve(out)}\n`);
const { status } = spawnSync(
  process.execPath,
  [
    'dist/cli.mjs',
    'report',
    ...bundles.map((name) => `${sample}/${name}`),
    '-o',
    out,
    '-f',
    'html,pdf,json,md',
  ],
  { stdio: ['ignore', 'inherit', 'inherit'] },
);
process.exitCode = status ?? 1;
