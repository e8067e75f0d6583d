import type { Bundle, SettingChange } from '../model.ts';
import { parseCaptures } from './parse.ts';
import { settingChangesOf } from './settings.ts';

/**
 * `dropcause diff A B`: settings in which the newest capture of one bundle differs from the newest of another, of the
 * same host or of another one (a healthy twin). `from` is of the first, `to` of the second.
 */
export function diff(first: Bundle, second: Bundle): SettingChange[] {
  const captures = [first, second].flatMap(({ captures: all }) => newestFirst(all).at(0) ?? []);
  return captures.length < 2 ? [] : settingChangesOf(parseCaptures(captures));
}

/** As they lie in the bundle where their times are not known. */
function newestFirst(captures: Bundle['captures']): Bundle['captures'] {
  const time = (i: number) => captures[i]?.takenAt?.wall ?? captures[i]?.takenAt?.monotonic ?? 0;
  return captures
    .map((_, i) => i)
    .sort((a, b) => time(b) - time(a) || b - a)
    .flatMap((i) => captures[i] ?? []);
}
