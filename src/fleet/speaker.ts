import type { Message, MessageArgument } from '../model.ts';
import { clean, mapStrings, shortened } from '../report/clean.ts';
import type { ViewOptions } from '../report/view.ts';
import type { FleetWord } from '../texts/fleet.ts';
import { renderMessage } from '../texts/render.ts';
import type { ReportWord } from '../texts/report.ts';

/** Says the texts of the fleet in the reader's language; nothing in them that a terminal or a browser would obey. */
export interface Speaker {
  lang: string;
  say(message: Message): string;
  word(word: FleetWord, args?: Record<string, MessageArgument>): string;
  /** A word of the single report: verdicts, severities. */
  reportWord(word: ReportWord): string;
  title(cause: string): string;
}

export function speakerOf({ dictionary, lang = 'en' }: ViewOptions): Speaker {
  const say = ({ id, args }: Message) =>
    renderMessage({ id, args: mapStrings(args, (arg) => shortened(clean(arg))) }, dictionary);
  return {
    lang,
    say,
    word: (word, args = {}) => say({ id: `fleet/${word}`, args }),
    reportWord: (word) => say({ id: `report/${word}`, args: {} }),
    title: (cause) => dictionary(`${cause}/title`) ?? clean(cause),
  };
}
