import type { CounterName } from '../counters/names.ts';
import type { Context } from './cause.ts';
import { amountOf } from './grade.ts';

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
