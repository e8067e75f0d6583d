/**
 * What came from a stranger's bundle is shown, never obeyed: control characters (ESC starts terminal commands, NUL
 * ends strings, a line break starts a Markdown heading), format characters (bidi overrides and zero-width characters
 * make a text look like another one) and lone surrogates become visible text. Unicode categories: UAX #44, table 12.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu;

export function clean(text: string): string {
  return text.replace(unsafe, visible);
}

/** Names and sentences of a report are read by people: what is longer than this was not made for them. */
const longest = 240;

export function shortened(text: string, limit = longest): string {
  return text.length <= limit ? text : `${text.slice(0, limit - 1)}…`;
}

/** Without the full stop, for where the sentence around it has one. */
export function unended(text: string): string {
  return text.replace(/[.。]+$/, '');
}

/** JSON.stringify escapes C0 and lone surrogates only; a terminal obeys C1 and shows bidi overrides as well. */
const unprinted = /[\p{Cf}\p{Zl}\p{Zp}\u007f-\u009f]/gu;

/** The same JSON, with what a terminal or an editor would obey escaped. */
export function printable(json: string): string {
  return json.replace(unprinted, (character) => {
    const units = Array.from({ length: character.length }, (_, i) => character.charCodeAt(i));
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
  });
}

function visible(character: string): string {
  if (character === '\t') return ' ';
  const code = character.codePointAt(0) ?? 0;
  // The block "Control Pictures" has a sign for each of C0 and for DEL.
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return `[U+${code.toString(16).toUpperCase().padStart(4, '0')}]`;
}

/** The content of a captured file: no view prints it, it may be huge, and its lines point back at the file. */
export const content = 'lines';

/** The same data with every string in it replaced; the content of files stays. What holds no other string is not copied. */
export function mapStrings<T>(value: T, map: (text: string) => string): T {
  const known = new Map<object, unknown>();
  const walk = (item: unknown): unknown => {
    if (typeof item === 'string') return map(item);
    if (typeof item !== 'object' || item === null) return item;
    if (!known.has(item)) known.set(item, mapped(item, walk));
    return known.get(item);
  };
  // The walk keeps every shape and maps text to text.
  return walk(value) as T;
}

function mapped(item: object, walk: (inner: unknown) => unknown): unknown {
  if (Array.isArray(item)) {
    const inside = item.map((inner: unknown) => walk(inner));
    return inside.every((inner, i) => inner === item[i]) ? item : inside;
  }
  const before = item as Record<string, unknown>;
  const keys = Object.keys(before);
  const inside = keys.map((key) => (key === content ? before[key] : walk(before[key])));
  if (inside.every((inner, i) => inner === before[keys[i] ?? ''])) return item;
  return Object.fromEntries(keys.map((key, i) => [key, inside[i]]));
}
