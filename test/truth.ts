import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';

/*
 * Tests that need more than Node: the ground truth, a browser, shells, root. Where it is missing they are skipped and
 * say why; where it is promised (DROPCAUSE_TRUTH is set; for the rest CI=true), missing is a failure.
 */

/**
 * Defines tests on a folder of the ground truth, e.g. `withTruth('cases', (folder) => { test(...) })`.
 * `folder` is absolute, or relative to the current folder as DROPCAUSE_TRUTH was given.
 */
export function withTruth(name: string, define: (folder: string) => void): void {
  const root = process.env['DROPCAUSE_TRUTH'];
  const folder = join(root ?? '', name);
  if (!root) missing(`ground truth "${name}"`, 'DROPCAUSE_TRUTH is not set', false);
  else if (!existsSync(folder)) missing(`ground truth "${name}"`, `${folder} does not exist`, true);
  else define(folder);
}

/** Defines tests that need something of the machine; `lacks` says what is missing, or is undefined. */
export function withMachine(what: string, lacks: string | undefined, define: () => void): void {
  if (lacks === undefined) define();
  else missing(what, lacks, process.env['CI'] === 'true');
}

/** Stands for tests that could not be defined, so that they are counted: as skipped, or as failed. */
function missing(what: string, reason: string, promised: boolean): void {
  test(what, (context) => {
    if (promised) throw new Error(`${what} must be there: ${reason}`);
    context.skip(reason);
  });
}
