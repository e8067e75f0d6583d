import type { Report } from '../../model.ts';
import { content } from '../clean.ts';
import type { Alias } from './aliases.ts';
import { Aliases } from './aliases.ts';
import { Names } from './names.ts';
import { withoutAddresses, withoutHexAddresses } from './text.ts';

/** Something of the original is still in the report: nothing may be written. */
class NotRedacted extends Error {
  constructor(found: readonly Alias[]) {
    super(
      `redaction left ${found.length} of the bundle's names or addresses in the report; nothing was written`,
    );
    this.name = 'NotRedacted';
  }
}

export interface Redacted {
  report: Report;
  /** The way back, for those who may know. */
  aliases: Alias[];
}

/** Fields that the program itself fills: no name of the host stands in them. */
const own = new Set([
  'id',
  'cause',
  'consequenceOf',
  'layer',
  'kind',
  'source',
  'verdict',
  'severity',
  'certainty',
]);

/**
 * The report without addresses, link-layer addresses, names of the host, of users and of processes: each is replaced
 * by an alias, everywhere the same. The findings stay as they are. `key`: 16 random bytes; one key for a batch.
 * @throws NotRedacted
 */
export function redactReport(report: Report, key: Uint8Array): Redacted {
  const aliases = new Aliases(key);
  const names = namesIn(report);
  const withoutNames = names.replacer(aliases);
  const redacted = rewritten(report, aliases, withoutNames);
  const list = aliases.list();
  const left = leftovers(redacted, list);
  if (left.length > 0) throw new NotRedacted(left);
  return { report: redacted, aliases: list };
}

function namesIn(report: Report): Names {
  const names = new Names();
  names.addHost(
    report.host,
    report.captures.map((capture) => capture.bootId ?? ''),
  );
  visit(report, (field, text) => {
    names.addText(text);
    names.addArgument(field, text);
  });
  return names;
}

/** Every text that came from the host, with the field that holds it; an object that is met again is not seen again. */
function visit(report: Report, see: (field: string, text: string) => void): void {
  const seen = new Set<object>();
  const walk = (value: unknown, field: string, inArguments: boolean): void => {
    if (typeof value === 'string') {
      if (inArguments || !own.has(field)) see(field, value);
    } else if (typeof value === 'object' && value !== null && !seen.has(value)) {
      seen.add(value);
      if (Array.isArray(value)) for (const item of value) walk(item, field, inArguments);
      else
        for (const [inner, item] of Object.entries(value)) {
          if (inner !== content) walk(item, inner, inArguments || inner === 'args');
        }
    }
  };
  walk(report, '', false);
}

function rewritten(report: Report, aliases: Aliases, withoutNames: (text: string) => string): Report {
  const done = new Map<object, unknown>();
  const text = (value: string, field: string, inArguments: boolean) => {
    const clean = withoutAddresses(value, aliases);
    return inArguments || !own.has(field) ? withoutNames(clean) : clean;
  };
  const walk = (value: unknown, field: string, inArguments: boolean): unknown => {
    if (typeof value === 'string') return text(value, field, inArguments);
    if (typeof value !== 'object' || value === null) return value;
    if (!done.has(value)) done.set(value, copyOf(value, field, inArguments));
    return done.get(value);
  };
  const copyOf = (value: object, field: string, inArguments: boolean): unknown => {
    if (Array.isArray(value)) return value.map((item) => walk(item, field, inArguments));
    const entries = Object.entries(value).map(([inner, item]) => {
      if (inner === content) return [inner, item] as const;
      const clean = walk(item, inner, inArguments || inner === 'args');
      return [
        inner,
        inner === 'excerpt' ? withoutHexAddresses(String(clean), pathOf(value), aliases) : clean,
      ] as const;
    });
    return Object.fromEntries(entries);
  };
  // The walk keeps every shape and puts texts in the place of texts.
  return walk(report, '', false) as Report;
}

function pathOf(value: object): string {
  return 'path' in value && typeof value.path === 'string' ? value.path : '';
}

/** Originals that still stand somewhere in what came from the bundle. */
function leftovers(report: Report, aliases: readonly Alias[]): Alias[] {
  const texts: string[] = [];
  visit(report, (_, text) => texts.push(text));
  const all = texts.join('\n');
  const given = new Set(aliases.map((alias) => alias.alias));
  return aliases.filter(({ original }) => !given.has(original) && standsIn(all, original));
}

function standsIn(text: string, original: string): boolean {
  for (let at = text.indexOf(original); at >= 0; at = text.indexOf(original, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + original.length] ?? ' '}`;
    if (!/[A-Za-z0-9]/.test(around)) return true;
  }
  return false;
}
