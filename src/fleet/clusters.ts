import { groupBy } from '../group-by.ts';
import { byText } from '../report/order.ts';
import { chanceOf } from './chance.ts';
import type { FleetHost } from './fleet.ts';
import { toldOf } from './order.ts';
import type { Spread, Trait } from './traits.ts';
import { spreadsOf } from './traits.ts';

/** A cause that several hosts have, and what sets these hosts apart. */
export interface Cluster {
  cause: string;
  /** In the order of the fleet. */
  hosts: FleetHost[];
  shared: Shared[];
}

/** `n` of the cluster's `of` hosts of which it is known have all the traits; of the `others` hosts, `rest` have. */
export interface Shared {
  traits: Trait[];
  n: number;
  of: number;
  rest: number;
  others: number;
}

/** A trait of less than this part of the cluster says nothing about it. */
const leastPart = 0.4;
/** How many times as frequent in the cluster as in the whole fleet. */
const leastLift = 1.5;
/** Among a hundred traits of a random set of hosts, two would look like this. */
const mostChance = 0.02;
const mostShared = 3;
const mostTraits = 3;

/** What most hosts suffer from comes first, then what most are merely at risk of. */
export function clustersOf(hosts: readonly FleetHost[]): Cluster[] {
  const spreads = spreadsOf(hosts);
  const byCause = new Map<string, Set<number>>();
  for (const [index, host] of hosts.entries()) {
    for (const { cause } of toldOf(host)) byCause.set(cause, (byCause.get(cause) ?? new Set()).add(index));
  }
  return [...byCause]
    .filter(([, members]) => members.size > 1)
    .map(([cause, members]) => ({
      cause,
      hosts: hosts.filter((_, index) => members.has(index)),
      shared: sharedBy(members, spreads),
    }))
    .sort(
      (a, b) => sufferers(b) - sufferers(a) || b.hosts.length - a.hosts.length || byText(a.cause, b.cause),
    );
}

/** Hosts of the cluster that the cause harms, now or at an unknown time. */
function sufferers({ cause, hosts }: Cluster): number {
  const harms = ({ findings }: FleetHost) => {
    const verdict = findings.find((finding) => finding.cause === cause)?.verdict;
    return verdict === 'problem' || verdict === 'suspect';
  };
  return hosts.filter(harms).length;
}

/** What the members have more often than the rest, beyond chance: what is least likely to be chance first. */
function sharedBy(members: ReadonlySet<number>, spreads: readonly Spread[]): Shared[] {
  const telling = spreads.filter((spread) => tells(count([spread], members)));
  // What the very same members have is one observation: a driver, and the ring that it starts with.
  const groups = groupBy(telling, ({ hosts }) => [...hosts].filter((index) => members.has(index)).join(' '));
  return [...groups.values()]
    .map((group) => group.slice(0, mostTraits))
    .map((group) => ({ ...count(group, members), traits: group.map(({ trait }) => trait) }))
    .sort((a, b) => chance(a) - chance(b) || b.n - a.n)
    .slice(0, mostShared);
}

type Counts = Omit<Shared, 'traits'>;

function count(spreads: readonly Spread[], members: ReadonlySet<number>): Counts {
  const [first, ...more] = spreads;
  const counts = { n: 0, of: 0, rest: 0, others: 0 };
  for (const index of first?.known ?? []) {
    if (!more.every(({ known }) => known.has(index))) continue;
    const has = spreads.every(({ hosts }) => hosts.has(index));
    if (members.has(index)) {
      counts.of += 1;
      if (has) counts.n += 1;
    } else {
      counts.others += 1;
      if (has) counts.rest += 1;
    }
  }
  return counts;
}

function tells(counts: Counts): boolean {
  const { n, of, rest, others } = counts;
  if (n < 2 || n < of * leastPart || others === 0) return false;
  const lift = n / of / ((n + rest) / (of + others));
  return lift >= leastLift && chance(counts) <= mostChance;
}

function chance({ n, of, rest, others }: Counts): number {
  return chanceOf({ drawn: of, hits: n, marked: n + rest, all: of + others });
}
