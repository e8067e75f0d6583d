/** What a test compares of a bundle. */
import { Readable } from 'node:stream';
import type { OpenOptions } from '../../src/bundle/open.ts';
import { openBundle } from '../../src/bundle/open.ts';
import type { Bundle, Capture, Wanted } from '../../src/model.ts';
import { wanted } from '../../src/parsers/index.ts';

/** Opens bytes as if they came through a pipe, in pieces of any size. */
export function openBytes(
  bytes: Uint8Array,
  options: Partial<OpenOptions> = {},
  piece = 65_536,
): Promise<Bundle> {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += piece) pieces.push(bytes.subarray(at, at + piece));
  return openBundle({ name: 'input', stream: Readable.from(pieces) }, { wanted, ...options });
}

/** Wants all of everything: for tests of containers. */
export const everything = (): Wanted => ({ mode: 'whole' });

/** 'PATH | ORIGIN | NETNS' and the text of every file. */
export function filesOf(capture: Capture | undefined): Map<string, string> {
  const files = (capture?.files ?? []).map(({ path, origin, netns, lines }): [string, string] => [
    [path, origin, ...(netns === '' ? [] : [netns])].join(' | '),
    [...lines].map(({ number, text }) => `${number} ${text}`).join('\n'),
  ]);
  return new Map(files.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The same without the archive's name and top directory. */
export function contentOf(bundle: Bundle): unknown {
  return bundle.captures.map(({ host, takenAt, bootId, files, absences }) => ({
    host,
    takenAt,
    bootId,
    files: files
      .map((file) => [
        file.origin,
        file.netns,
        file.takenAt,
        file.whole,
        [...file.lines].map((line) => `${line.number} ${line.text}`),
      ])
      .sort((a, b) => (String(a) < String(b) ? -1 : 1)),
    absences: absences.map(({ origin, netns, reason }) => `${origin} | ${netns} | ${reason.id}`).sort(),
  }));
}

export const noteIds = (bundle: Bundle): string[] =>
  bundle.notes.map(({ message }) => message.id.replace('input/', ''));
