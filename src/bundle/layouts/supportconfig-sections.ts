import type { Message } from '../../model.ts';
import { message } from '../entry.ts';

/** One answer of the host. */
export interface Section {
  origin: string;
  netns: string;
  /** The body, without the empty lines at its end. */
  bytes: Uint8Array;
  /** Number of the body's first line in the text file. */
  firstLine: number;
  /** Set when the body is no answer. */
  reason?: Message;
}

interface Row {
  text: string;
  start: number;
  end: number;
}

const marker = /^#==\[ (.{1,200}?) \]=+#\s*$/;
/** With tracing on (-w) the time of a command stands before its first line of output, and alone after its last. */
const traced = /^\t?<\d\d:\d\d:\d\d:\d{9}> ?(?:\/\S+ (?:-?\S+ ?)*? {2})?/;
const latin = new TextDecoder('latin1');
const LF = 10;

/** @param inside Namespace of the text file; '' for the host's own. */
export function* sectionsOf(bytes: Uint8Array, inside: string): Generator<Section> {
  const rows = rowsOf(bytes);
  const starts = rows.flatMap((row, index) => (marker.test(row.text) ? [index] : []));
  for (const [i, at] of starts.entries()) {
    const kind = marker.exec(rows[at]?.text ?? '')?.[1] ?? '';
    const title = rows[at + 1]?.text ?? '';
    if (!title.startsWith('# ') || !/^(Command|Configuration File|Log File)$/.test(kind)) continue;
    const body = trimmed(rows.slice(at + 2, starts[i + 1] ?? rows.length));
    const section = sectionOf(kind, title.slice(2).trim(), body, bytes, inside);
    if (section) yield { ...section, firstLine: at + 3 };
  }
}

/** Line starts and ends; only short lines can be markers, so others are not decoded whole. */
function rowsOf(bytes: Uint8Array): Row[] {
  const rows: Row[] = [];
  for (let start = 0; start < bytes.length; ) {
    const found = bytes.indexOf(LF, start);
    const end = found < 0 ? bytes.length : found;
    rows.push({ text: latin.decode(bytes.subarray(start, Math.min(end, start + 512))), start, end });
    start = end + 1;
  }
  return rows;
}

/** Sections end with one or two empty lines, traced ones with the time when the command ended. */
function trimmed(rows: readonly Row[]): readonly Row[] {
  let end = rows.length;
  while (end > 0 && /^\s*(?:<\d\d:\d\d:\d\d:\d{9}>\s*)?$/.test(rows[end - 1]?.text ?? '')) end--;
  return rows.slice(0, end);
}

function sectionOf(
  kind: string,
  title: string,
  body: readonly Row[],
  bytes: Uint8Array,
  inside: string,
): Omit<Section, 'firstLine'> | undefined {
  const absent = / - File not found$/.exec(title);
  if (absent) {
    const reason = message('reason-not-found', { text: 'File not found' });
    return { origin: title.slice(0, absent.index), netns: inside, bytes: new Uint8Array(), reason };
  }
  const asked = kind === 'Command' ? commandOf(title, inside) : { origin: pathOf(title), netns: inside };
  const [first, last] = [body[0], body.at(-1)];
  if (!first || !last) return undefined;
  const reason = failureOf(body);
  const table = kind === 'Command' ? legacyTable(body) : undefined;
  return {
    ...asked,
    ...(table === undefined ? {} : { origin: table }),
    bytes: untraced(bytes.subarray(first.start, last.end), first),
    ...(reason ? { reason } : {}),
  };
}

/** '/var/log/messages - Last 500 Lines'. */
const pathOf = (title: string) => title.replace(/ - Last \d+ Lines?$/, '');

/** '/sbin/ip netns exec blue /usr/sbin/ethtool -S eth0': the namespace, and the command without directories. */
function commandOf(title: string, inside: string): { origin: string; netns: string } {
  const bare = title.replace(/^\/\S*\//, '');
  const prefixed = /^ip netns exec (\S+) (.+)$/.exec(bare);
  const command = (prefixed?.[2] ?? bare).replace(/^\/\S*\//, '');
  return { origin: command, netns: prefixed?.[1] ?? inside };
}

/** The title of a table that was not listed tells the tool only, its note the module: the question is that table's. */
function legacyTable(body: readonly Row[]): string | undefined {
  const [, tool, table] =
    body.map(({ text }) => /^# NOTE: The (ip6?table)_(\w+) module/.exec(text)).find((found) => found) ?? [];
  return tool === undefined ? undefined : `${tool}s -t ${table} -nvL`;
}

/** What stands in place of an answer, in the words of supportconfig 1.20 to 3.2. */
function failureOf(body: readonly Row[]): Message | undefined {
  const text = body.map((row) => row.text.trim()).find((row) => row !== '') ?? '';
  if (/^ERROR: Command not found or not execut[ai]ble/.test(text))
    return message('reason-not-found', { text });
  if (/^# ERROR: Command did not complete within the timeout/.test(text))
    return message('reason-timeout', { text });
  const note = /^# NOTE: (?:The )?(\S+) module is not loaded/.exec(text);
  if (note) return message('reason-modules', { modules: note[1] ?? '' });
  return /^# NOTE: /.test(text) ? message('reason-skipped', { text: text.slice(8, 200) }) : undefined;
}

/** The trace time before the first line is taken off; lines keep their numbers. */
function untraced(body: Uint8Array, first: Row): Uint8Array {
  const stamp = traced.exec(first.text)?.[0].length ?? 0;
  return stamp > 0 ? body.subarray(stamp) : body;
}
