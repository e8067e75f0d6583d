import type { Delta, Instance, Message } from '../model.ts';
import type { Context } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, instance, movementOf } from './grade.ts';

/** The CPUs on which a counter of softnet_stat moved, each with its share of what that CPU processed. */
export function onCpus(
  context: Context,
  deltas: readonly Delta[],
  say: (args: Movement['args']) => Message,
): Instance[] {
  return deltas.flatMap((delta) => {
    const { cpu } = delta.scope;
    const processed = cpu === undefined ? undefined : context.counter('softnet.processed', { cpu });
    const movement = movementOf([delta], { seen: [processed] });
    if (movement.verdict === 'ok') return [];
    return [
      instance(movement, {
        subject: `CPU ${cpu ?? '?'}`,
        scope: delta.scope,
        summary: say(movement.args),
        evidence: [citeCounter(delta)],
      }),
    ];
  });
}
