/**
 * Fixtures that a person can read: mini bundles as text, with the verdict that each must give.
 *
 *   === rising between two captures: problem high
 *   cites 2/proc/net/netstat:2
 *   says rose by 68
 *   --- 1/proc/net/netstat
 *   TcpExt: ListenOverflows
 *   TcpExt: 0
 *   --- 2/proc/net/netstat
 *   ...
 *
 * Header: title, then verdict, then severity and certainty where they matter. Directives before the first file:
 *   cites PATH:LINE       some evidence quotes that line
 *   says TEXT             something that the finding says, in English, contains it (remedies and ruled out, too)
 *   remedy TEXT           some command of the remedies contains it
 *   verify TEXT           some command that verifies a remedy contains it
 *   claims COUNTER        it accounts for that counter;  unclaimed COUNTER  it does not
 *   share PERCENT         the share that it reports, rounded to one tenth
 *   instance VERDICT SEVERITY SUBJECT   it has that instance
 *   never TEXT            nothing that it says, and no command, contains it
 *   follows CAUSE         it is folded under that cause; under none: nothing
 *   top                   with the whole catalogue it is the first finding that is a problem, suspect or risk
 *   port NUMBER           the customer complained about that port
 *   apart SECONDS         time between captures (default 60);  uptime SECONDS  at the first (default 86400)
 * Files: N/proc/..., N/sys/..., N/etc/..., N/var/... or N/cmd/COMMAND LINE; N/netns/NAME/... for another network
 * namespace; `1,2/...` puts the same file into both captures; ` (hex)` after the path: the lines are bytes in hexadecimal.
 * In a file, `@times NUMBER TEXT` stands for so many lines of that text.
 */
import { wholeFile } from '../../src/bundle/captured-file.ts';
import type { Bundle, Capture } from '../../src/model.ts';

export interface FixtureCase {
  title: string;
  verdict: string;
  severity?: string;
  certainty?: string;
  line: number;
  directives: { word: string; rest: string }[];
  bundle: Bundle;
}

interface Draft extends Omit<FixtureCase, 'bundle'> {
  files: Map<string, string[]>;
}

const verdicts = 'problem|suspect|past|risk|ok|unknown';
const header = new RegExp(`^=== (.*): *(${verdicts})(?: +([a-z]+))?(?: +([a-z]+))?\\s*$`);

/** The cases of a fixture; `file` is its name, for what is said of a line that cannot be meant. */
export function readFixture(text: string, file = 'fixture'): FixtureCase[] {
  const drafts: Draft[] = [];
  let content: string[] | undefined;
  text.split('\n').forEach((row, index) => {
    const draft = drafts.at(-1);
    const wrong = (what: string) => new Error(`${file} line ${index + 1}: ${what}`);
    if (row.startsWith('=== ')) {
      const opened = opening(row, index + 1);
      if (!opened) throw wrong(`header has no ": verdict" (${verdicts.replaceAll('|', ', ')})`);
      drafts.push(opened);
      content = undefined;
    } else if (draft && row.startsWith('--- ')) {
      if (!/^--- \d+(,\d+)*\//.test(row))
        throw wrong("a file's path starts with the number of its capture: 1/proc/...");
      content = [];
      const [captures = '', ...path] = row.slice(4).split('/');
      for (const capture of captures.split(',')) draft.files.set(`${capture}/${path.join('/')}`, content);
    } else if (content) content.push(...repeated(row));
    else if (draft && row.trim() !== '' && !row.startsWith('#')) {
      const [word = '', ...rest] = row.split(' ');
      draft.directives.push({ word, rest: rest.join(' ') });
    }
  });
  return drafts.map(({ files, ...read }) => ({
    ...read,
    bundle: {
      name: 'fixture',
      layout: 'dropcause',
      captures: capturesOf(files, read.directives),
      notes: [],
    },
  }));
}

function opening(row: string, line: number): Draft | undefined {
  const [whole, title = '', verdict = '', severity, certainty] = header.exec(row) ?? [];
  if (whole === undefined) return undefined;
  return {
    title,
    verdict,
    ...(severity === undefined ? {} : { severity }),
    ...(certainty === undefined ? {} : { certainty }),
    line,
    directives: [],
    files: new Map(),
  };
}

function repeated(row: string): string[] {
  const [, times, text = ''] = /^@times (\d+) (.*)$/.exec(row) ?? [];
  return times === undefined ? [row] : Array<string>(Number(times)).fill(text);
}

function capturesOf(files: Draft['files'], directives: Draft['directives']): Capture[] {
  const number = (word: string, otherwise: number) =>
    Number(directives.find((d) => d.word === word)?.rest ?? otherwise);
  const [apart, uptime] = [number('apart', 60), number('uptime', 86400)];
  const captures = new Map<string, Capture>();
  for (const [written, rows] of files) {
    const path = written.replace(/ \(hex\)$/, '');
    const [capture = '1', ...rest] = path.split('/');
    const elapsed = (Number(capture) - 1) * apart;
    const takenAt = { wall: Date.UTC(2026, 0, 2) + elapsed * 1000, monotonic: uptime + elapsed };
    const known = captures.get(capture) ?? {
      label: capture,
      host: { name: 'fixture' },
      bootId: 'fixture',
      takenAt,
      files: [],
      absences: [],
    };
    captures.set(capture, known);
    const { origin, netns } = originOf(rest);
    known.files.push(wholeFile({ path, origin, netns, takenAt }, bytesOf(rows, path !== written)));
  }
  return [...captures.values()];
}

function bytesOf(rows: string[], hexadecimal: boolean): Uint8Array {
  const body = rows.at(-1) === '' ? rows.slice(0, -1) : rows;
  if (!hexadecimal) return new TextEncoder().encode(`${body.join('\n')}\n`);
  return Uint8Array.from(body.join('').match(/[0-9a-f]{2}/g) ?? [], (byte) => Number.parseInt(byte, 16));
}

function originOf(parts: string[]): { origin: string; netns: string } {
  if (parts[0] === 'netns') return { ...originOf(parts.slice(2)), netns: parts[1] ?? '' };
  return { origin: parts[0] === 'cmd' ? parts.slice(1).join('/') : `/${parts.join('/')}`, netns: '' };
}
