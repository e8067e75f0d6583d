#!/usr/bin/env node
/**
 * The entry is tiny on purpose: `--version` answers without loading anything else, and each command loads what it
 * needs when it runs. Exit codes: see src/commands/exit-codes.ts.
 */
import manifest from '../package.json' with { type: 'json' };

const [first, ...rest] = process.argv.slice(2);
if (rest.length === 0 && (first === '--version' || first === '-V')) {
  process.stdout.write(`${manifest.version}\n`);
} else {
  const { run } = await import('./commands/program.ts');
  process.exitCode = await run(process.argv, manifest.version);
}
