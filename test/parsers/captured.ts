import { wholeFile } from '../../src/bundle/captured-file.ts';
import type { CapturedFile, Message } from '../../src/model.ts';
import type { Parser } from '../../src/parsers/parser.ts';

/** A captured file with this text, as a bundle reader would hand it over. */
export function captured(origin: string, content: string | Uint8Array): CapturedFile {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return wholeFile({ path: origin, origin, netns: '' }, bytes);
}

/** What a parser makes of a text, and what it did not understand. */
export function parsed<T>(parser: Parser<T>, origin: string, content: string | Uint8Array) {
  const notes: { line: number; message: Message }[] = [];
  const file = captured(origin, content);
  const value = parser.parse(file, (line, message) => notes.push({ line: line.number, message }));
  return { value, notes, samples: value === undefined ? [] : (parser.samples?.(value, file) ?? []) };
}
