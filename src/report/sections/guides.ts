import type { WalkedGuide } from '../../model.ts';
import { placeOf } from '../excerpts.ts';
import type { View } from '../view.ts';

export interface GuideRow {
  question: string;
  /** 'yes', 'no' or 'unknown'; and the word for it. */
  answer: string;
  word: string;
  /** What the finding says; where it cannot tell, how to look. */
  because: string;
  source: string;
}

export interface GuideTable {
  id: string;
  title: string;
  rows: GuideRow[];
  /** It leads somewhere: shown unfolded. */
  leads: boolean;
}

/** Guides that lead to a finding; when nothing was found, the one about what a bundle hardly shows. */
export function guideTables(view: View): GuideTable[] {
  const all = view.report.guides ?? [];
  const leading = all.filter(({ id, steps }) => id !== blind && steps.some(({ answer }) => answer === 'yes'));
  const shown = leading.length > 0 ? leading : all.filter(({ id }) => id === blind);
  return shown.map((guide) => tableOf(guide, view));
}

/** Of what a bundle hardly shows. */
const blind = 'not-seen-here';

function tableOf({ id, title, steps }: WalkedGuide, { say, sentence, word }: View): GuideTable {
  const rows = steps.map(({ question, answer, because, evidence, look }) => ({
    question: say(question),
    answer,
    word: word(`answer-${answer}`),
    because: look ? say(look) : because ? sentence(because) : '',
    source: evidence ? placeOf(evidence) : '',
  }));
  return { id, title: say(title), rows, leads: id !== blind };
}
