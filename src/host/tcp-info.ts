import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';
import type { Socket } from '../parsers/sockets.ts';
import { endpointText } from '../parsers/sockets.ts';
import type { LocalSocket } from './sockets.ts';
import { isLoopback, socketsOf } from './sockets.ts';

/** A number of `ss -i`, of a pair the first ('rtt:22.6/0.9'); undefined where ss does not show it: many at zero. */
export function infoNumber({ info }: Socket, field: string): number | undefined {
  const digits = /^\d{1,15}(\.\d{1,9})?/.exec(info?.get(field) ?? '')?.[0];
  return digits === undefined ? undefined : Number(digits);
}

/** TCP connections with other hosts, of which the kernel's own account is shown (`ss -i`). */
export function connectionsOf(context: Context): LocalSocket[] {
  return socketsOf(context).filter(
    ({ protocol, state, peer, info }) =>
      protocol === 'tcp' &&
      state === 'ESTABLISHED' &&
      (info?.has('rto') || info?.has('cwnd')) &&
      !isLoopback(peer.address),
  );
}

/** The three connections with the most of something, the greatest first: who the peer is ('192.0.2.9:443'), and how much. */
export function leadersIn(context: Context, field: string): { peer: string; n: number; line: Line }[] {
  const counted = connectionsOf(context).flatMap((socket) => {
    const n = infoNumber(socket, field) ?? 0;
    return n > 0 ? [{ peer: endpointText(socket.peer), n, line: socket.line }] : [];
  });
  return counted.sort((a, b) => b.n - a.n).slice(0, 3);
}

/** What the connections with other hosts agreed on when they were opened: the effective value of a setting. */
export interface Agreement {
  /** Those that have the option, all, and the number of their peers. */
  n: number;
  all: number;
  peers: number;
  /** Ten connections with several peers, and none has it. */
  refused: boolean;
  /** One that has it; where none has, the first of all. */
  line: Line;
}

/** Undefined where no such connection is shown. ss prints 'sack' and 'ts' only when asked for -o or -e, too. */
export function agreementOn(context: Context, option: 'sack' | 'ts' | 'wscale'): Agreement | undefined {
  const shows = option === 'wscale' ? /^ss / : /^ss .*(-[a-zA-Z0-9]*[oe]|--options|--extended)/;
  const told = connectionsOf(context).filter(({ line }) => shows.test(line.file.origin));
  const agreed = told.filter(({ info }) => info?.has(option));
  const [shown] = [...agreed, ...told];
  if (!shown) return undefined;
  const [n, all, peers] = [agreed.length, told.length, new Set(told.map(({ peer }) => peer.address)).size];
  return { n, all, peers, refused: n === 0 && all >= 10 && peers >= 2, line: shown.line };
}
