/** `ipset list [-t]` and `ipset save`: named sets that rules refer to. Source: ipset(8), lib/session.c. */
import type { CapturedFile, Line } from '../model.ts';
import { defineParser, integer } from './parser.ts';

export interface IpSet {
  name: string;
  /** 'hash:ip', 'bitmap:port'. */
  type: string;
  entries: bigint;
  /** Where the set is bounded: adding to a full set fails. */
  maximum: bigint | undefined;
  line: Line;
}

/** Nothing printed: no sets. */
function parse(file: CapturedFile): IpSet[] | undefined {
  const sets = new Map<string, IpSet>();
  let current: IpSet | undefined;
  let empty = true;
  for (const line of file.lines) {
    const text = line.text.slice(0, 1000);
    if (text.trim() !== '') empty = false;
    const named = /^Name: (\S+)/.exec(text)?.[1];
    const created = /^create (\S+) (\S+) ?(.*)$/.exec(text);
    const added = /^add (\S+) /.exec(text)?.[1];
    if (named !== undefined) {
      current = { name: named, type: '', entries: 0n, maximum: undefined, line };
      sets.set(named, current);
    } else if (created) {
      const [, name = '', type = '', options = ''] = created;
      sets.set(name, { name, type, entries: 0n, maximum: maximumOf(options), line });
    } else if (added !== undefined) {
      const set = sets.get(added);
      if (set) set.entries += 1n;
    } else if (current) describe(current, text, line);
  }
  return sets.size > 0 || empty ? [...sets.values()] : undefined;
}

function describe(set: IpSet, text: string, line: Line): void {
  const at = text.indexOf(': ');
  const [label, value] = [text.slice(0, at), text.slice(at + 2).trim()];
  if (label === 'Type') set.type = value;
  else if (label === 'Header') set.maximum = maximumOf(value);
  else if (label === 'Number of entries') {
    set.entries = integer(value) ?? 0n;
    set.line = line;
  }
}

function maximumOf(options: string): bigint | undefined {
  return integer(/\bmaxelem (\d+)/.exec(options)?.[1]);
}

export const ipset = defineParser<IpSet[]>({
  name: 'ipset list',
  reads: /^ipset (?:-\S+ )*(?:list|save|-L|-S)\b/,
  parse,
});
