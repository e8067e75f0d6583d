import { readFile } from 'node:fs/promises';
import type { ExitCode } from './exit-codes.ts';
import { exitCodes } from './exit-codes.ts';

/** `dropcause collector`: the script as it lies in the package, beside dist/. */
export async function collector(): Promise<ExitCode> {
  process.stdout.write(await readFile(new URL('../collector/collect.sh', import.meta.url)));
  return exitCodes.done;
}
