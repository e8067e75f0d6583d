import type { CapturedFile, Line, Message, Sample, Scope } from '../model.ts';

/** A number and the line that it was read from. */
export interface Reading {
  value: bigint;
  line: Line;
}

/** A sample as a parser sees it: namespace, capture and time are added when samples become series. */
export interface SampleSeed extends Pick<Sample, 'name' | 'value' | 'line'> {
  kind?: Sample['kind'];
  bits?: Sample['bits'];
  scope?: Omit<Scope, 'netns'>;
  incarnation?: string;
}

/** Tells that a line was not understood, or anything else about the input that the reader should know. */
export type NoteAt = (line: Line, message: Message) => void;

/**
 * One way to learn one kind of fact: a kernel file or the output of a command. It never throws: what it does not
 * understand becomes a note, and the next line is read.
 */
export interface Parser<T> {
  /** Also the `source` of its samples: '/proc/net/netstat', 'nstat', 'ip -s link'. */
  name: string;
  /** Tested against `CapturedFile.origin`. */
  reads: RegExp;
  /** The file may be huge: it is searched for these byte strings while it streams, and `lines` holds only hits. */
  search?: readonly string[];
  /** Undefined: the file holds nothing of this format (an error text, an empty file). */
  parse(file: CapturedFile, note: NoteAt): T | undefined;
  samples?(value: T, file: CapturedFile): SampleSeed[];
  /**
   * Name of a parser whose counters the kernel makes equal to this one's: readings of both, taken at different
   * moments of one capture, form a series.
   */
  equals?: string;
}

/** The identity function: it gives the parser its type. */
export function defineParser<T>(parser: Parser<T>): Parser<T> {
  return parser;
}

const decimal = /^\d{1,40}$/;

/** A whole number in decimal, with an optional minus; undefined for anything else. */
export function integer(text: string | undefined): bigint | undefined {
  if (text === undefined) return undefined;
  const digits = text.startsWith('-') ? text.slice(1) : text;
  return decimal.test(digits) ? BigInt(text) : undefined;
}
