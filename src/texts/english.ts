import type { Cause } from '../causes/cause.ts';
import { common } from './common.ts';
import { comparison } from './comparison.ts';
import { explainTexts } from './explain.ts';
import { fleetTexts } from './fleet.ts';
import { guideTexts } from './guides.ts';
import { inputTexts } from './input.ts';
import type { Dictionary } from './render.ts';
import { reportTexts } from './report.ts';

/** English, the language in which nothing is missing. */
export function english(catalogue: readonly Cause[]): Dictionary {
  const texts = englishTexts(catalogue);
  return (id) => texts.get(id);
}

/** All English texts by message id, 'group/key': a cause's own under its id, the others under the names below. */
export function englishTexts(catalogue: readonly Cause[]): ReadonlyMap<string, string> {
  const groups: [string, Readonly<Record<string, string>>][] = [
    ['common', common],
    ['comparison', comparison],
    ['input', inputTexts],
    ['guide', guideTexts],
    ['report', reportTexts],
    ['fleet', fleetTexts],
    ['explain', explainTexts],
    ...catalogue.map(({ id, texts }) => [id, texts] as [string, typeof texts]),
  ];
  return byId(groups);
}

/** The texts of several groups under 'group/key'. */
export function byId(
  groups: readonly [string, Readonly<Record<string, string>>][],
): ReadonlyMap<string, string> {
  return new Map(
    groups.flatMap(([group, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${group}/${key}`, text] as const),
    ),
  );
}
