import { groupBy } from '../group-by.ts';
import type { Moment, TimelineEntry } from '../model.ts';
import type { Fact, Value } from '../parsers/index.ts';
import type { KernelEvent } from '../parsers/kernel-log.ts';
import { logLine } from '../parsers/log-time.ts';
import type { Facts } from './parse.ts';
import { cite, say } from './quoting.ts';
import type { LogClock } from './when.ts';
import { momentOf } from './when.ts';

/** Messages of one kind that follow each other within this time are one entry. Milliseconds. */
const sameBout = 60_000;
/** The same message in dmesg and in the journal, whose clocks drift apart. Milliseconds. */
const sameMessage = 5_000;
/** Entries of one kind and device: the newest. */
const most = 20;

interface Logged {
  event: KernelEvent;
  at: Moment;
  /** Milliseconds, on a scale that all messages of one host share: since the epoch, or since boot where that is all. */
  time: number;
  origin: string;
}

/** Kernel messages with a time, each once however many files and captures hold it, bouts of them as one entry. */
export function loggedOf(facts: Facts, clocks: readonly LogClock[]): TimelineEntry[] {
  // The one cast of the table: bySource is filled per source from the parsers of that very source.
  const logs = (facts.bySource.get('kernelLog') ?? []) as Fact<Value<'kernelLog'>>[];
  const timed = logs.flatMap(({ value, file, capture }) => {
    const clock = clockOf(file.takenAt, clocks[capture]);
    return value.events.flatMap((event): Logged[] => {
      const at = momentOf(event.at, clock);
      const time = at?.wall ?? (at?.monotonic ?? 0) * 1000;
      return at ? [{ event, at, time, origin: file.origin }] : [];
    });
  });
  const byKind = groupBy(timed, ({ event }) => `${event.kind} ${event.device ?? ''}`);
  return [...byKind.values()].flatMap((events) => boutsOf(onceEach(events)).slice(-most).map(entryOf));
}

function clockOf(takenAt: Moment | undefined, clock: LogClock = {}): LogClock {
  return clock.wall === undefined && takenAt?.wall !== undefined ? { ...clock, wall: takenAt.wall } : clock;
}

/** Oldest first. Within one file every message counts; another file's is the same when it is as old. */
function onceEach(events: readonly Logged[]): Logged[] {
  const kept: Logged[] = [];
  for (const logged of [...events].sort((a, b) => a.time - b.time)) {
    const recent = kept.slice(kept.findLastIndex(({ time }) => logged.time - time > sameMessage) + 1);
    const known = recent.some(
      ({ origin, event }) => origin !== logged.origin || event.line.text === logged.event.line.text,
    );
    if (!known) kept.push(logged);
  }
  return kept;
}

function boutsOf(events: readonly Logged[]): Logged[][] {
  const bouts: Logged[][] = [];
  for (const logged of events) {
    const before = bouts.at(-1)?.at(-1);
    if (before && logged.time - before.time <= sameBout) bouts.at(-1)?.push(logged);
    else bouts.push([logged]);
  }
  return bouts;
}

function entryOf(bout: readonly Logged[]): TimelineEntry {
  const [first] = bout;
  const last = bout.at(-1);
  if (!first || !last) throw new Error('a bout without messages');
  const { event, at } = first;
  const times = bout.reduce((sum, logged) => sum + logged.event.count, 0);
  const seconds = (last.time - first.time) / 1000;
  const message = say('logged', {
    text: textOf(event),
    ...(times > 1 ? { times } : {}),
    ...(seconds > 0 ? { seconds } : {}),
  });
  return {
    at,
    kind: 'log',
    message,
    evidence: cite(event.line, message),
    ...(event.device === undefined ? {} : { scope: { device: event.device } }),
  };
}

/** The message without what stands before it. */
function textOf({ line }: KernelEvent): string {
  return logLine(line.text).message.slice(0, 200);
}
