import type { Dictionary } from './render.ts';

/**
 * What a counter means, in the language of the dictionary: 'meaning/<English text>', else the English text itself.
 * Of 'IPv6: packets forwarded' only what stands behind the protocol is looked up.
 */
export function translatedMeaning(english: string, dictionary: Dictionary): string {
  const whole = dictionary(`meaning/${english}`);
  if (whole !== undefined) return whole;
  const [, protocol, rest = ''] = /^((?:IPv6 )?[A-Za-z][\w-]*): (.+)$/.exec(english) ?? [];
  if (protocol === undefined) return english;
  return `${protocol}${dictionary('report/colon') ?? ': '}${dictionary(`meaning/${rest}`) ?? rest}`;
}
