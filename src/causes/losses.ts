import type { Context } from './cause.ts';
import { movementOf } from './grade.ts';

/** Ring or backlog overflowed, now or at a time that is not known: what makes an uneven load of the CPUs matter. */
export function lostBeforeIp(context: Context): boolean {
  const missed = [
    ...context.counters('link.rx_missed_errors'),
    ...context.counters('dev.rx_fifo'),
    ...context.counters('softnet.dropped'),
  ];
  const movement = movementOf(missed);
  return movement !== undefined && (movement.verdict === 'problem' || movement.verdict === 'suspect');
}
