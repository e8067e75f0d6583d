/**
 * Comparing our parsers with the corpus of real files: other projects' own values (strong), and those of an
 * independent reference parser (a second opinion). Prints the share that matches and the unread lines per format.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Parser } from '../../src/parsers/parser.ts';
import { parsed } from './captured.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

interface Entry {
  path: string;
  format: string;
  note?: string;
}

/** How one format of the corpus is read and compared. */
export interface Comparison<T> {
  format: string;
  /** As a bundle would name it; the path of the corpus file tells devices and the like. */
  origin: string | ((path: string) => string);
  parser: Parser<T>;
  /** Calls `check` for every expected value. Left out: the files are only read. */
  compare?: (expected: Json, value: T | undefined, check: Check, path: string) => void;
  /** Files of this format that are of another kind, or of another system. */
  skip?: (path: string) => boolean;
}

/** One expected value. Numbers are compared as numbers: JSON cannot hold more. */
export type Check = (label: string, expected: Json, actual: unknown) => void;

/** Type-safe steps into JSON: undefined where there is nothing. */
export function at(json: Json | undefined, ...keys: (string | number)[]): Json | undefined {
  let here = json;
  for (const key of keys) {
    if (Array.isArray(here)) here = typeof key === 'number' ? here[key] : undefined;
    else if (here !== null && typeof here === 'object')
      here = Object.hasOwn(here, key) ? here[key] : undefined;
    else return undefined;
  }
  return here;
}

export const entries = (json: Json | undefined): [string, Json][] =>
  json !== null && typeof json === 'object' && !Array.isArray(json) ? Object.entries(json) : [];
export const items = (json: Json | undefined): Json[] => (Array.isArray(json) ? json : []);

/** A comparison without its type: what it does with one file. */
export interface Reading {
  format: string;
  parser: string;
  skip: (path: string) => boolean;
  /** Number of lines not understood. */
  read: (path: string, bytes: Uint8Array, expected: Json | undefined, check: Check) => number;
}

export function reading<T>({ format, origin, parser, compare, skip = () => false }: Comparison<T>): Reading {
  return {
    format,
    parser: parser.name,
    skip,
    read(path, bytes, expected, check) {
      const asked = typeof origin === 'string' ? origin : origin(path);
      expect(asked).toMatch(parser.reads);
      const { value, notes } = parsed(parser, asked, bytes);
      if (expected !== undefined) compare?.(expected, value, check, path);
      return notes.filter(({ message }) => message.id === 'common/unread-line').length;
    },
  };
}

interface Tally {
  files: number;
  lines: number;
  unread: number;
  strong: [matched: number, total: number];
  weak: [matched: number, total: number];
}

/**
 * Defines one test per comparison and one for the shares. `justified` lists 'path label' of the values where ours is
 * right, each with the reason; an entry that no longer occurs fails too.
 */
export function compareCorpus(
  folder: string,
  readings: Reading[],
  justified: Record<string, string> = {},
): void {
  const manifest = JSON.parse(readFileSync(join(folder, 'MANIFEST.json'), 'utf8')) as Entry[];
  const tallies = new Map<string, Tally>();
  const mismatches = new Map<string, string>();

  test.each(readings.map((each) => [`${each.format} by ${each.parser}`, each] as const))(
    '%s',
    (name, each) => {
      const tally: Tally = { files: 0, lines: 0, unread: 0, strong: [0, 0], weak: [0, 0] };
      tallies.set(name, tally);
      const chosen = manifest.filter(
        ({ path, format, note }) =>
          format === each.format && !note?.startsWith('non-Linux') && !each.skip(path),
      );
      expect(chosen.length).toBeGreaterThan(0);
      for (const { path } of chosen) readOne(folder, path, each, tally, mismatches);
    },
  );

  test('at least 99 % of the strong expectations, every other one with a reason', () => {
    for (const [name, { files, lines, unread, strong, weak }] of tallies) {
      const shares = `strong ${strong.join('/')}, second opinion ${weak.join('/')}`;
      console.log(`${name}: ${files} files, ${unread} of ${lines} lines unread, ${shares}`);
    }
    const sum = (kind: 'strong' | 'weak', i: 0 | 1) =>
      [...tallies.values()].reduce((total, tally) => total + tally[kind][i], 0);
    const [matched, total] = [sum('strong', 0), sum('strong', 1)];
    console.log(`all: strong ${matched}/${total}, second opinion ${sum('weak', 0)}/${sum('weak', 1)}`);
    expect([...mismatches].filter(([key]) => justified[key] === undefined)).toEqual([]);
    expect(Object.keys(justified).filter((key) => !mismatches.has(key))).toEqual([]);
    expect(matched / total).toBeGreaterThanOrEqual(0.99);
  });
}

function readOne(
  folder: string,
  path: string,
  each: Reading,
  tally: Tally,
  mismatches: Map<string, string>,
): void {
  const bytes = readFileSync(join(folder, path));
  const beside = join(folder, `${path}.expect.json`);
  const expectation = existsSync(beside)
    ? (JSON.parse(readFileSync(beside, 'utf8')) as { expect: Json; provenance?: string })
    : undefined;
  const counts = expectation?.provenance?.startsWith('computed by') ? tally.weak : tally.strong;
  tally.files += 1;
  tally.lines += bytes
    .toString('latin1')
    .split('\n')
    .filter((line) => line.trim() !== '').length;
  tally.unread += each.read(path, bytes, expectation?.expect, (label, expected, actual) => {
    counts[1] += 1;
    if (alike(expected, actual)) counts[0] += 1;
    else
      mismatches.set(
        `${path} ${label}`,
        `expected ${JSON.stringify(expected)}, read ${text(actual)}`.slice(0, 300),
      );
  });
}

function alike(expected: Json, actual: unknown): boolean {
  if (typeof actual === 'bigint')
    return typeof expected !== 'boolean' && expected !== null && Number(expected) === Number(actual);
  if (typeof expected === 'string' && typeof actual === 'number') return Number(expected) === actual;
  if (Array.isArray(expected)) return JSON.stringify(expected) === text(actual);
  return expected === actual || (expected === null && actual === undefined);
}

const text = (value: unknown) =>
  JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? Number(v) : v)) ?? 'undefined';
