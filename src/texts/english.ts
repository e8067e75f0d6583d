import type { Cause } from '../causes/cause.ts';
import { common } from './common.ts';
import { comparison } from './comparison.ts';
import { fleetTexts } from './fleet.ts';
import { guideTexts } from './guides.ts';
import { inputTexts } from './input.ts';
import type { Dictionary } from './render.ts';
import { reportTexts } from './report.ts';

/** English: the causes' own texts under 'cause-id/key', the shared ones under 'common/key', the report's under 'report/key', the fleet index's under 'fleet/key', those about the input under 'input/key'. */
export function english(catalogue: readonly Cause[]): Dictionary {
  const texts = new Map<string, string>();
  for (const [key, text] of Object.entries(common)) texts.set(`common/${key}`, text);
  for (const [key, text] of Object.entries(comparison)) texts.set(`comparison/${key}`, text);
  for (const [key, text] of Object.entries(inputTexts)) texts.set(`input/${key}`, text);
  for (const [key, text] of Object.entries(guideTexts)) texts.set(`guide/${key}`, text);
  for (const [key, text] of Object.entries(reportTexts)) texts.set(`report/${key}`, text);
  for (const [key, text] of Object.entries(fleetTexts)) texts.set(`fleet/${key}`, text);
  for (const cause of catalogue) {
    for (const [key, text] of Object.entries(cause.texts)) texts.set(`${cause.id}/${key}`, text);
  }
  return (id) => texts.get(id);
}
