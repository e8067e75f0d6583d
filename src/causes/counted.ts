import type { CounterName } from '../counters/names.ts';
import type { Delta, Message, MessageArgument, Severity } from '../model.ts';
import type { Conclusion, Context } from './cause.ts';
import type { Movement } from './grade.ts';
import { concludeLoss, meanwhile, movementOf } from './grade.ts';

/** A cause that one kind of protocol counter proves: IPv4 and IPv6 twins move together. */
export interface Counted {
  bad: readonly CounterName[];
  /** What got through, for the share. */
  seen?: readonly CounterName[];
  /** `seen` holds the bad ones already. */
  within?: boolean;
  perConnection?: boolean;
  /** The counter alone never ranks higher: it is no loss by itself, or harms little. */
  atMost?: Severity;
  /** Fewer events than this are told at info: every healthy host has them. */
  few?: bigint;
}

type VerdictTexts = (id: Movement['verdict'], args: Record<string, MessageArgument | undefined>) => Message;

export type CountedConclusion = ReturnType<typeof concludeLoss> & { movement: Movement };

const order: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** The lower of two severities. */
export function capped(severity: Severity, atMost: Severity): Severity {
  return order[Math.max(order.indexOf(severity), order.indexOf(atMost))] ?? atMost;
}

/** Undefined when the host printed none of the counters. */
export function concludeCounted(
  context: Context,
  say: VerdictTexts,
  { bad, seen = [], atMost = 'critical', few = 0n, ...how }: Counted,
): CountedConclusion | undefined {
  const deltas = bad.flatMap((name) => context.counters(name));
  const movement = movementOf(deltas, { seen: seen.map((name) => context.counter(name)), ...how });
  if (!movement) return undefined;
  const conclusion = concludeLoss(movement, say);
  const severity = movement.n < few ? 'info' : capped(movement.severity, atMost);
  return { ...conclusion, severity, movement };
}

/** What a cause answers when its `needs` were met by something that holds none of its counters. */
export function nothingPrinted(counter: CounterName): Conclusion {
  return { verdict: 'unknown', summary: { id: 'common/no-such-counter', args: { counter } } };
}

/** What these counters say of the time that a movement tells of, and those that are not zero in it. */
export function togetherIn(context: Context, movement: Movement, names: readonly CounterName[]) {
  const deltas = names.flatMap((name): Delta[] => {
    const delta = context.counter(name);
    return delta !== undefined && meanwhile(movement, delta) > 0n ? [delta] : [];
  });
  return { n: deltas.reduce((sum, delta) => sum + meanwhile(movement, delta), 0n), deltas };
}
