import type { Context, Focus, KernelVersion, Setting } from '../causes/cause.ts';
import type { CounterName } from '../counters/names.ts';
import type { Delta, Scope } from '../model.ts';
import type { Fact, Source, Value } from '../parsers/index.ts';
import { parsers } from '../parsers/index.ts';
import type { Facts } from './parse.ts';

/** What all contexts of one run share. */
export interface Host {
  facts: Facts;
  deltas: readonly Delta[];
  kernel?: KernelVersion;
  captures: number;
  window?: number;
  uptime?: number;
  focus: Focus;
}

/** The host as one network namespace sees it. Files that are host-wide by nature are read in the host's own. */
export function contextOf(host: Host, netns: string): Context {
  const deltas = host.deltas.filter((delta) => (delta.scope.netns ?? '') === netns);
  const byName = new Map<string, Delta[]>();
  for (const delta of deltas) byName.set(delta.name, [...(byName.get(delta.name) ?? []), delta]);
  const named = (name: CounterName) => bestPerScope(byName.get(name) ?? []);
  const history = <S extends Source>(source: S) => factsOf(host.facts, source, netns);
  const all = <S extends Source>(source: S) => newest(history(source));
  const { facts: _facts, deltas: _deltas, ...shared } = host;
  return {
    ...shared,
    netns,
    history,
    all,
    latest: (source) => all(source)[0],
    counter: (name, scope) => named(name).find((delta) => within(delta.scope, scope)),
    counters: named,
    deltas: () => deltas,
    setting: (key) => settingOf(history('sysctl'), key),
  };
}

/** Facts of one source, oldest capture first, within a capture the best format first. */
function factsOf<S extends Source>(facts: Facts, source: S, netns: string): Fact<Value<S>>[] {
  const rank = (fact: Fact<unknown>) => parsers[source].findIndex((parser) => parser.name === fact.parser);
  const known = (facts.bySource.get(source) ?? []).filter((fact) => fact.netns === netns);
  // The one cast of the table: bySource is filled per source from the parsers of that very source.
  return known.sort((a, b) => a.capture - b.capture || rank(a) - rank(b)) as Fact<Value<S>>[];
}

function newest<T>(history: Fact<T>[]): Fact<T>[] {
  const last = history.at(-1)?.capture;
  return history.filter((fact) => fact.capture === last);
}

/** The newest capture that has the key: settings are often collected once. */
function settingOf(history: Fact<Value<'sysctl'>>[], key: string): Setting | undefined {
  const newestFirst = [...history].sort((a, b) => b.capture - a.capture);
  for (const fact of newestFirst) {
    const reading = fact.value.get(key);
    if (reading) return { key, value: reading.value, line: reading.line };
  }
  return undefined;
}

function within(scope: Scope, wanted: Omit<Scope, 'netns'> | undefined): boolean {
  if (!wanted) return true;
  return (Object.keys(wanted) as (keyof typeof wanted)[]).every((key) => scope[key] === wanted[key]);
}

/** Several sources of one counter: the one that proves most stands for it (more steps; then the better known format). */
function bestPerScope(deltas: readonly Delta[]): Delta[] {
  const best = new Map<string, Delta>();
  for (const delta of deltas) {
    const { device, cpu, queue, rule, socket } = delta.scope;
    const key = JSON.stringify([device, cpu, queue, rule, socket]);
    const known = best.get(key);
    if (!known || delta.steps.length > known.steps.length) best.set(key, delta);
  }
  return [...best.values()];
}
