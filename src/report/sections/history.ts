import { meaningOf } from '../../counters/names.ts';
import type { LedgerLine, TimelineEntry } from '../../model.ts';
import { formatPercent } from '../../texts/render.ts';
import { shortened } from '../clean.ts';
import { placeOf } from '../excerpts.ts';
import { number, place, time } from '../figures.ts';
import type { View } from '../view.ts';
import type { Cut } from './cut.ts';
import { cut } from './cut.ts';

export interface LedgerRow {
  direction: string;
  layer: string;
  where: string;
  seen: string;
  lost: string;
  share: string;
  lossy: boolean;
  boot: string;
  parts: { name: string; value: string; source: string; meaning: string }[];
  note: string;
}

/** The loss ledger: what every layer saw and lost, each loss once. */
export function ledgerRows(view: View): Cut<LedgerRow> {
  return cut(view.report.ledger, view, (line) => ledgerRow(line, view));
}

function ledgerRow(line: LedgerLine, view: View): LedgerRow {
  const { word, say, meaning } = view;
  const { seen, lost, sinceBoot } = line;
  return {
    direction: word(`path-${line.direction}`),
    layer: word(`layer-${line.layer}`),
    where: place(line.scope, view),
    seen: seen === undefined ? '' : number(seen),
    lost: lost === undefined ? '' : `${number(lost)}${line.gap ? ` (${word('gap')})` : ''}`,
    share: share(lost, seen),
    lossy: (lost ?? 0n) > 0n,
    boot: amount(sinceBoot?.lost, sinceBoot?.seen),
    parts: line.parts.map(({ name, value, evidence }) => ({
      name,
      value: number(value),
      source: placeOf(evidence),
      meaning: meaning(meaningOf(name)?.meaning ?? ''),
    })),
    note: line.note ? say(line.note) : '',
  };
}

/** '68 (95.8 %)', '0'. */
function amount(lost: bigint | undefined, seen: bigint | undefined): string {
  if (lost === undefined) return '';
  const part = lost > 0n ? share(lost, seen) : '';
  return part === '' ? number(lost) : `${number(lost)} (${part})`;
}

function share(lost: bigint | undefined, seen: bigint | undefined): string {
  return lost === undefined || seen === undefined || seen <= 0n
    ? ''
    : formatPercent(Math.min(1, Number(lost) / Number(seen)));
}

export interface TimelineRow {
  time: string;
  kind: TimelineEntry['kind'];
  kindWord: string;
  where: string;
  message: string;
  source: string;
  excerpt: string;
}

export function timelineRows(view: View): Cut<TimelineRow> {
  const { word, sentence } = view;
  return cut(view.report.timeline, view, ({ at, kind, scope, message, evidence }) => ({
    time: time(at) ?? '',
    kind,
    kindWord: word(`kind-${kind}`),
    where: scope ? place(scope, view) : '',
    message: sentence(message),
    source: evidence ? placeOf(evidence) : '',
    // A line of counters says nothing that the message does not; a line of a log does.
    excerpt: evidence && (kind === 'log' || kind === 'history') ? evidence.excerpt.slice(0, 200) : '',
  }));
}

/** What --baseline and --peer said. */
export function comparisonRows(view: View): Cut<{ other: string; message: string; source: string }> {
  const { report, say } = view;
  return cut(report.comparisons ?? [], view, ({ with: name, message, evidence }) => ({
    other: shortened(name),
    message: say(message),
    source: evidence[0] ? placeOf(evidence[0]) : '',
  }));
}

export interface InputNotes {
  decisions: Cut<string>;
  absences: Cut<{ origin: string; where: string; reason: string }>;
  notes: Cut<{ place: string; message: string }>;
}

/** What the reader should know about the bundle itself. */
export function inputNotes(view: View): InputNotes {
  const { report, say } = view;
  return {
    decisions: cut(report.decisions, view, say),
    absences: cut(report.absences, view, ({ origin, netns, reason }) => ({
      origin,
      where: place({ netns }, view),
      reason: say(reason),
    })),
    notes: cut(report.notes, view, ({ path, line, message }) => ({
      place: line === undefined ? shortened(path) : placeOf({ path, line }),
      message: say(message),
    })),
  };
}
