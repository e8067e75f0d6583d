import type { Context } from '../causes/cause.ts';
import type { Verdict } from '../model.ts';
import type { Fact, Value } from '../parsers/index.ts';
import type { KernelEvent, KernelEventKind } from '../parsers/kernel-log.ts';

type LogFact = Fact<Value<'kernelLog'>>;

/** What the newest kernel log says of one kind of event. Rate limits swallow lines: `count` is a lower bound. */
export interface LoggedEvents {
  events: KernelEvent[];
  count: number;
  last: KernelEvent;
  /** How long before the capture the last one was logged, seconds; undefined where the log tells no usable time. */
  age?: number;
  /** 'problem': logged between the captures. 'suspect': earlier, or when is unknown. */
  verdict: Extract<Verdict, 'problem' | 'suspect'>;
}

/** Events of some kinds. Undefined: none is logged. */
export function loggedEvents(
  context: Context,
  ...kinds: readonly KernelEventKind[]
): LoggedEvents | undefined {
  return eventsWhere(context, ({ kind }) => kinds.includes(kind));
}

/** dmesg, journal and syslog hold the same events: the file with most of them speaks. Undefined: none is logged. */
export function eventsWhere(
  context: Context,
  wanted: (event: KernelEvent) => boolean,
): LoggedEvents | undefined {
  const history = context.history('kernelLog');
  const newest = history.filter(({ capture }) => capture === history.at(-1)?.capture);
  const [best] = newest
    .map((fact) => ({ fact, events: eventsOf(fact, wanted) }))
    .sort((a, b) => total(b.events) - total(a.events));
  const last = best?.events.at(-1);
  if (!best || !last) return undefined;
  const count = total(best.events);
  const age = ageOf(last, context, best.fact);
  const before = history.find(
    ({ capture, file }) => capture < best.fact.capture && file.origin === best.fact.file.origin,
  );
  const grown = before !== undefined && count > total(eventsOf(before, wanted));
  const recent =
    age !== undefined && context.captures > 1 && context.window !== undefined && age <= context.window;
  const verdict = grown || recent ? 'problem' : 'suspect';
  return { events: best.events, count, last, verdict, ...(age === undefined ? {} : { age }) };
}

/** Of this boot: the counters know nothing of an earlier one. */
const eventsOf = ({ value }: LogFact, wanted: (event: KernelEvent) => boolean) =>
  value.events.filter((event) => wanted(event) && !event.earlierBoot);
const total = (events: readonly KernelEvent[]) => events.reduce((sum, { count }) => sum + count, 0);

/** By the clock since boot, else by the wall clock of the moment when the file was read. */
function ageOf({ until, at }: KernelEvent, { uptime }: Context, { file }: LogFact): number | undefined {
  const time = until ?? at;
  if (time?.monotonic !== undefined && uptime !== undefined && time.monotonic <= uptime + 1)
    return Math.max(0, uptime - time.monotonic);
  const wall = file.takenAt?.wall;
  return time?.wall !== undefined && wall !== undefined && time.wall <= wall + 1000
    ? Math.max(0, (wall - time.wall) / 1000)
    : undefined;
}
