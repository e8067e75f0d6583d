import type { Sample } from './answers.ts';
import type { Contents } from './archive.ts';

/** What somebody would copy by hand: files below a folder, outputs of commands in cmd/. One namespace only. */
export function looseTree({ answers }: Sample): Contents {
  const contents: Contents = new Map();
  for (const { origin, netns, text } of answers) {
    if (netns !== '') continue;
    const path = origin.startsWith('/') ? origin.slice(1) : `cmd/${origin.replaceAll(/[ /]/g, '_')}`;
    contents.set(`host/${path}`, text);
  }
  return contents;
}

/** The text form of a bundle: docs/bundle-format.md. */
export function textBundle({ records, files }: Sample): string {
  const columns = records.find((record) => record.startsWith('fields\t'))?.split('\t') ?? [];
  const lines = ['#dropcause-text 1$'];
  for (const record of records) {
    const [type] = record.split('\t');
    if (type === 'sum') continue;
    const path = type === 'file' ? (record.split('\t')[columns.indexOf('path')] ?? '') : '';
    const text = files.get(path);
    if (text !== undefined) lines.push(...fileLines(path, text));
    lines.push(...folded('%', record));
  }
  return `${lines.join('\n')}\n`;
}

function fileLines(path: string, text: string): string[] {
  const rows = text.replace(/\n$/, '').split('\n');
  const shown = text === '' ? [] : rows;
  return [...folded('(', path), ...shown.flatMap((row) => folded(':', row)), `)${shown.length}$`];
}

/** As `sed -n l` prints it, at most 80 columns. */
function folded(kind: string, text: string): string[] {
  const characters = [...Buffer.from(text).toString('latin1')].map((one) => {
    if (one === '\\') return '\\\\';
    if (one === '\t') return '\\t';
    const code = one.charCodeAt(0);
    return code < 32 || code === 127 ? `\\${code.toString(8).padStart(3, '0')}` : one;
  });
  const rows = [''];
  for (const one of characters) {
    const last = rows.at(-1) ?? '';
    if (last.length + one.length > 78) rows.push(one);
    else rows[rows.length - 1] = last + one;
  }
  return rows.map((row, i) => `${kind}${row}${i < rows.length - 1 ? '\\' : '$'}`);
}
