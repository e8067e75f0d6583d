import type { CounterName } from '../counters/names.ts';
import type { DropRule } from '../host/drop-rules.ts';
import { dropRulesOf, dropsInvalid } from '../host/drop-rules.ts';
import type { Delta } from '../model.ts';
import type { Context } from './cause.ts';
import type { Movement } from './grade.ts';
import { amountOf, meanwhile, movementOf } from './grade.ts';

/** `of` is mostly, half of it or more, what `part` counts, in the same time; a handful tells nothing. */
function isMostly(context: Context, part: CounterName, of: CounterName): boolean {
  const [some, all] = [context.counter(part), context.counter(of)];
  if (!some || !all || some.since !== all.since) return false;
  return amountOf(some) >= 10n && amountOf(some) * 2n >= amountOf(all);
}

/** Most retransmissions never left this host: they are no sign of loss on the path. */
export function mostFailHere(context: Context): boolean {
  return isMostly(context, 'TcpExt.TCPRetransFail', 'Tcp.RetransSegs');
}

/** Most timers fired for segments that still waited in a queue of this host. */
export function mostWaitHere(context: Context): boolean {
  return isMostly(context, 'TcpExt.TCPSpuriousRtxHostQueues', 'TcpExt.TCPTimeouts');
}

/** What TCP sent again, and its share of all that it sent. */
export function sentAgain(context: Context): Movement | undefined {
  return movementOf([context.counter('Tcp.RetransSegs')], {
    seen: [context.counter('Tcp.OutSegs')],
    within: true,
  });
}

/** Nine of ten are SYNs and SYN-ACKs: another cause tells of those. */
export function mostlyHandshakes(context: Context, again: Movement): boolean {
  return meanwhile(again, context.counter('TcpExt.TCPSynRetrans')) * 10n >= again.n * 9n;
}

/**
 * Half as many packets as TCP missed, or more, were dropped as INVALID on their way to it in the same time: ACKs among
 * them, and TCP waits for its timer (measured: 180 such drops, 100 retransmissions, each of them by the timer).
 */
export function mayBeInvalid(context: Context, missed: Movement): boolean {
  if (missed.verdict !== 'problem') return false;
  const dropped = droppedAsInvalid(context, missed);
  return dropped >= 10n && dropped * 2n >= missed.n;
}

/** At the same pace in the whole time: a busy host's collector reads the rules long after the counters. */
function inTime(missed: Movement, delta: Delta | undefined): bigint {
  const n = meanwhile(missed, delta);
  const [whole, part] = [missed.deltas[0]?.seconds, delta?.seconds];
  return whole && part ? BigInt(Math.round((Number(n) * whole) / part)) : n;
}

/** Of what came for this host: where it forwards, only rules for INPUT tell. In OUTPUT the first sending fails already. */
function droppedAsInvalid(context: Context, missed: Movement): bigint {
  const count = (deltas: readonly (Delta | undefined)[]) =>
    deltas.reduce((sum, delta) => sum + inTime(missed, delta), 0n);
  const forwards = count([context.counter('Ip.ForwDatagrams'), context.counter('Ip6.OutForwDatagrams')]) > 0n;
  const isForUs = ({ hooks }: DropRule) =>
    forwards ? [...hooks].join() === 'input' : hooks.has('input') || hooks.has('prerouting');
  const rules = dropRulesOf(context).rules.filter((rule) => dropsInvalid(rule) && isForUs(rule));
  const counted = rules.flatMap(({ delta }) => delta ?? []);
  if (counted.length > 0) return count(counted);
  return rules.length > 0 && !forwards ? count(context.counters('conntrack.invalid')) : 0n;
}
