import { groupBy } from '../group-by.ts';
import type { Delta, Step } from '../model.ts';
import { scopeKey } from './series.ts';

/**
 * One counter of all CPUs as one: softnet, connection tracking, interrupts. Each CPU's delta is taken for itself, since
 * each may wrap; then they are added up. A CPU that was not there in every capture makes the sum a lower bound.
 * Undefined when there is none. `latest` cites the CPU that counted most.
 */
export function sumOverCpus(deltas: readonly Delta[]): Delta | undefined {
  const [first] = deltas;
  if (!first) return undefined;
  const busiest = deltas.reduce((most, delta) => (weight(delta) > weight(most) ? delta : most), first);
  const total = deltas.reduce((sum, delta) => sum + delta.latest.value, 0n);
  const { cpu: _, ...scope } = busiest.scope;
  const steps = stepsOf(deltas, busiest);
  const alike = deltas.every((delta) => delta.steps.length === busiest.steps.length);
  return {
    ...busiest,
    scope,
    increase: deltas.reduce((sum, delta) => sum + delta.increase, 0n),
    bound: alike && deltas.every((delta) => delta.bound === 'exact') ? 'exact' : 'at-least',
    since: deltas.some((delta) => delta.since === 'capture') ? 'capture' : busiest.since,
    steps,
    latest: { ...busiest.latest, scope, value: total },
    witnesses: [],
  };
}

function weight(delta: Delta): bigint {
  return delta.since === 'boot' ? delta.latest.value : delta.increase;
}

/** The steps of the CPU that counted most, each with what the others counted between the same captures. */
function stepsOf(deltas: readonly Delta[], busiest: Delta): Step[] {
  return busiest.steps.map((step) => {
    const same = deltas.flatMap((delta) => delta.steps.filter((other) => isSame(step, other)));
    const sum = (pick: (other: Step) => bigint) => same.reduce((total, other) => total + pick(other), 0n);
    const exact = same.length === deltas.length && same.every((other) => other.bound === 'exact');
    const { cpu: _, ...scope } = step.to.scope;
    return {
      ...step,
      from: { ...step.from, scope, value: sum((other) => other.from.value) },
      to: { ...step.to, scope, value: sum((other) => other.to.value) },
      increase: sum((other) => other.increase),
      bound: exact ? 'exact' : 'at-least',
    };
  });
}

function isSame(a: Step, b: Step): boolean {
  return a.from.capture === b.from.capture && a.to.capture === b.to.capture;
}

/** A counter that every CPU has is one. */
export function cpusAsOne(deltas: readonly Delta[]): Delta[] {
  const isOne = ({ scope }: Delta) => scope.cpu === undefined;
  const perCpu = groupBy(
    deltas.filter((delta) => !isOne(delta)),
    ({ name, scope: { cpu: _, ...scope } }) => scopeKey(name, scope),
  );
  const sums = [...perCpu.values()].flatMap((cpus) => sumOverCpus(cpus) ?? []);
  return [...deltas.filter(isOne), ...sums];
}
