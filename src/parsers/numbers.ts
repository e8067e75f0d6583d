/** Numbers and words as kernel files and commands print them. */

const hexDigits = /^[0-9a-fA-F]{1,16}$/;
const decimalFraction = /^-?\d{1,30}(\.\d{1,30})?$/;

/** A hexadecimal number without prefix, at most 64 bits; undefined for anything else. */
export function hexadecimal(text: string | undefined): bigint | undefined {
  return text !== undefined && hexDigits.test(text) ? BigInt(`0x${text}`) : undefined;
}

/** A number with an optional fraction, '12' or '0.25'; undefined for anything else ('n/a', '1,5'). */
export function fraction(text: string | undefined): number | undefined {
  return text !== undefined && decimalFraction.test(text) ? Number(text) : undefined;
}

/** A whole number that fits a double exactly (ports, indexes, lengths); undefined for anything else. */
export function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The words of a line, without the blanks and tabs between them. */
export function words(text: string): string[] {
  const trimmed = text.trim();
  return trimmed === '' ? [] : trimmed.split(/[ \t]+/);
}

/** The words of a table's header. Hostile ones are cut: each row may look through it. */
export function headerWords(text: string): string[] {
  return words(text.slice(0, 2000));
}

/** The value of the word that follows `key` among the words: `mtu 1500` in `ip link`. */
export function after(list: readonly string[], key: string): string | undefined {
  const at = list.indexOf(key);
  return at < 0 ? undefined : list[at + 1];
}

/** The entries that are defined, for objects whose absent fields are absent. */
export function present<T extends object>(fields: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
