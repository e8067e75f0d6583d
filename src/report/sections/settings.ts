import type { SettingChange } from '../../model.ts';
import { placeOf } from '../excerpts.ts';
import { place } from '../figures.ts';
import type { View } from '../view.ts';
import type { Cut } from './cut.ts';
import { cut } from './cut.ts';

export interface SettingRow {
  key: string;
  where: string;
  from: string;
  to: string;
  source: string;
}

export function settingRows(view: View): Cut<SettingRow> {
  const { word } = view;
  return cut(view.report.settings, view, ({ key, scope, from, to, before, after }: SettingChange) => {
    const evidence = after ?? before;
    return {
      key,
      where: place(scope, view),
      from: from ?? word('absent'),
      to: to ?? word('absent'),
      source: evidence ? placeOf(evidence) : '',
    };
  });
}

export interface NotableRow {
  key: string;
  where: string;
  value: string;
  standard: string;
  source: string;
  /** The file and line that sets it at boot; '' where none was collected. */
  boot: string;
}

/** Settings other than the kernel's defaults. */
export function notableRows(view: View): Cut<NotableRow> {
  return cut(view.report.notable, view, ({ key, scope, value, standard, evidence, boot }) => ({
    key,
    where: place(scope, view),
    value,
    standard,
    source: placeOf(evidence),
    boot: boot ? placeOf(boot) : '',
  }));
}
