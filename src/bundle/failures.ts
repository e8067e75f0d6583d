import type { Message } from '../model.ts';
import { message } from './entry.ts';
import type { Kept } from './layouts/layout.ts';

/** Longer files hold more than an error text. */
const longest = 2048;

/** What a shell or a command says in place of its output, and the reason. */
const failures: [RegExp, string][] = [
  [/command not found|: not found$|: No such file or directory$|not execut[ai]ble/, 'reason-not-found'],
  [
    /Permission denied|Operation not permitted|must be root|are you root|Access denied|must be (?:the )?super-?user/i,
    'reason-denied',
  ],
  [
    /Operation not supported|not supported$|no stats available|No such device|not implemented/i,
    'reason-not-supported',
  ],
  [/\btimed out\b|^timeout: /i, 'reason-timeout'],
];
const title = /:$/;

/** The reason, when a kept file holds nothing but the text of a failure. */
export function savedFailure(kept: Kept): Message | undefined {
  if (kept.bytes === undefined || kept.bytes.length === 0 || kept.bytes.length > longest) return undefined;
  const rows = new TextDecoder()
    .decode(kept.bytes)
    .split('\n')
    .map((row) => row.trim())
    .filter((row) => row !== '');
  let found: Message | undefined;
  for (const row of rows) {
    const [, id] = failures.find(([pattern]) => pattern.test(row)) ?? [];
    if (id !== undefined) found ??= message(id, { text: row.slice(0, 200) });
    else if (!title.test(row)) return undefined;
  }
  return found;
}
