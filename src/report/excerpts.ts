import { groupBy } from '../group-by.ts';
import type { Delta, Evidence, Report } from '../model.ts';
import { shortened } from './clean.ts';
import { counterKey, samplesOf } from './deltas.ts';
import { byText } from './order.ts';

/** A piece of quoted text; the number that the finding is about is marked. */
export interface Part {
  text: string;
  mark: boolean;
}

/** A raw line that findings quote, with the way back to them. */
export interface RawLine {
  id: string;
  number: number;
  parts: Part[];
  citedBy: { href: string; title: string }[];
}

export interface RawFile {
  path: string;
  lines: RawLine[];
}

/** Raw lines are shown up to this many characters, and up to this many of them: a report stays small. */
const maxLine = 1000;
const maxLines = 400;
const maxQuote = 150;

/** Collects what the findings quote, so that the raw lines stand once, and the links go both ways. */
export class Excerpts {
  readonly #lines = new Map<string, RawLine & { path: string }>();
  readonly #values: ReadonlyMap<string, Delta[]>;

  constructor(report: Report) {
    this.#values = countersByLine(report);
  }

  /** Registers a citation. `href` is missing when the report holds as many raw lines as it may. */
  cite(evidence: Evidence, by: { href: string; title: string }, claimed: ReadonlySet<string>) {
    const key = placeOf(evidence);
    const values = (this.#values.get(key) ?? []).filter((delta) => claimed.has(counterKey(delta)));
    const parts = marked(evidence.excerpt, values, evidence);
    const known = this.#lines.get(key);
    const raw = known ?? this.#register(key, evidence, parts);
    if (raw && !raw.citedBy.some((other) => other.title === by.title)) raw.citedBy.push(by);
    return { place: key, parts: cropped(parts), ...(raw ? { href: `#${raw.id}` } : {}) };
  }

  /** All raw lines by file, in the order of path and number. */
  files(): RawFile[] {
    const lines = [...this.#lines.values()].sort((a, b) => byText(a.path, b.path) || a.number - b.number);
    return [...groupBy(lines, ({ path }) => path)].map(([path, inside]) => ({
      path: shortened(path),
      lines: inside,
    }));
  }

  #register(key: string, { path, line, excerpt }: Evidence, parts: Part[]): RawLine | undefined {
    if (this.#lines.size >= maxLines) return undefined;
    const shown = excerpt.length > maxLine ? cropped(parts, maxLine) : parts;
    const raw = { id: `raw-${this.#lines.size + 1}`, path, number: line, parts: shown, citedBy: [] };
    this.#lines.set(key, raw);
    return raw;
  }
}

export function placeOf({ path, line }: Pick<Evidence, 'path' | 'line'>): string {
  return `${shortened(path)}:${line}`;
}

/** Counters by the lines that some finding quotes. */
function countersByLine({ findings, counters }: Report): Map<string, Delta[]> {
  const quoted = findings.flatMap((f) => [...f.evidence, ...f.instances.flatMap((i) => i.evidence)]);
  const byLine = new Map<string, Delta[]>(quoted.map((evidence) => [placeOf(evidence), []]));
  for (const delta of counters) {
    for (const { line } of samplesOf(delta)) {
      byLine.get(placeOf({ path: line.file.path, line: line.number }))?.push(delta);
    }
  }
  return byLine;
}

/**
 * Marks the claimed values in their line. A value that stands there more often than it is claimed is not marked: which
 * one is meant cannot be seen from the text.
 */
function marked(text: string, values: readonly Delta[], { path, line }: Evidence): Part[] {
  const wanted = new Map<bigint, number>();
  for (const delta of values) {
    for (const sample of samplesOf(delta)) {
      if (sample.line.file.path === path && sample.line.number === line) {
        wanted.set(sample.value, (wanted.get(sample.value) ?? 0) + 1);
      }
    }
  }
  const words = text.split(/(\s+|[:=,;()]+)/);
  const times = new Map<bigint, number>();
  const meant = words.map((word) => valuesOf(word).find((value) => wanted.has(value)));
  for (const value of meant) if (value !== undefined) times.set(value, (times.get(value) ?? 0) + 1);
  const parts: Part[] = [];
  words.forEach((word, index) => {
    const value = meant[index];
    const mark = value !== undefined && times.get(value) === wanted.get(value);
    const last = parts.at(-1);
    if (last && last.mark === mark) last.text += word;
    else parts.push({ text: word, mark });
  });
  return parts;
}

/** A word as a number: decimal, and hexadecimal as /proc/net/softnet_stat prints it. */
function valuesOf(word: string): bigint[] {
  const values: bigint[] = [];
  if (/^\d{1,20}$/.test(word)) values.push(BigInt(word));
  if (/^[0-9a-f]{8}$/.test(word)) values.push(BigInt(`0x${word}`));
  return values;
}

/** Long lines keep their beginning and what is marked. */
function cropped(parts: readonly Part[], limit = maxQuote): Part[] {
  const length = parts.reduce((sum, part) => sum + part.text.length, 0);
  if (length <= limit) return [...parts];
  if (!parts.some((part) => part.mark)) return cut(parts, limit);
  return parts
    .slice(0, 12)
    .map((part, index) => (part.mark ? cutPart(part, limit) : ends(part, index, parts.length, limit)));
}

function ends({ text, mark }: Part, index: number, count: number, limit: number): Part {
  const keep = Math.floor(limit / 4);
  if (text.length <= keep * 2) return { text, mark };
  const head = text.slice(0, index === 0 ? Math.min(keep, 24) : keep);
  const tail = index === count - 1 ? '' : text.slice(-keep);
  return { text: `${head} … ${tail}`, mark };
}

function cutPart({ text, mark }: Part, limit: number): Part {
  return { text: text.length > limit ? `${text.slice(0, limit)} …` : text, mark };
}

function cut(parts: readonly Part[], limit: number): Part[] {
  const text = parts.map((part) => part.text).join('');
  return [{ text: `${text.slice(0, limit)} …`, mark: false }];
}
