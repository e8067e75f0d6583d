import type { Cause } from '../../causes/cause.ts';
import { english } from '../english.ts';
import type { Dictionary } from '../render.ts';
import { causeTexts } from './causes/index.ts';
import { common } from './common.ts';
import { fleetTexts } from './fleet.ts';
import { reportTexts } from './report.ts';

/** Simplified Chinese; what is not translated yet is said in English. */
export function chinese(catalogue: readonly Cause[]): Dictionary {
  const texts = translated();
  const otherwise = english(catalogue);
  return (id) => texts.get(id) ?? otherwise(id);
}

/** All Chinese texts by message id, for the dictionary and for those who count what is missing. */
export function translated(): ReadonlyMap<string, string> {
  const groups: [string, Readonly<Record<string, string>>][] = [
    ['common', common],
    ['report', reportTexts],
    ['fleet', fleetTexts],
    ...Object.entries(causeTexts),
  ];
  const entries = groups.flatMap(([group, texts]) =>
    Object.entries(texts).map(([key, text]) => [`${group}/${key}`, text] as const),
  );
  return new Map(entries);
}
