import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';

/** The program that this is, as it was started. */
export const programPath = () => process.argv[1] ?? '';

/** The version, and the build: what one build read is not taken for what another one would. */
export async function analyzerOf(version: string): Promise<string> {
  const program = await readFile(programPath()).catch(() => '');
  return `${version} ${createHash('sha256').update(program).digest('hex')}`;
}
