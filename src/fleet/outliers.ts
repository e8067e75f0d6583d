import { byText } from '../report/order.ts';
import type { FleetHost } from './fleet.ts';
import { nameOf } from './order.ts';

/** A setting of a host that nearly all its twins have otherwise. */
export interface Outlier {
  host: FleetHost;
  key: string;
  value: string;
  /** What `n` of the `all` hosts of the group have of which it is known. */
  usual: string;
  n: number;
  all: number;
  /** What the twins have in common. */
  group: string[];
}

/** Three hosts have no majority that means anything. */
const leastTwins = 4;
/** In a large group several may differ, as long as they are few. */
const mostOdd = 0.05;

/** The largest group first: the more twins agree, the odder is who does not. */
export function outliersOf(hosts: readonly FleetHost[]): Outlier[] {
  return [...groupsOf(hosts).values()]
    .filter(({ members }) => members.length >= leastTwins)
    .flatMap(({ members, group }) =>
      [...new Set(members.flatMap(({ settings }) => Object.keys(settings)))].flatMap((key) =>
        oddIn(members, key).map((odd) => ({ ...odd, group })),
      ),
    )
    .sort((a, b) => b.all - a.all || byText(nameOf(a.host), nameOf(b.host)) || byText(a.key, b.key));
}

/** Twins have the same distribution, hardware and drivers; a host that tells too little of it has none. */
function groupsOf(hosts: readonly FleetHost[]) {
  const groups = new Map<string, { members: FleetHost[]; group: string[] }>();
  for (const host of hosts) {
    const { distribution, hardware } = host.identity;
    if (distribution === undefined || (hardware === undefined && host.drivers.length === 0)) continue;
    const group = [distribution, hardware ?? '', host.drivers.join(', ')];
    const key = JSON.stringify(group);
    const known = groups.get(key) ?? { members: [], group: group.filter((part) => part !== '') };
    known.members.push(host);
    groups.set(key, known);
  }
  return groups;
}

function oddIn(members: readonly FleetHost[], key: string): Omit<Outlier, 'group'>[] {
  const told = members.flatMap((host) => {
    const value = host.settings[key];
    return value === undefined ? [] : [{ host, value }];
  });
  const counts = new Map<string, number>();
  for (const { value } of told) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [usual, n] = [...counts].reduce((most, one) => (one[1] > most[1] ? one : most), ['', 0]);
  const all = told.length;
  if (all < leastTwins || all - n > Math.max(1, all * mostOdd)) return [];
  return told.filter(({ value }) => value !== usual).map((odd) => ({ ...odd, key, usual, n, all }));
}
