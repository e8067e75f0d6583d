import type { Unread } from '../batch/archives.ts';
import type { Fleet } from '../fleet/fleet.ts';
import { nameOf, toldOf } from '../fleet/order.ts';
import { clean } from '../report/clean.ts';

export interface Summary {
  fleet: Fleet;
  /** By their own paths. */
  unreadable: readonly Unread[];
  /** Files in the folders that are no archives. */
  passedOver: number;
  /** Paths. */
  written: readonly string[];
}

const mostHosts = 10;
const mostUnreadable = 20;

/** What stands on the terminal at the end of a batch: it fits a screen. */
export function summaryOf({ fleet, unreadable, passedOver, written }: Summary): string {
  const bundles = new Set(fleet.hosts.flatMap((host) => host.bundles)).size;
  const lines = [
    `${fleet.hosts.length} hosts from ${bundles} bundles: ${verdictsOf(fleet)}`,
    ...some(fleet.hosts.filter(isTold), mostHosts, (host) => {
      const [worst] = toldOf(host);
      return `  ${nameOf(host)}: ${worst?.cause ?? ''} (${host.standing.verdict}, ${worst?.severity ?? ''})`;
    }),
    ...(unreadable.length > 0 ? [`${unreadable.length} could not be read:`] : []),
    ...some(unreadable, mostUnreadable, ({ path, trouble }) => `  ${path}: ${trouble.reason}`),
    ...(passedOver > 0 ? [`${passedOver} other files in the folders are no archives`] : []),
    ...written.map((path) => `written: ${path}`),
  ];
  return lines.map((line) => `${clean(line)}\n`).join('');
}

const isTold = ({ standing: { verdict } }: Fleet['hosts'][number]) =>
  verdict === 'problem' || verdict === 'suspect';

function verdictsOf({ hosts }: Fleet): string {
  const counts = new Map<string, number>();
  for (const { standing } of hosts) counts.set(standing.verdict, (counts.get(standing.verdict) ?? 0) + 1);
  const known = [...counts].map(([verdict, n]) => `${n} ${verdict}`);
  return known.length > 0 ? known.join(', ') : 'none';
}

function some<T>(items: readonly T[], most: number, line: (item: T) => string): string[] {
  const more = items.length - most;
  return [...items.slice(0, most).map(line), ...(more > 0 ? [`  and ${more} more`] : [])];
}
