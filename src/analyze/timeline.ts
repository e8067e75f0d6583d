import type { CaptureClock } from '../counters/clock.ts';
import { cpusAsOne } from '../counters/cpus.ts';
import { meaningOf } from '../counters/names.ts';
import type { Delta, Message, SettingChange, Step, TimelineEntry } from '../model.ts';
import { historyOf } from './history.ts';
import { loggedOf } from './logged.ts';
import type { Facts } from './parse.ts';
import { cite, say } from './quoting.ts';
import type { LogClock } from './when.ts';

export interface TimelineInput {
  labels: readonly string[];
  clocks: readonly LogClock[];
  facts: Facts;
  deltas: readonly Delta[];
  settings: readonly SettingChange[];
  decisions: readonly Message[];
}

/** What happened when, oldest first; what tells only the time since boot stands before all that has a time of day. */
export function timelineOf(input: TimelineInput): TimelineEntry[] {
  const { labels, clocks, facts, deltas, settings, decisions } = input;
  const entries = [
    ...labels.flatMap((label, i) =>
      entryAt(clocks[i], { kind: 'capture', message: say('capture', { n: i + 1, label }) }),
    ),
    ...decisions.flatMap((message) => resetEntry(message, clocks)),
    ...settings.flatMap((change) => settingEntry(change, clocks)),
    ...cpusAsOne(deltas).flatMap((delta) => counterEntries(delta, clocks)),
    ...loggedOf(facts, clocks),
    ...historyOf(facts, clocks),
  ];
  return entries.sort(
    (a, b) => (a.at.wall ?? 0) - (b.at.wall ?? 0) || (a.at.monotonic ?? 0) - (b.at.monotonic ?? 0),
  );
}

function entryAt(clock: CaptureClock | undefined, entry: Omit<TimelineEntry, 'at'>): TimelineEntry[] {
  const { wall, uptime } = clock ?? {};
  return wall === undefined
    ? []
    : [{ at: { wall, ...(uptime === undefined ? {} : { monotonic: uptime }) }, ...entry }];
}

/** Decisions about two captures are told at the later one: the reset happened before it. */
function resetEntry(message: Message, clocks: readonly CaptureClock[]): TimelineEntry[] {
  const { to } = message.args;
  return typeof to === 'number' ? entryAt(clocks[to - 1], { kind: 'reset', message }) : [];
}

function settingEntry(
  { key, from, to, scope, before, after, capture }: SettingChange,
  clocks: readonly CaptureClock[],
): TimelineEntry[] {
  const evidence = after ?? before;
  const id = from === undefined ? 'setting-appeared' : to === undefined ? 'setting-gone' : 'setting-changed';
  const message = say(id, {
    key,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  });
  return entryAt(clocks[capture], { kind: 'setting', message, scope, ...(evidence ? { evidence } : {}) });
}

/** Bad counters: one entry for each stretch of windows in which one rose without a pause. */
function counterEntries(delta: Delta, clocks: readonly CaptureClock[]): TimelineEntry[] {
  if (delta.kind === 'gauge' || meaningOf(delta.name)?.bad !== true) return [];
  const entries: TimelineEntry[] = [];
  let run: Step[] = [];
  for (const [i, step] of delta.steps.entries()) {
    if (step.increase > 0n) run.push(step);
    if (run.length === 0 || (step.increase > 0n && i < delta.steps.length - 1)) continue;
    entries.push(...runEntry(delta, run, clocks));
    run = [];
  }
  return entries;
}

function runEntry(delta: Delta, run: readonly Step[], clocks: readonly CaptureClock[]): TimelineEntry[] {
  const last = run.at(-1);
  if (!last) return [];
  const n = run.reduce((sum, step) => sum + step.increase, 0n);
  const times = run.map((step) => step.seconds);
  const seconds = times.includes(undefined)
    ? undefined
    : times.reduce<number>((sum, time) => sum + (time ?? 0), 0);
  const args = { counter: delta.name, n, ...(seconds === undefined ? {} : { seconds }) };
  const least = run.some((step) => step.bound === 'at-least');
  const message = say(least ? 'rose-least' : 'rose', args);
  const evidence = cite(last.to.line, message);
  return entryAt(clocks[last.to.capture], { kind: 'counter', message, evidence, scope: delta.scope });
}
