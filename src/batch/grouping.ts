/**
 * Which captures are of one host. Two hosts are never mixed: where that cannot be excluded they are kept apart, which
 * costs a comparison, whereas mixing them would compare the counters of different machines.
 */
import type { CaptureIdentity } from './identify.ts';

/** A capture, and where it is. */
export interface Sighting extends CaptureIdentity {
  /** Key of the archive. */
  archive: string;
  /** Index in the archive's captures. */
  capture: number;
}

export interface HostGroup {
  /** Tells this host from all others, and the same in the next run. */
  key: string;
  /** In the order of their time, then of archive and place. */
  sightings: Sighting[];
}

/** By machine id; else by name and hardware; else the archive alone holds them together. */
export function groupByHost(sightings: readonly Sighting[]): HostGroup[] {
  const groups = [...by(sightings, hostKey)].flatMap(([key, group]) => splitClones(key, group));
  return groups
    .map(({ key, sightings: unordered }) => ({ key, sightings: [...unordered].sort(inTime) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
}

function hostKey({ host, archive }: Sighting): string {
  const id = host.machineId?.replaceAll('-', '').toLowerCase();
  if (id !== undefined && /^[0-9a-f]{32}$/.test(id) && !/^0+$/.test(id)) return `machine-id ${id}`;
  if (isName(host.name)) return `name ${host.name} ${host.hardware ?? ''}`;
  return `archive ${archive}`;
}

/** Names that every host has until somebody gives it one. */
const isName = (name: string | undefined) =>
  name !== undefined && !/^(localhost(\..*)?|localhost6.*|\(none\)|unknown)?$/i.test(name);

/** The captures that saw one boot, and the time from that boot to the last of them. */
interface Boot {
  key: string;
  names: Set<string>;
  sightings: Sighting[];
  from: number | undefined;
  to: number | undefined;
}

/**
 * A machine id that was copied with a disk image belongs to several machines: their names differ and both were up at
 * the same time. A host that was renamed had its boots one after the other. Different boots that were up at the same
 * time under one name are machines that nothing but the boot tells apart.
 */
function splitClones(key: string, sightings: readonly Sighting[]): HostGroup[] {
  const boots = [...by(sightings, bootKey)].map(([boot, seen]) => bootOf(boot, seen));
  const named = uniteNames(boots);
  const apart = named.some((a, i) => named.slice(i + 1).some((b) => !oneAfterTheOther(a, b)));
  const hosts = apart ? named : [boots];
  return hosts.flatMap((own) => {
    const part = apart ? ` ${[...new Set(own.flatMap(({ names }) => [...names]))].sort().join(' ')}` : '';
    const twins = own.some((a, i) => own.slice(i + 1).some((b) => overlap(a, b) === true));
    if (!twins) return [{ key: key + part, sightings: own.flatMap((boot) => boot.sightings) }];
    return own.map((boot) => ({ key: `${key}${part} ${boot.key}`, sightings: boot.sightings }));
  });
}

/** The first label: some commands give the name with its domain and some without. */
const shortName = ({ host: { name = '' } }: Sighting) => name.split('.', 1)[0]?.toLowerCase() ?? '';

/** Hosts differ in their clocks by less, and the time of a boot is told to a minute by `uptime`. In milliseconds. */
const slack = 5 * 60_000;

/** Without a boot id: the time of the boot, roughly, tells it. */
function bootKey(sighting: Sighting): string {
  const { bootId, bootedAt } = sighting;
  if (bootId !== undefined) return `boot ${bootId}`;
  return `booted ${shortName(sighting)} ${bootedAt === undefined ? '?' : Math.round(bootedAt / slack)}`;
}

function bootOf(key: string, sightings: Sighting[]): Boot {
  const starts = sightings.flatMap(({ bootedAt }) => bootedAt ?? []);
  const ends = sightings.flatMap(({ takenAt }) => takenAt ?? []);
  return {
    key,
    sightings,
    names: new Set(sightings.map(shortName)),
    from: starts.length === 0 ? undefined : Math.min(...starts),
    to: ends.length === 0 ? undefined : Math.max(...ends),
  };
}

/** Boots by name; a boot that bore two names makes one of both. */
function uniteNames(boots: readonly Boot[]): Boot[][] {
  const parts: { names: Set<string>; boots: Boot[] }[] = [];
  for (const boot of boots) {
    const same = parts.filter(({ names }) => [...boot.names].some((name) => names.has(name)));
    for (const part of same) parts.splice(parts.indexOf(part), 1);
    parts.push({
      names: new Set([...boot.names, ...same.flatMap(({ names }) => [...names])]),
      boots: [...same.flatMap((part) => part.boots), boot],
    });
  }
  return parts.map((part) => part.boots);
}

const oneAfterTheOther = (first: readonly Boot[], second: readonly Boot[]) =>
  first.every((a) => second.every((b) => overlap(a, b) === false));

/** Were both up at the same time? Undefined: their times are not known. */
function overlap(a: Boot, b: Boot): boolean | undefined {
  if (a.from === undefined || a.to === undefined || b.from === undefined || b.to === undefined)
    return undefined;
  return a.from < b.to - slack && b.from < a.to - slack;
}

function inTime(a: Sighting, b: Sighting): number {
  const [first = Number.MAX_VALUE, second = Number.MAX_VALUE] = [a.takenAt, b.takenAt];
  return first - second || (a.archive < b.archive ? -1 : a.archive > b.archive ? 1 : a.capture - b.capture);
}

function by<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const known = groups.get(key(item));
    if (known) known.push(item);
    else groups.set(key(item), [item]);
  }
  return groups;
}
