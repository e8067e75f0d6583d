import type { LedgerOptions } from '../counters/ledger.ts';
import { wiringOf } from '../counters/wiring.ts';
import type { Fact, Source, Value } from '../parsers/index.ts';
import type { Facts } from './parse.ts';

/** What is known of the host's devices beyond their counters: how they stand on each other, and their drivers. */
export function devicesOf(facts: Facts): LedgerOptions {
  const links = factsOf(facts, 'links').flatMap(({ value, netns }) =>
    value.map((link) => ({ ...link, netns })),
  );
  const drivers = new Map(
    factsOf(facts, 'ethtoolDriver').map(({ value, netns }) => [`${netns} ${value.device}`, value.driver]),
  );
  return { wiring: wiringOf(links), driver: (netns, device) => drivers.get(`${netns} ${device}`) };
}

/** Oldest first: what a later capture tells of a device replaces what an earlier one told. */
function factsOf<S extends Source>(facts: Facts, source: S): Fact<Value<S>>[] {
  // The one cast of the table: bySource is filled per source from the parsers of that very source.
  const known = (facts.bySource.get(source) ?? []) as Fact<Value<S>>[];
  return [...known].sort((a, b) => a.capture - b.capture);
}
