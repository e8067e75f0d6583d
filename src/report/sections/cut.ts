import type { View } from '../view.ts';

const maxRows = 200;

/** Rows of a table that is cut when it is too long, and what says so. */
export interface Cut<T> {
  rows: T[];
  more: string | null;
}

/** The first rows of a table, and how many are left. */
export function cut<T, R>(items: readonly T[], view: View, row: (item: T) => R, limit = maxRows): Cut<R> {
  const left = items.length - limit;
  return {
    rows: items.slice(0, limit).map(row),
    more: left > 0 ? view.word('rows-left-out', { n: left }) : null,
  };
}
