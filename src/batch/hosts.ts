/** Between the phases: archives become hosts, each with its captures from all of them. */
import type { Bundle } from '../model.ts';
import type { Archive } from './archives.ts';
import type { Sighting } from './grouping.ts';
import { groupByHost } from './grouping.ts';

/** The part of an archive that is about one host. */
export interface Member {
  digest: string;
  /** All paths at which the archive lies. */
  paths: [first: string, ...others: string[]];
  /** Indices of its captures. */
  captures: number[];
}

/** The work of the second phase. */
export interface HostJob {
  /** Also the stem of its files. */
  id: string;
  /** The oldest capture first. */
  members: Member[];
  /** A part of one of the archives was lost. */
  damaged: boolean;
}

/** @param idOf Of the newest name that the host had, if any, and of what tells it from all others. */
export function hostsOf(
  archives: readonly Archive[],
  idOf: (name: string | undefined, key: string) => string,
): HostJob[] {
  const byDigest = new Map(archives.map((archive) => [archive.digest, archive]));
  const sightings = archives.flatMap(({ digest, record }) =>
    record.captures.map((identity, capture) => ({ ...identity, archive: digest, capture })),
  );
  return groupByHost(sightings).map(({ key, sightings: own }) => {
    const names = own.flatMap(({ host }) => host.name ?? []);
    const members = membersOf(own, byDigest);
    const damaged = members.some(({ digest }) => byDigest.get(digest)?.record.damaged);
    return { id: idOf(names.at(-1), key), members, damaged };
  });
}

function membersOf(sightings: readonly Sighting[], archives: ReadonlyMap<string, Archive>): Member[] {
  const members = new Map<string, Member>();
  for (const { archive: digest, capture } of sightings) {
    const known = members.get(digest);
    const archive = archives.get(digest);
    if (known) known.captures.push(capture);
    else if (archive) members.set(digest, { digest, paths: archive.paths, captures: [capture] });
  }
  return [...members.values()];
}

/** What an archive with captures of several hosts holds of one of them. */
export function partOf(bundle: Bundle, captures: readonly number[]): Bundle {
  const rootOf = (index: number) => commonFolder(bundle.captures[index]?.files.map(({ path }) => path) ?? []);
  const all = bundle.captures.map((_, index) => index);
  const own = captures.map(rootOf);
  const others = all.filter((index) => !captures.includes(index)).map(rootOf);
  const below = (path: string, roots: readonly string[]) =>
    roots.some((root) => root !== '' && (path === root || path.startsWith(`${root}/`)));
  return {
    ...bundle,
    captures: bundle.captures.filter((_, index) => captures.includes(index)),
    notes: bundle.notes.filter(({ path }) => below(path, own) || !below(path, others)),
  };
}

function commonFolder([first = '', ...others]: readonly string[]): string {
  let steps = first.split('/').slice(0, -1);
  for (const path of others) {
    const other = path.split('/');
    const differs = steps.findIndex((step, i) => step !== other[i]);
    if (differs >= 0) steps = steps.slice(0, differs);
  }
  return steps.join('/');
}
