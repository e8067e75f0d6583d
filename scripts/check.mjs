import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';

/*
 * Everything that can be said about the code without running it, two checks at a time. All of them run even when one
 * fails; what a check prints is shown when it fails. Exit status 1 when any failed. With names as arguments: only
 * those checks.
 */

/** Name of the check -> arguments of node. The slowest come first. */
const checks = {
  lint: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '.'],
  types: ['node_modules/typescript/bin/tsc'],
  browser: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.browser.json'],
  layers: ['scripts/check-layers.mjs'],
  unused: ['node_modules/knip/bin/knip.js'],
  format: ['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', '.'],
  fixtures: ['scripts/check-fixtures.mjs'],
  licenses: ['scripts/check-licenses.mjs'],
};

const names = process.argv.slice(2);
const unknown = names.find((name) => !(name in checks));
if (unknown !== undefined) throw new Error(`no check "${unknown}": ${Object.keys(checks).join(', ')}`);
// The views import what is made of the templates.
if (existsSync('templates')) await (await import('./templates.mjs')).compileTemplates();

const queue = Object.entries(checks).filter(([name]) => names.length === 0 || names.includes(name));
await Promise.all([work(), work()]);

async function work() {
  for (let next = queue.shift(); next; next = queue.shift()) await run(...next);
}

/**
 * @param {string} name
 * @param {string[]} args
 */
async function run(name, args) {
  const started = Date.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
  }
  const status = await new Promise((resolve) => child.on('error', resolve).on('close', resolve));
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(
    `${status === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)${status === 0 ? '' : `\n${said}`}`,
  );
  if (status !== 0) process.exitCode = 1;
}
