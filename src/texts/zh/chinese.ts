import type { Cause } from '../../causes/cause.ts';
import { byId, english } from '../english.ts';
import type { Dictionary } from '../render.ts';
import { causeTexts } from './causes/index.ts';
import { common } from './common.ts';
import { comparison } from './comparison.ts';
import { explainTexts } from './explain.ts';
import { fleetTexts } from './fleet.ts';
import { guideTexts } from './guides.ts';
import { inputTexts } from './input.ts';
import { meanings } from './meanings/index.ts';
import { reportTexts } from './report.ts';

/** Simplified Chinese; a text that it lacks is said in English. */
export function chinese(catalogue: readonly Cause[]): Dictionary {
  const texts = new Map([...translated(), ...byId([['meaning', meanings]])]);
  const otherwise = english(catalogue);
  return (id) => texts.get(id) ?? otherwise(id);
}

/** All Chinese texts by message id but the meanings of counters, for the dictionary and for those who count what is missing. */
export function translated(): ReadonlyMap<string, string> {
  return byId([
    ['common', common],
    ['comparison', comparison],
    ['input', inputTexts],
    ['guide', guideTexts],
    ['report', reportTexts],
    ['fleet', fleetTexts],
    ['explain', explainTexts],
    ...Object.entries(causeTexts),
  ]);
}
