/** Connections that this host ends without a FIN: which counters know of them, and what else they are counted as. */
import type { CounterName } from '../counters/names.ts';

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
