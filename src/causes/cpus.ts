import type { Delta, Instance, Message, MessageArgument } from '../model.ts';
import type { Context } from './cause.ts';
import { citeCounter, instance, movementOf } from './grade.ts';

type Speak = (id: 'on-cpu', args?: Record<string, MessageArgument | undefined>) => Message;

/** The CPUs on which a counter of softnet_stat moved, each with its share of what that CPU processed. */
export function onCpus(context: Context, deltas: readonly Delta[], say: Speak): Instance[] {
  return deltas.flatMap((delta) => {
    const { cpu } = delta.scope;
    const processed = cpu === undefined ? undefined : context.counter('softnet.processed', { cpu });
    const movement = movementOf([delta], { seen: [processed] });
    if (movement.verdict === 'ok') return [];
    return [
      instance(movement, {
        subject: `CPU ${cpu ?? '?'}`,
        scope: delta.scope,
        summary: say('on-cpu', movement.args),
        evidence: [citeCounter(delta)],
      }),
    ];
  });
}
