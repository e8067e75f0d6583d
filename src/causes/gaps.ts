/** The receiver's view: segments that wait for an earlier one (TCPOFOQueue), lost on the way here or only late. */
import type { Delta } from '../model.ts';
import type { Context } from './cause.ts';
import type { Movement } from './grade.ts';
import { meanwhile, movementOf } from './grade.ts';

export interface Gaps {
  /** Its share is of the segments that came in. */
  movement: Movement;
  /** What peers sent again although it had arrived, in the same time. */
  duplicates: Delta | undefined;
  /** Peers sent again what was only late: it was overtaken, and not lost. */
  late: boolean;
}

/** Gaps between the captures that are worth a look; undefined when there are few. */
export function gapsOf(context: Context): Gaps | undefined {
  const movement = movementOf([context.counter('TcpExt.TCPOFOQueue')], {
    seen: [context.counter('Tcp.InSegs')],
    within: true,
  });
  if (movement?.verdict !== 'problem' || movement.n < 10n || (movement.share ?? 0) < 0.01) return undefined;
  const duplicates = context.counter('TcpExt.TCPDSACKOldSent');
  return { movement, duplicates, late: meanwhile(movement, duplicates) * 10n > movement.n };
}
