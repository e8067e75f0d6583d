import type { Delta, Sample, Scope } from '../model.ts';
import { byText } from './order.ts';

/** All readings of a delta, oldest first. */
export function samplesOf(delta: Delta): Sample[] {
  return [...delta.steps.map((step) => step.from), delta.latest];
}

/** Identity of a counter at its place. */
export function counterKey({ name, scope }: Pick<Delta, 'name' | 'scope'>): string {
  const { netns, device, cpu, queue, rule, socket } = scope;
  return JSON.stringify([name, netns ?? '', device, cpu, queue, rule, socket]);
}

/** Counters by name, then by where they live; CPUs by number. */
export function byScope(a: Delta, b: Delta): number {
  return byText(a.name, b.name) || compareScopes(a.scope, b.scope) || byText(a.source, b.source);
}

function compareScopes(a: Scope, b: Scope): number {
  return (
    byText(a.netns ?? '', b.netns ?? '') ||
    byText(a.device ?? '', b.device ?? '') ||
    (a.cpu ?? -1) - (b.cpu ?? -1) ||
    byText(a.queue ?? '', b.queue ?? '') ||
    byText(a.rule ?? '', b.rule ?? '') ||
    byText(a.socket ?? '', b.socket ?? '')
  );
}
