import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';
import { coversPort } from '../parsers/iptables.ts';
import { fateOf, filtersOf } from './packet-filter.ts';
import type { LocalSocket } from './sockets.ts';
import { socketsOf } from './sockets.ts';

/** A port of this host that somebody tries to reach, as far as we know. */
export interface AskedPort {
  protocol: 'tcp' | 'udp';
  port: number;
  /** Where a packet capture shows attempts that were refused. */
  refused?: { address: string; n: number; line: Line };
}

/**
 * What the customer complained about, and what a packet capture shows to be refused. Left out: ports that this host uses
 * as a client, and what something in front of the sockets (address translation, a load balancer) sends elsewhere.
 */
export function askedPorts(context: Context): AskedPort[] {
  return [...refusedPorts(context), ...complaint(context)].filter(
    ({ port }) => !isSentElsewhere(context, port),
  );
}

/** Sockets that take what comes to that port, whatever the address. */
export function takersOf(context: Context, { protocol, port }: AskedPort): LocalSocket[] {
  return socketsOf(context).filter(
    (socket) =>
      socket.protocol === protocol &&
      socket.local.port === port &&
      (protocol === 'tcp' ? socket.state === 'LISTEN' : socket.peer.port === 0),
  );
}

/** Without a protocol it is TCP, unless only UDP listens there. */
function complaint(context: Context): AskedPort[] {
  const { port, proto } = context.focus;
  if (port === undefined || proto === 'icmp') return [];
  if (socketsOf(context).some(({ peer }) => peer.port === port)) return [];
  const taken = (protocol: AskedPort['protocol']) => takersOf(context, { protocol, port }).length > 0;
  return [{ protocol: proto ?? (taken('udp') && !taken('tcp') ? 'udp' : 'tcp'), port }];
}

/** A reset may also come from a rule that rejects: then no socket was asked. */
function refusedPorts(context: Context): AskedPort[] {
  const own = new Set(context.all('addresses').flatMap(({ value }) => value.map(({ address }) => address)));
  const filters = filtersOf(context);
  const places = new Map<string, AskedPort>();
  for (const { value } of context.all('packetCapture')) {
    for (const { answer, destination: address, destinationPort: port, line } of value.attempts) {
      if (answer !== 'rst' || !own.has(address)) continue;
      const family = address.includes(':') ? 'inet6' : 'inet';
      if (fateOf(filters, { protocol: 'tcp', port, family }).action !== 'accept') continue;
      const n = (places.get(`${address} ${port}`)?.refused?.n ?? 0) + 1;
      places.set(`${address} ${port}`, { protocol: 'tcp', port, refused: { address, n, line } });
    }
  }
  return [...places.values()].sort((a, b) => (b.refused?.n ?? 0) - (a.refused?.n ?? 0));
}

/** A translated port of a container, a port of Kubernetes, a service of IPVS. */
function isSentElsewhere(context: Context, port: number): boolean {
  const rules = context.all('firewall').flatMap(({ value }) => value.rules);
  const balanced = context.all('ipvs').flatMap(({ value }) => value);
  return (
    balanced.some(({ address }) => address.endsWith(`:${port}`)) ||
    rules.some(
      ({ table, target, matches: { destinationPorts } }) =>
        (/nat$/.test(table) || /^(?:dnat|redirect|tproxy)/i.test(target)) &&
        destinationPorts !== undefined &&
        coversPort(destinationPorts, port),
    )
  );
}
