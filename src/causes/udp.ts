import type { LocalSocket } from '../host/sockets.ts';
import { socketsOf } from '../host/sockets.ts';
import type { Delta } from '../model.ts';
import type { Context } from './cause.ts';
import type { Movement } from './grade.ts';
import { meanwhile, movementOf } from './grade.ts';

/** UDP's receive errors of both families, and how much of them specific counters account for. */
export interface UdpErrors {
  movement: Movement;
  /** Counters of specific errors, with what they say of the time that the movement covers. */
  parts: { delta: Delta; n: bigint }[];
  /** What no part accounts for: refused by a filter or policy, or of a wrong length. */
  rest: bigint;
}

const parts = ['RcvbufErrors', 'MemErrors', 'InCsumErrors'] as const;

/** Undefined: this host printed no receive errors at all. */
export function udpErrors(context: Context): UdpErrors | undefined {
  const movement = movementOf([context.counter('Udp.InErrors'), context.counter('Udp6.InErrors')], {
    seen: [context.counter('Udp.InDatagrams'), context.counter('Udp6.InDatagrams')],
  });
  if (!movement) return undefined;
  const known = partsOf(context, movement.verdict === 'problem');
  return { movement, parts: known, rest: known.reduce((left, { n }) => left - n, movement.n) };
}

/** Kernels before 5.11 print no MemErrors, those before 3.10 no InCsumErrors: what is not printed is not zero. */
function partsOf(context: Context, rising: boolean): UdpErrors['parts'] {
  return parts.flatMap((part) =>
    [context.counter(`Udp.${part}`), context.counter(`Udp6.${part}`)].flatMap((delta) =>
      delta ? [{ delta, n: rising ? delta.increase : delta.latest.value }] : [],
    ),
  );
}

/** Sockets that dropped, by their own counters, just as many in that time. */
export function droppedJustAsMany(context: Context, { movement, rest }: UdpErrors): LocalSocket[] {
  return socketsOf(context).filter(
    ({ protocol, dropped }) => protocol === 'udp' && dropped && meanwhile(movement, dropped) === rest,
  );
}
