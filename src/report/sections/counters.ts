import { meaningOf } from '../../counters/names.ts';
import type { Delta } from '../../model.ts';
import { byScope, samplesOf } from '../deltas.ts';
import { placeOf } from '../excerpts.ts';
import { number, place } from '../figures.ts';
import type { View } from '../view.ts';

export interface CounterRow {
  name: string;
  where: string;
  before: string;
  after: string;
  increase: string;
  /** The increase as a plain number, to sort by. */
  amount: string;
  rate: string;
  /** The rate as a plain number, to sort by. */
  perSecond: string;
  /** Resets and wraps between the readings. */
  gap: string;
  meaning: string;
  bad: boolean;
  /** 'path:line' of the newest reading. */
  source: string;
}

export interface CounterTable {
  title: string;
  rows: CounterRow[];
  more: string | null;
}

/** A table of a report holds at most so many rows; the JSON report holds all. */
const maxRows = 400;

/** Counters that moved between captures; for a single capture those of losses that are not zero. Host-wide first. */
export function movedCounters(view: View): CounterTable {
  const { report, word } = view;
  const single = report.captures.length < 2;
  const shown = report.counters.filter((delta) => (single ? isLoss(delta) : moved(delta)));
  const rows = summedOverCpus(shown).sort((a, b) => byScope(a.delta, b.delta));
  return table(word(single ? 'counters-single' : 'counters'), rows, view);
}

/** Rising counters of losses that no finding accounts for. */
export function unexplainedCounters(view: View): CounterTable {
  const rows = summedOverCpus(view.report.unexplained).sort((a, b) => byScope(a.delta, b.delta));
  return table(view.word('unexplained'), rows, view);
}

function table(title: string, rows: Row[], view: View): CounterTable {
  const left = rows.length - maxRows;
  return {
    title,
    rows: rows.slice(0, maxRows).map((row) => counterRow(row, view)),
    more: left > 0 ? view.word('rows-left-out', { n: left }) : null,
  };
}

function moved(delta: Delta): boolean {
  if (delta.steps.length === 0) return false;
  return delta.kind === 'gauge' ? samplesOf(delta)[0]?.value !== delta.latest.value : delta.increase > 0n;
}

function isLoss({ kind, name, latest }: Delta): boolean {
  return kind === 'counter' && latest.value > 0n && meaningOf(name)?.bad === true;
}

interface Row {
  delta: Delta;
  /** Where the row stands for one counter on several CPUs: how many, the busiest, and the sums. */
  cpus?: { count: number; busiest: number; before: bigint; after: bigint; increase: bigint };
}

/** One row per counter, not one per CPU: hundreds of CPUs would bury the rest. */
export function summedOverCpus(deltas: readonly Delta[]): Row[] {
  const rows = new Map<string, Row>();
  for (const delta of deltas) {
    const { cpu, netns, device, queue, rule, socket } = delta.scope;
    const group = JSON.stringify([
      delta.name,
      delta.source,
      netns ?? '',
      device,
      queue,
      rule,
      socket,
      cpu === undefined,
    ]);
    const known = rows.get(group);
    if (!known || cpu === undefined) rows.set(known ? JSON.stringify([group, rows.size]) : group, { delta });
    else rows.set(group, added(known, delta));
  }
  return [...rows.values()];
}

function added({ delta, cpus }: Row, other: Delta): Row {
  const sums = cpus ?? { count: 1, busiest: delta.scope.cpu ?? 0, ...amounts(delta) };
  const more = amounts(other);
  const busier =
    other.increase > delta.increase ||
    (other.increase === delta.increase && other.latest.value > delta.latest.value);
  return {
    delta: busier ? other : delta,
    cpus: {
      count: sums.count + 1,
      busiest: busier ? (other.scope.cpu ?? 0) : sums.busiest,
      before: sums.before + more.before,
      after: sums.after + more.after,
      increase: sums.increase + more.increase,
    },
  };
}

function amounts(delta: Delta) {
  return { before: samplesOf(delta)[0]?.value ?? 0n, after: delta.latest.value, increase: delta.increase };
}

export function counterRow({ delta, cpus }: Row, view: View): CounterRow {
  const { word, rate } = view;
  const { before, after, increase } = cpus ?? amounts(delta);
  const counted = delta.kind === 'counter' && delta.steps.length > 0;
  const perSecond = counted && delta.seconds ? Number(increase) / delta.seconds : undefined;
  const gaps = new Set(delta.steps.flatMap((step) => (step.gap ? [word(`gap-${step.gap}`)] : [])));
  const { cpu: _cpu, ...elsewhere } = delta.scope;
  const cpusWord = cpus && word('all-cpus', { n: cpus.count, cpu: cpus.busiest });
  const meaning = meaningOf(delta.name);
  return {
    name: delta.name,
    where: cpusWord
      ? [cpusWord, place(elsewhere, view)].filter((part) => part !== '').join(', ')
      : place(delta.scope, view),
    before: delta.steps.length > 0 ? number(before) : '',
    after: number(after),
    increase: counted ? (delta.bound === 'exact' ? number(increase) : word('at-least', { n: increase })) : '',
    amount: counted ? String(increase) : '',
    rate: perSecond === undefined ? '' : rate(perSecond),
    perSecond: perSecond === undefined ? '' : String(perSecond),
    gap: [...gaps].join(', '),
    meaning: view.meaning(meaning?.meaning ?? ''),
    bad: meaning?.bad === true,
    source: placeOf({ path: delta.latest.line.file.path, line: delta.latest.line.number }),
  };
}
