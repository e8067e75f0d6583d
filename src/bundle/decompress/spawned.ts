import { spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { Bytes } from '../entry.ts';
import { FileBytes } from '../file-bytes.ts';
import { CorruptData } from './corrupt-data.ts';

/** Of an error text. */
const maxErrorText = 2000;

/**
 * Decompresses in a process of its own. Nothing of the input stands on its command line; it gets the bytes, or the open
 * file, as standard input, and is ended with the reading.
 */
export async function* spawned(
  tool: string,
  args: readonly string[],
  bytes: Bytes,
): AsyncGenerator<Uint8Array> {
  const file = bytes instanceof FileBytes ? bytes : undefined;
  const child = spawn(tool, args, {
    stdio: [file ? file.handle.fd : 'pipe', 'pipe', 'pipe'],
    env: { LC_ALL: 'C' },
    windowsHide: true,
  });
  const exit = new Promise<number | null>((resolve, reject) =>
    child.once('error', reject).once('close', resolve),
  );
  exit.catch(() => {});
  let errorText = '';
  child.stderr?.setEncoding('latin1').on('data', (text: string) => {
    errorText = (errorText + text).slice(0, maxErrorText);
  });
  const fed = file || !child.stdin ? undefined : feedProcess(bytes, child.stdin);
  // Awaited below, unless the reader stops early and does not care any more.
  fed?.catch(() => {});
  try {
    if (child.stdout) yield* child.stdout as Readable & AsyncIterable<Uint8Array>;
    const status = await exit;
    await fed;
    if (status !== 0) throw new CorruptData(complaint(errorText, tool) ?? `${tool} ended with ${status}`);
  } finally {
    child.kill('SIGKILL');
  }
}

/** A process that ends early (damage, or enough read) breaks the pipe: that is told by how it ended. */
async function feedProcess(bytes: Bytes, stdin: Writable): Promise<void> {
  stdin.on('error', () => {});
  try {
    for await (const piece of bytes) {
      if (stdin.destroyed) return;
      // The piece may be overwritten when the next one is asked for, so it must be out before.
      await new Promise((resolve) => stdin.write(piece, resolve));
    }
  } finally {
    stdin.end();
  }
}

/** The first line that says something, without the name of the program. */
function complaint(text: string, tool: string): string | undefined {
  const [first] = text.split('\n').filter((line) => line.trim() !== '');
  return first
    ?.replace(tool, '')
    .replace(/^[\w/]*: /, '')
    .trim();
}
