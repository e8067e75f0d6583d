import type { Remedy } from '../model.ts';
import type { View } from './view.ts';

export interface RemedyView {
  when: string;
  what: string;
  commands: string[];
  verify: string[];
  undo: string[];
  sideEffects: string | null;
  risk: string;
  /** Nothing breaks: no warning is needed. */
  calm: boolean;
  who: string;
}

export function remedyView(remedy: Remedy, { word, sentence }: View): RemedyView {
  return {
    when: word(remedy.when),
    what: sentence(remedy.what),
    commands: remedy.commands,
    verify: remedy.verify,
    undo: remedy.undo,
    sideEffects: remedy.sideEffects ? sentence(remedy.sideEffects) : null,
    risk: word(`risk-${remedy.risk}`),
    calm: remedy.risk === 'none',
    who: word(`who-${remedy.who}`),
  };
}
