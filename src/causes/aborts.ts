/** Connections that this host ends without a FIN: which counters know of them, and what else they are counted as. */
import type { CounterName } from '../counters/names.ts';
import type { Delta } from '../model.ts';
import type { Context } from './cause.ts';
import { togetherIn } from './counted.ts';
import { movementOf, shareOf } from './grade.ts';

/** Resets that this host sends for a socket of its own. Tcp.OutRsts holds them, with those for no socket. */
export const ownResets: readonly CounterName[] = [
  'TcpExt.TCPAbortOnClose',
  'TcpExt.TCPAbortOnData',
  'TcpExt.TCPAbortOnLinger',
  'TcpExt.TCPAbortOnMemory',
];

/** Ends of established connections by this host, which Tcp.EstabResets counts as if the peer had reset them. */
export const ownEnds: readonly CounterName[] = [
  'TcpExt.TCPAbortOnClose',
  'TcpExt.TCPAbortOnData',
  'TcpExt.TCPAbortOnTimeout',
];

/** A filter for tcpdump, which knows the flags by name in IPv4 only. */
export const resets = "'tcp[tcpflags] & tcp-rst != 0 or (ip6[6] = 6 and ip6[53] & 4 != 0)'";

/** Resets between the captures to what fits no socket: ten or more, and one in a hundred of what came in. */
export function closedPortResets(context: Context): { n: bigint; deltas: readonly Delta[] } | undefined {
  const movement = movementOf([context.counter('Tcp.OutRsts')]);
  if (movement?.verdict !== 'problem') return undefined;
  const n = movement.n - togetherIn(context, movement, ownResets).n;
  const share = shareOf(n, togetherIn(context, movement, ['Tcp.InSegs']).n) ?? 0;
  return n >= 10n && share >= 0.01 ? { n, deltas: movement.deltas } : undefined;
}
