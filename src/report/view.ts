import type { Cause } from '../causes/cause.ts';
import type { CounterRef, Delta, Layer, Message, MessageArgument, Report } from '../model.ts';
import { translatedMeaning } from '../texts/meanings.ts';
import type { Dictionary } from '../texts/render.ts';
import { formatDuration, formatRate, renderMessage } from '../texts/render.ts';
import type { ReportWord } from '../texts/report.ts';
import { clean, mapStrings, shortened } from './clean.ts';
import { counterKey } from './deltas.ts';

/** What every view needs beside the Report. */
export interface ViewOptions {
  dictionary: Dictionary;
  /** BCP 47; the language that the dictionary speaks. Default 'en'. */
  lang?: string;
  /** What the catalogue says of causes beyond their texts. */
  catalogue: readonly Pick<Cause, 'id' | 'layer' | 'needs' | 'references'>[];
}

/** The Report with nothing in it that a terminal, a browser or a Markdown reader would obey, and its speaker. */
export interface View {
  report: Report;
  lang: string;
  say(message: Message): string;
  /** The message where a sentence begins: with a capital, unless it begins with a name of the kernel. */
  sentence(message: Message): string;
  /** A fixed text of the report. */
  word(word: ReportWord, args?: Record<string, MessageArgument | undefined>): string;
  /** 'Label: text', and several in one line, as the language punctuates. */
  labelled(label: string, text: string): string;
  listed(parts: readonly string[], between?: 'comma' | 'semicolon' | 'stop'): string;
  /** Events per second, and seconds, in the unit that suits them. */
  rate(perSecond: number): string;
  duration(seconds: number): string;
  /** What a counter means, from the English text of the catalogue of names. */
  meaning(english: string): string;
  title(cause: string): string;
  why(cause: string): string;
  layer(cause: string): Layer | undefined;
  references(cause: string): readonly string[];
  catalogue: ViewOptions['catalogue'];
  /** The delta of a counter; of several sources the one that proves most. */
  counter(ref: CounterRef): Delta | undefined;
}

export function viewOf(report: Report, { dictionary, lang = 'en', catalogue }: ViewOptions): View {
  const about = new Map(catalogue.map((cause) => [cause.id, cause]));
  const say = ({ id, args }: Message) =>
    renderMessage({ id, args: mapStrings(args, (arg) => shortened(arg)) }, dictionary);
  const mark = (name: ReportWord) => dictionary(`report/${name}`) ?? '';
  const cleaned = mapStrings(report, clean);
  let counters: Map<string, Delta> | undefined;
  return {
    report: cleaned,
    lang,
    say,
    sentence: (message) =>
      lang === 'en'
        ? say(message).replace(/^[a-z](?=[a-z]* )/, (letter) => letter.toUpperCase())
        : say(message),
    word: (word, args = {}) => say({ id: `report/${word}`, args: known(args) }),
    labelled: (label, text) => `${label}${mark('colon')}${text}`,
    listed: (parts, between = 'comma') => parts.join(mark(between)),
    rate: (perSecond) => formatRate(perSecond, dictionary),
    duration: (seconds) => formatDuration(seconds, dictionary),
    meaning: (english) => translatedMeaning(english, dictionary),
    title: (cause) => dictionary(`${cause}/title`) ?? cause,
    why: (cause) => dictionary(`${cause}/why`) ?? '',
    layer: (cause) => about.get(cause)?.layer,
    references: (cause) => about.get(cause)?.references ?? [],
    catalogue,
    counter(ref) {
      counters ??= bestByKey(cleaned.counters);
      return counters.get(counterKey(ref));
    },
  };
}

function bestByKey(deltas: readonly Delta[]): Map<string, Delta> {
  const best = new Map<string, Delta>();
  for (const delta of deltas) {
    const key = counterKey(delta);
    const known = best.get(key);
    if (!known || delta.steps.length > known.steps.length) best.set(key, delta);
  }
  return best;
}

function known(args: Record<string, MessageArgument | undefined>): Record<string, MessageArgument> {
  const entries = Object.entries(args).filter(
    (entry): entry is [string, MessageArgument] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries);
}
