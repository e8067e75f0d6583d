import { byText } from '../report/order.ts';
import type { FleetHost } from './fleet.ts';
import { severities, toldOf } from './order.ts';
import type { Speaker } from './speaker.ts';

/** A choice of a filter. Rows name it by its number, so that no host's text stands in the script's way. */
interface Option {
  value: number;
  text: string;
}

export interface Filter {
  id: 'cause' | 'severity' | 'kernel' | 'driver' | 'folder';
  label: string;
  any: string;
  options: Option[];
}

/** What a row says of itself for the filters: numbers of options, space separated. */
export interface Marks {
  /** 'cause:severity' of each finding. */
  findings: string;
  kernel: string;
  drivers: string;
  folders: string;
}

export interface Filters {
  list: Filter[];
  /** The number of a cause among the options. */
  causeNumber(cause: string): number;
  marksOf(host: FleetHost): Marks;
}

/** The filters that this fleet has a choice for. */
export function filtersOf(hosts: readonly FleetHost[], speaker: Speaker): Filters {
  const folder = foldersOf(hosts);
  const causes = numbered(hosts, (host) => toldOf(host).map(({ cause }) => cause));
  const kernels = numbered(hosts, ({ identity }) => (identity.kernel === undefined ? [] : [identity.kernel]));
  const drivers = numbered(hosts, (host) => host.drivers);
  const folders = numbered(hosts, folder);
  const choice = (
    id: Filter['id'],
    known: ReadonlyMap<string, Numbered>,
    name = (key: string) => key,
  ): Filter => ({
    id,
    label: speaker.word(id),
    any: speaker.word('any'),
    options: [...known].map(([key, { number, n }]) => ({
      value: number,
      text: speaker.word('option-n', { name: name(key), n }),
    })),
  });
  const list = [
    choice('cause', causes, speaker.title),
    severityFilter(hosts, speaker),
    choice('kernel', kernels),
    choice('driver', drivers),
    choice('folder', folders),
  ].filter(({ options }) => options.length > 1);
  const numbers = (known: ReadonlyMap<string, Numbered>, keys: readonly string[]) =>
    keys.map((key) => known.get(key)?.number ?? '').join(' ');
  return {
    list,
    causeNumber: (cause) => causes.get(cause)?.number ?? -1,
    marksOf: (host) => ({
      findings: toldOf(host)
        .map(({ cause, severity }) => `${causes.get(cause)?.number}:${severities.indexOf(severity)}`)
        .join(' '),
      kernel: numbers(kernels, host.identity.kernel === undefined ? [] : [host.identity.kernel]),
      drivers: numbers(drivers, host.drivers),
      folders: numbers(folders, folder(host)),
    }),
  };
}

interface Numbered {
  number: number;
  /** Hosts that have it. */
  n: number;
}

/** What is frequent comes first. */
function numbered(hosts: readonly FleetHost[], keysOf: (host: FleetHost) => string[]): Map<string, Numbered> {
  const counts = new Map<string, number>();
  for (const host of hosts)
    for (const key of new Set(keysOf(host))) counts.set(key, (counts.get(key) ?? 0) + 1);
  const sorted = [...counts].sort(([a, m], [b, n]) => n - m || byText(a, b));
  return new Map(sorted.map(([key, n], number) => [key, { number, n }]));
}

function severityFilter(hosts: readonly FleetHost[], { word, reportWord }: Speaker): Filter {
  const worst = hosts.map((host) =>
    Math.min(...toldOf(host).map(({ severity }) => severities.indexOf(severity))),
  );
  const told = severities.slice(0, -1).map((severity, value) => {
    const n = worst.filter((rank) => rank <= value).length;
    const name = value === 0 ? reportWord(severity) : word('at-least', { severity: reportWord(severity) });
    return { value, n, text: word('option-n', { name, n }) };
  });
  return {
    id: 'severity',
    label: word('severity'),
    any: word('any'),
    options: told.filter(({ n }) => n > 0).map(({ value, text }) => ({ value, text })),
  };
}

/** The folder of a bundle, without what all bundles of the fleet have in common. */
function foldersOf(hosts: readonly FleetHost[]): (host: FleetHost) => string[] {
  const partsOf = (path: string) => path.split('/').slice(0, -1);
  const all = hosts.flatMap(({ bundles }) => bundles.map(partsOf));
  const [first = []] = all;
  const differs = first.findIndex((part, at) => all.some((parts) => parts[at] !== part));
  const common = differs < 0 ? first.length : differs;
  return ({ bundles }) => [...new Set(bundles.map((path) => partsOf(path).slice(common).join('/') || '.'))];
}
