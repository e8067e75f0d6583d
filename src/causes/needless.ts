/** How many retransmissions were needless: the peer had the segment already, and said so with a DSACK (RFC 2883). */
import type { CounterName } from '../counters/names.ts';
import type { Delta, Severity } from '../model.ts';
import type { Context } from './cause.ts';
import type { Movement } from './grade.ts';
import { meanwhile, movementOf, shareOf } from './grade.ts';

export interface Needless {
  /** All retransmissions; its share is of the segments sent. */
  movement: Movement;
  /** The counters of what the peers reported. */
  reported: Delta[];
  /** Segments that peers reported to have got twice, and their share of the retransmissions. */
  n: bigint;
  share: number;
  /** One segment in a hundred and more is sent again: worth a look, needless or not. */
  worth: boolean;
  /** Worth a look, and at least half of it was needless. */
  mostly: boolean;
  /** The harm is a slower transfer: never more than medium. */
  severity: Severity;
}

/** DSACKs by segments since kernel 5.8; before, by blocks, each of which may cover several. */
const counted: readonly (readonly CounterName[])[] = [
  ['TcpExt.TCPDSACKRecvSegs'],
  ['TcpExt.TCPDSACKRecv', 'TcpExt.TCPDSACKOfoRecv'],
];

/** Undefined when this host does not count retransmissions, or not what peers report. */
export function needlessOf(context: Context): Needless | undefined {
  const movement = movementOf([context.counter('Tcp.RetransSegs')], {
    seen: [context.counter('Tcp.OutSegs')],
    within: true,
  });
  const reported = counted
    .map((names) => names.flatMap((name) => context.counter(name) ?? []))
    .find((deltas) => deltas.length > 0);
  if (!movement || !reported) return undefined;
  const n = reported.reduce((sum, delta) => sum + meanwhile(movement, delta), 0n);
  const share = shareOf(n, movement.n) ?? 0;
  const of = movement.share ?? 0;
  const worth = movement.n >= 10n && of >= 0.01;
  const severity = movement.verdict === 'problem' && of >= 0.03 ? 'medium' : 'low';
  return { movement, reported, n, share, worth, mostly: worth && share >= 0.5, severity };
}
