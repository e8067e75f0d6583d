/** manifest.tsv of our own collector (docs/bundle-format.md, version 1). Unknown records, columns and keys are passed over. */
import type { Message, Moment } from '../../model.ts';
import { message } from '../entry.ts';

/** One thing that the host was asked. */
export interface AskedFile {
  kind: string;
  /** Below the top directory; '' when nothing is there. */
  path: string;
  origin: string;
  netns: string;
  takenAt: Moment | undefined;
  /** Undefined: not run. */
  status: number | undefined;
  /** Something of it was cut off. */
  cut: boolean;
  reason: Message | undefined;
  stderr: string;
}

export interface OwnCapture {
  number: number;
  takenAt: Moment | undefined;
  files: AskedFile[];
}

export interface OwnManifest {
  meta: Map<string, string>;
  captures: OwnCapture[];
  /** By path, in hexadecimal. */
  sums: Map<string, string>;
  notes: string[];
  /** 'complete', 'interrupted', 'limit'; undefined: the bundle was cut off. */
  end: string | undefined;
}

type Columns = ReadonlyMap<string, string>;

export function readOwnManifest(lines: Iterable<string>): OwnManifest {
  const manifest: OwnManifest = { meta: new Map(), captures: [], sums: new Map(), notes: [], end: undefined };
  const captures = new Map<number, OwnCapture>();
  let names: string[] = [];
  for (const line of lines) {
    const [record, ...values] = line.split('\t').map(unescaped);
    const [first = '', second = '', third = ''] = values;
    if (record === 'meta') manifest.meta.set(first, second);
    else if (record === 'fields') names = values;
    else if (record === 'capture') captureOf(captures, Number(first)).takenAt = momentOf(second, third);
    else if (record === 'sum' && first === 'sha256') manifest.sums.set(third, second);
    else if (record === 'note') manifest.notes.push(first);
    else if (record === 'end') manifest.end = third;
    else if (record === 'file') addFile(captures, new Map(names.map((name, i) => [name, values[i] ?? ''])));
  }
  manifest.captures = [...captures.values()].sort((a, b) => a.number - b.number);
  return manifest;
}

function captureOf(captures: Map<number, OwnCapture>, number: number): OwnCapture {
  const capture = captures.get(number) ?? { number, takenAt: undefined, files: [] };
  captures.set(number, capture);
  return capture;
}

function addFile(captures: Map<number, OwnCapture>, columns: Columns): void {
  const column = (name: string) => columns.get(name) ?? '';
  const capture = captureOf(captures, Number(column('capture')));
  capture.files.push({
    kind: column('kind'),
    path: column('path'),
    origin: column('origin'),
    netns: column('netns'),
    takenAt: momentIn(capture, column('start')) ?? momentOf(column('wall'), ''),
    status: /^\d+$/.test(column('status')) ? Number(column('status')) : undefined,
    cut: column('cut') !== '' && column('cut') !== '0',
    reason: reasonOf(column('reason'), column('origin')),
    stderr: column('stderr'),
  });
}

const seconds = (text: string) => (/^\d{1,12}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined);

function momentOf(wall: string, monotonic: string): Moment | undefined {
  const [told, since] = [seconds(wall), seconds(monotonic)];
  if (told === undefined) return since === undefined ? undefined : { monotonic: since };
  return { wall: told * 1000, ...(since === undefined ? {} : { monotonic: since }) };
}

/** The monotonic clock goes on where the wall clock may be set; hundredths of a second where that has whole ones. */
function momentIn({ takenAt }: OwnCapture, start: string): Moment | undefined {
  const monotonic = seconds(start);
  if (monotonic === undefined) return undefined;
  if (takenAt?.wall === undefined || takenAt.monotonic === undefined) return { monotonic };
  return { wall: Math.round(takenAt.wall + (monotonic - takenAt.monotonic) * 1000), monotonic };
}

/** Words that have a text of their own, and what their arguments are called in it. */
const reasons = new Map([
  ['absent', ['file']],
  ['denied', ['file']],
  ['not-found', ['command']],
  ['no-module', ['modules']],
  ['none', []],
  ['private', []],
  ['too-many', ['count', 'limit']],
  ['timeout', ['seconds']],
  ['size', ['limit']],
  ['limit', []],
  ['write-failed', []],
  ['text-only', []],
  ['no-netns', []],
]);

function reasonOf(text: string, origin: string): Message | undefined {
  const [word = '', ...values] = text.split(' ');
  if (word === '') return undefined;
  const names = reasons.get(word);
  if (!names) return message('own-other', { text });
  const told: Record<string, string> = { file: origin, command: origin.split(' ')[0] ?? '' };
  const numeric = (value: string) => (/^\d{1,15}$/.test(value) ? Number(value) : value);
  return message(
    `own-${word}`,
    Object.fromEntries(names.map((name, i) => [name, numeric(values[i] ?? told[name] ?? '?')])),
  );
}

/** `\\`, `\t`, `\n` and `\xHH` of the manifest's values. */
function unescaped(value: string): string {
  return value.replace(/\\(\\|t|n|x([0-9A-Fa-f]{2}))/g, (_, mark: string, hex: string | undefined) =>
    hex !== undefined
      ? String.fromCharCode(Number.parseInt(hex, 16))
      : mark === 't'
        ? '\t'
        : mark === 'n'
          ? '\n'
          : '\\',
  );
}
