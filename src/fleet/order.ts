import { byText } from '../report/order.ts';
import type { Fleet, FleetFinding, FleetHost, UnreadableBundle } from './fleet.ts';

const verdicts = ['problem', 'suspect', 'past', 'risk', 'unknown', 'ok'] as const;
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const;

/** The fleet from hosts and bundles in any order. */
export function fleetOf(
  about: Pick<Fleet, 'generator' | 'createdAt'>,
  hosts: readonly FleetHost[],
  unreadable: readonly UnreadableBundle[],
): Fleet {
  return {
    ...about,
    hosts: worstFirst(hosts),
    unreadable: [...unreadable].sort((a, b) => byText(a.path, b.path)),
  };
}

/** As the findings of one report are ordered: verdict, severity, share of its worst finding; then how many there are. */
export function worstFirst(hosts: readonly FleetHost[]): FleetHost[] {
  const ranked = hosts.map((host) => ({ host, keys: keysOf(host) }));
  ranked.sort((a, b) => compare(a.keys, b.keys) || byText(nameOf(a.host), nameOf(b.host)));
  return ranked.map(({ host }) => host);
}

/** What people call the host; one that tells no name is known by its id. */
export function nameOf({ identity, id }: FleetHost): string {
  return identity.name ?? id;
}

/** What is worth a place on the page: no mere information. */
export function toldOf({ findings }: FleetHost): FleetFinding[] {
  return findings.filter(({ severity }) => severity !== 'info');
}

function keysOf(host: FleetHost): number[] {
  const { standing } = host;
  const told = toldOf(host);
  const [worst] = told.filter(({ verdict }) => verdict === standing.verdict);
  const loud = told.filter(({ verdict }) => verdict === 'problem' || verdict === 'suspect');
  return [
    verdicts.indexOf(standing.verdict),
    severities.indexOf(worst?.severity ?? 'info'),
    -(worst?.share ?? 0),
    -loud.length,
    -told.length,
  ];
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((key, i) => key !== b[i]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
