/** Every counter that the kernel prints and that we know: what it means, on which layer it lies, what it speaks for. */
import type { Layer } from '../model.ts';
import { deviceCounters } from './names/device.ts';
import type { Pattern } from './names/ethtool.ts';
import { anyDriver, drivers, unclassified } from './names/ethtool.ts';
import { gauges } from './names/gauges.ts';
import { icmpCounters } from './names/icmp.ts';
import { icmp6Counters } from './names/icmp6.ts';
import { ipCounters } from './names/ip.ts';
import { ip6Counters } from './names/ip6.ts';
import { mptcpCounters } from './names/mptcp.ts';
import { neighbourCounters } from './names/neighbour.ts';
import { netfilterCounters } from './names/netfilter.ts';
import { openEnded } from './names/open-ended.ts';
import type { Bad, Direction, Row, Width } from './names/row.ts';
import { sctpCounters } from './names/sctp.ts';
import { settings } from './names/settings.ts';
import { softirqCounters } from './names/softirq.ts';
import { tcpCounters } from './names/tcp.ts';
import { tcpExtCounters } from './names/tcp-ext.ts';
import { tlsCounters } from './names/tls.ts';
import { udpCounters } from './names/udp.ts';
import { xfrmCounters } from './names/xfrm.ts';

const counters = {
  ...deviceCounters,
  ...softirqCounters,
  ...netfilterCounters,
  ...neighbourCounters,
  ...ipCounters,
  ...ip6Counters,
  ...icmpCounters,
  ...icmp6Counters,
  ...xfrmCounters,
  ...udpCounters,
  ...tcpCounters,
  ...tcpExtCounters,
  ...tlsCounters,
  ...mptcpCounters,
  ...sctpCounters,
} as const;

/** Names of samples. Drivers' own names (`ethtool.*`) and ICMP types are open-ended and not among them. */
export type CounterName = keyof typeof counters | keyof typeof gauges;

/** What a counter means, as printed in reports. */
export interface CounterMeaning {
  kind: 'counter' | 'gauge' | 'setting';
  layer: Layer;
  direction: Direction;
  /** True: its rise is a loss or a refusal. */
  bad: boolean | 'context';
  unit: string;
  bits: Width;
  /** First kernel that prints it: '3.10', '<=4.4' (not known exactly). */
  since?: string;
  /** First kernel that no longer prints it. */
  removed?: string;
  meaning: string;
  /** Ids of the causes that it speaks for. */
  causes: readonly string[];
}

const tables = [
  ['counter', counters],
  ['gauge', gauges],
  ['setting', settings],
] as const satisfies readonly (readonly [CounterMeaning['kind'], Record<string, Row>])[];

const exact = new Map<string, CounterMeaning>(
  tables.flatMap(([kind, table]) =>
    Object.entries<Row>(table).map(([name, row]) => [name, fromRow(kind, row)]),
  ),
);

/** All names that are spelled out, in the order of the packet's path. */
export const exactNames: readonly string[] = [...exact.keys()];

function fromRow(kind: CounterMeaning['kind'], row: Row): CounterMeaning {
  const [layer, direction, bad, unit, bits, kernels, meaning, causes] = row;
  const [since = '', removed] = kernels.split('..');
  return {
    kind,
    layer,
    direction,
    bad: isBad(bad),
    unit,
    bits,
    meaning,
    causes: causes ? causes.split(' ') : [],
    ...(since === '' ? {} : { since }),
    ...(removed === undefined ? {} : { removed }),
  };
}

function isBad(bad: Bad): CounterMeaning['bad'] {
  return bad === 'context' ? 'context' : bad === 'bad';
}

/** Longer names come from no driver, and expressions are not tried on them. */
const longestName = 128;

/**
 * Meaning of a counter, or undefined for one that the catalogue of names does not know.
 * @param driver as `ethtool -i` prints it; without it, a driver's own name is looked for among those of all drivers.
 */
export function meaningOf(name: string, driver?: string): CounterMeaning | undefined {
  const known = exact.get(name);
  if (known || name.length > longestName) return known;
  if (name.startsWith('ethtool.')) return ethtoolMeaning(name.slice('ethtool.'.length).trim(), driver);
  const row = openEnded.find(([pattern]) => pattern.test(name))?.[1];
  return row && fromRow('counter', row);
}

function ethtoolMeaning(name: string, driver: string | undefined): CounterMeaning | undefined {
  const own = Object.entries(drivers).filter(([family]) => driver === undefined || isOf(driver, family));
  const known = own.flatMap(([, patterns]) => patterns);
  // Without the driver, what holds for any driver is safer than another driver's use of the same name.
  const order = driver === undefined ? [anyDriver, known, unclassified] : [known, anyDriver, unclassified];
  const pattern = order.flat().find(([expression]) => expression.test(name));
  return pattern && fromPattern(name, pattern);
}

function isOf(driver: string, family: string): boolean {
  return family
    .split(' ')
    .some((word) => driver === word || driver.startsWith(`${word}_`) || driver.startsWith(`${word}-`));
}

/** One pattern may hold both directions: the name tells which. */
function fromPattern(name: string, [, layer, direction, bad, meaning, causes]: Pattern): CounterMeaning {
  const [sent, received] = [/(?:^|[^a-z])tx/i.test(name), /(?:^|[^a-z])rx/i.test(name)];
  const told = sent && !received ? 'out' : received && !sent ? 'in' : direction;
  const where = layer === 'driver' && /xdp/i.test(name) ? 'xdp' : layer;
  return fromRow('counter', [where, told, bad, 'events', 'driver', '', meaning, causes ?? '']);
}
