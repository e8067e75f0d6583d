import type { FleetHost } from './fleet.ts';

/** Something that a host has and that others may have too. */
export interface Trait {
  kind: 'driver' | 'setting' | 'kernel' | 'distribution' | 'hardware';
  /** Of a setting. */
  key: string;
  value: string;
}

/** Which of the hosts have a trait, and of which it is known whether they do. Hosts by their place in the fleet. */
export interface Spread {
  trait: Trait;
  hosts: ReadonlySet<number>;
  known: ReadonlySet<number>;
}

const kinds: readonly Trait['kind'][] = ['driver', 'setting', 'kernel', 'distribution', 'hardware'];

/** Every trait of the fleet; drivers and settings before what else comes with them. */
export function spreadsOf(hosts: readonly FleetHost[]): Spread[] {
  const known = new Map<string, Set<number>>();
  const spreads = new Map<string, { trait: Trait; hosts: Set<number>; known: Set<number> }>();
  for (const [index, host] of hosts.entries()) {
    for (const trait of traitsOf(host)) {
      const dimension = JSON.stringify([trait.kind, trait.key]);
      const id = JSON.stringify([trait.kind, trait.key, trait.value]);
      const all = known.get(dimension) ?? without(driverOf(trait, host), hosts);
      known.set(dimension, all.add(index));
      const spread = spreads.get(id) ?? { trait, hosts: new Set<number>(), known: all };
      spread.hosts.add(index);
      spreads.set(id, spread);
    }
  }
  return [...spreads.values()].sort((a, b) => kinds.indexOf(a.trait.kind) - kinds.indexOf(b.trait.kind));
}

/** The driver whose devices have the setting. */
function driverOf({ kind, key }: Trait, { drivers }: FleetHost): string | undefined {
  return kind === 'setting' ? drivers.find((driver) => key.startsWith(`${driver} `)) : undefined;
}

/** Hosts that have other drivers than this one are known not to have its ring. */
function without(driver: string | undefined, hosts: readonly FleetHost[]): Set<number> {
  if (driver === undefined) return new Set();
  const others = [...hosts.entries()].filter(
    ([, { drivers }]) => drivers.length > 0 && !drivers.includes(driver),
  );
  return new Set(others.map(([index]) => index));
}

function traitsOf({ identity, drivers, settings }: FleetHost): Trait[] {
  const { kernel, distribution, hardware } = identity;
  const of = (kind: Trait['kind'], value: string | undefined): Trait[] =>
    value === undefined ? [] : [{ kind, key: '', value }];
  return [
    ...drivers.flatMap((driver) => of('driver', driver)),
    ...Object.entries(settings).map(([key, value]): Trait => ({ kind: 'setting', key, value })),
    ...of('kernel', kernel),
    ...of('distribution', distribution),
    ...of('hardware', hardware),
  ];
}
