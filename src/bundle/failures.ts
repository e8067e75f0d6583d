import type { Message } from '../model.ts';
import { message } from './entry.ts';
import type { Kept } from './layouts/layout.ts';

/** Longer files hold more than an error text. */
const longest = 2048;

/** What stands in place of a file's content or a command's output when it could not be had, and the reason. */
const always: [RegExp, string][] = [
  [/: command not found$|: not found$|: No such file or directory$|not execut[ai]ble/, 'reason-not-found'],
  [
    /Permission denied|Operation not permitted|must be root|are you root|Access denied|must be (?:the )?super-?user/i,
    'reason-denied',
  ],
];
const ofCommands: [RegExp, string][] = [
  [
    /Operation not supported|not supported$|no stats available|No such device|not implemented|^No data available/i,
    'reason-not-supported',
  ],
  [/\btimed out\b|^timeout: /i, 'reason-timeout'],
];
const title = /:$/;

/** The reason, when a kept file holds nothing but the text of a failure. */
export function savedFailure({ bytes }: Kept, origin: string): Message | undefined {
  if (bytes === undefined || bytes.length === 0 || bytes.length > longest) return undefined;
  const failures = origin.startsWith('/') ? always : [...always, ...ofCommands];
  let found: Message | undefined;
  for (const line of new TextDecoder().decode(bytes).split('\n')) {
    const row = line.trim();
    const [, id] = failures.find(([pattern]) => pattern.test(row)) ?? [];
    if (id !== undefined) found ??= message(id, { text: row.slice(0, 200) });
    else if (row !== '' && !title.test(row)) return undefined;
  }
  return found;
}
