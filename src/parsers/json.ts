import type { CapturedFile } from '../model.ts';

/** A value of a JSON document of which nothing is known yet. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };

/** The file as one JSON document; undefined when it is none. Numbers of 16 digits and more become texts, unharmed. */
export function jsonOf(file: CapturedFile): Json | undefined {
  const text = [...file.lines].map((line) => line.text).join('\n');
  const unharmed = text.replace(/(:\s*)(\d{16,40})(?=\s*[,}\]])/g, '$1"$2"');
  try {
    return JSON.parse(unharmed) as Json;
  } catch {
    return undefined;
  }
}

/** The member of an object; undefined of anything else. Own members only: names come from the input. */
export function member(value: Json | undefined, name: string): Json | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Text of a text or a number; undefined of anything else. */
export function textOf(value: Json | undefined): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}
