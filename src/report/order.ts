import type { Delta, Scope } from '../model.ts';

/** By code unit: the same order under every locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Counters by name, then by where they live; CPUs by number. */
export function byScope(a: Delta, b: Delta): number {
  return byText(a.name, b.name) || compareScopes(a.scope, b.scope) || byText(a.source, b.source);
}

export function compareScopes(a: Scope, b: Scope): number {
  return (
    byText(a.netns ?? '', b.netns ?? '') ||
    byText(a.device ?? '', b.device ?? '') ||
    (a.cpu ?? -1) - (b.cpu ?? -1) ||
    byText(a.queue ?? '', b.queue ?? '') ||
    byText(a.rule ?? '', b.rule ?? '') ||
    byText(a.socket ?? '', b.socket ?? '')
  );
}
