import type { Context, Focus, KernelVersion, Setting } from '../causes/cause.ts';
import type { CounterName } from '../counters/names.ts';
import { groupBy } from '../group-by.ts';
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
  const byName = groupBy(deltas, ({ name }) => name);
  // Asked by many causes, and always the same.
  const named = once((name: CounterName) => bestPerScope(byName.get(name) ?? []));
  const bySubject = once((name: CounterName) => groupBy(named(name), ({ scope }) => subjectOf(scope)));
  const factsBySource = once((source: Source) => factsOf(host.facts, source, netns));
  // The one cast of the table: what is kept under a source came from the parsers of that very source.
  const history = <S extends Source>(source: S) => factsBySource(source) as readonly Fact<Value<S>>[];
  const all = <S extends Source>(source: S) => newest(history(source));
  let settings: ReadonlyMap<string, Setting> | undefined;
  const { facts: _facts, deltas: _deltas, ...shared } = host;
  return {
    ...shared,
    netns,
    history,
    all,
    latest: (source) => all(source)[0],
    counter(name, scope = {}) {
      const subject = subjectOf(scope);
      const among = subject === undefined ? named(name) : (bySubject(name).get(subject) ?? []);
      return among.find((delta) => within(delta.scope, scope));
    },
    counters: named,
    deltas: () => deltas,
    setting(key) {
      settings ??= settingsOf(history('sysctl'));
      return settings.get(key);
    },
  };
}

/** What there may be thousands of: no counter has both. */
const subjectOf = ({ socket, device }: Scope) => socket ?? device;

/** The same function, which remembers what it said. */
function once<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    if (!made.has(key)) made.set(key, make(key));
    return made.get(key) as V;
  };
}

/** Facts of one source, oldest capture first, within a capture the best format first. */
function factsOf(facts: Facts, source: Source, netns: string): readonly Fact<unknown>[] {
  const rank = (fact: Fact<unknown>) => parsers[source].findIndex((parser) => parser.name === fact.parser);
  const known = (facts.bySource.get(source) ?? []).filter((fact) => fact.netns === netns);
  return known.sort((a, b) => a.capture - b.capture || rank(a) - rank(b));
}

function newest<T>(history: readonly Fact<T>[]): readonly Fact<T>[] {
  const last = history.at(-1)?.capture;
  return history.filter((fact) => fact.capture === last);
}

/** By key, from the newest capture that has it: settings are often collected once. */
function settingsOf(history: readonly Fact<Value<'sysctl'>>[]): ReadonlyMap<string, Setting> {
  const settings = new Map<string, Setting>();
  for (const { value: readings } of [...history].sort((a, b) => b.capture - a.capture)) {
    for (const [key, { value, line }] of readings)
      if (!settings.has(key)) settings.set(key, { key, value, line });
  }
  return settings;
}

function within(scope: Scope, wanted: Omit<Scope, 'netns'> | undefined): boolean {
  if (!wanted) return true;
  return (Object.keys(wanted) as (keyof typeof wanted)[]).every((key) => scope[key] === wanted[key]);
}

/** Several sources of one counter: the one that proves most stands for it (more steps; then the better known format). */
function bestPerScope(deltas: readonly Delta[]): readonly Delta[] {
  if (deltas.length < 2) return deltas;
  const best = new Map<string, Delta>();
  for (const delta of deltas) {
    const { device, cpu, queue, rule, socket } = delta.scope;
    const key = JSON.stringify([device, cpu, queue, rule, socket]);
    const known = best.get(key);
    if (!known || delta.steps.length > known.steps.length) best.set(key, delta);
  }
  return [...best.values()];
}
