import type { Cause } from '../causes/cause.ts';
import { common } from './common.ts';
import type { Dictionary } from './render.ts';

/** English: the causes' own texts under 'cause-id/key', the shared ones under 'common/key'. */
export function english(catalogue: readonly Cause[]): Dictionary {
  const texts = new Map<string, string>(Object.entries(common).map(([key, text]) => [`common/${key}`, text]));
  for (const cause of catalogue) {
    for (const [key, text] of Object.entries(cause.texts)) texts.set(`${cause.id}/${key}`, text);
  }
  return (id) => texts.get(id);
}
