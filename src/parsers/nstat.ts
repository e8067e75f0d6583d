import type { CapturedFile } from '../model.ts';
import type { Mib } from './mib.ts';
import { mibSamples } from './mib.ts';
import { words } from './numbers.ts';
import type { NoteAt } from './parser.ts';
import { defineParser, integer } from './parser.ts';
import { mibName } from './snmp6.ts';

/**
 * nstat(8): '#kernel', then 'Name  value  rate'; zeros only with -z. -j prints JSON. With -a (or -r) the values are the
 * kernel's; without, they are the increase since the same user's previous nstat, or since boot if that was the first.
 */
function parseNstat(file: CapturedFile, note: NoteAt): Mib | undefined {
  const mib: Mib = new Map();
  for (const line of file.lines) {
    const text = line.text.trim();
    if (text === '' || text.startsWith('#')) continue;
    if (text.startsWith('{') || text.startsWith('"'))
      readJson(text, (name, value) => mib.set(name, { value, line }));
    else {
      const [name = '', value] = words(text);
      const number = /^[A-Za-z]\w{2,60}$/.test(name) ? integer(value) : undefined;
      if (number !== undefined) mib.set(mibName(name), { value: number, line });
      else if (text !== '}' && text !== '}}') note(line, { id: 'common/unread-line', args: {} });
    }
  }
  return mib.size > 0 ? mib : undefined;
}

/** One line of `nstat -j`: {"kernel":{"IpInReceives":1,...}}, on one line or one pair per line. */
function readJson(text: string, found: (name: string, value: bigint) => void): void {
  for (const [, name = '', value] of text.matchAll(/"([A-Za-z]\w{2,60})":\s{0,9}(-?\d{1,40})/g)) {
    const number = integer(value);
    if (number !== undefined) found(mibName(name), number);
  }
}

/** Absolute values: the options hold an 'a' (absolute) or 'r' (reset history). */
export const nstat = defineParser<Mib>({
  name: 'nstat',
  reads: /^nstat( .*)? (-[a-zA-Z]*[ar][a-zA-Z]*|--ignore|--reset)( .*)?$/,
  parse: parseNstat,
  samples: mibSamples,
});

/**
 * Increases since the previous run. Zeros prove nothing and give no sample. Every reading counts from a new start, so
 * each is an incarnation of its own: what it tells is a lower bound of what happened.
 */
export const nstatIncrease = defineParser<Mib>({
  name: 'nstat (increase)',
  reads: /^nstat(?!.* (-[a-zA-Z]*[ar]|--ignore|--reset))( .*)?$/,
  parse: parseNstat,
  samples(mib, file) {
    const incarnation = `${file.path} ${file.takenAt?.wall ?? ''} ${file.takenAt?.monotonic ?? ''}`;
    return mibSamples(mib)
      .filter((seed) => seed.kind === 'counter' && seed.value > 0n)
      .map((seed) => ({ ...seed, incarnation }));
  },
});
