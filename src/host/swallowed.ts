import type { Context } from '../causes/cause.ts';
import type { CounterName } from '../counters/names.ts';
import type { Delta, Line } from '../model.ts';
import { discardingRoutes } from './discarding-routes.ts';

export type Family = 'inet' | 'inet6';

/** Packets that IP took in and that neither a counter of losses nor a delivery accounts for. */
export interface Swallowed {
  n: bigint;
  /** Of all that IP received, 0 to 1. */
  share: number;
  /** True: between the captures. False: since boot. */
  rising: boolean;
  received: Delta;
  delivered: Delta;
  /** Nearly all that arrived is missing, and was of the length of a SYN: what a client sends that gets no answer. */
  likeSyns: boolean;
  /** A route or rule that throws packets away without a counter: it may have been that. */
  blackhole: Line | undefined;
}

interface Names {
  received: CounterName;
  delivered: CounterName;
  octets: CounterName;
  pieces: CounterName;
  wholes: CounterName;
  /** Where else a received packet may end: forwarded, or dropped with a counter of its own. */
  accounted: readonly CounterName[];
  /** In bytes, with the headers of IP and TCP and the options that systems send. */
  syn: readonly [number, number];
}

const names: Record<Family, Names> = {
  inet: {
    received: 'Ip.InReceives',
    delivered: 'Ip.InDelivers',
    octets: 'IpExt.InOctets',
    pieces: 'Ip.ReasmReqds',
    wholes: 'Ip.ReasmOKs',
    accounted: [
      'Ip.ForwDatagrams',
      'Ip.InHdrErrors',
      'Ip.InAddrErrors',
      'Ip.InUnknownProtos',
      'Ip.InDiscards',
      'IpExt.InNoRoutes',
      'IpExt.InTruncatedPkts',
      // Nobody's loss; those that a socket took are delivered as well, so what is missing is a lower bound.
      'IpExt.InBcastPkts',
      'TcpExt.IPReversePathFilter',
      'conntrack.drop',
      'Ip.ReasmFails',
    ],
    syn: [44, 64],
  },
  inet6: {
    received: 'Ip6.InReceives',
    delivered: 'Ip6.InDelivers',
    octets: 'Ip6.InOctets',
    pieces: 'Ip6.ReasmReqds',
    wholes: 'Ip6.ReasmOKs',
    // Groups that nobody joined are received, too: neighbours look for each other.
    accounted: [
      'Ip6.OutForwDatagrams',
      'Ip6.InHdrErrors',
      'Ip6.InTooBigErrors',
      'Ip6.InNoRoutes',
      'Ip6.InAddrErrors',
      'Ip6.InUnknownProtos',
      'Ip6.InTruncatedPkts',
      'Ip6.InDiscards',
      'Ip6.InMcastPkts',
      'Ip6.ReasmFails',
    ],
    syn: [64, 84],
  },
};

/** All but strays: the mean length of what arrived is then that of what is missing. */
const nearlyAll = 0.8;

/**
 * A packet filter has no protocol counter: what it drops on the way in is received and not delivered. Undefined where
 * the two counters cannot be compared, and where nothing is missing.
 */
export function swallowed(context: Context, family: Family): Swallowed | undefined {
  const own = names[family];
  const [received, delivered] = [context.counter(own.received), context.counter(own.delivered)];
  if (!received || !delivered || (received.since === 'boot') !== (delivered.since === 'boot'))
    return undefined;
  const rising = received.since !== 'boot';
  const amount = (delta: Delta) => (rising ? delta.increase : delta.latest.value);
  const elsewhere = own.accounted
    .flatMap((name) => context.counters(name))
    .reduce((sum, delta) => sum + amount(delta), 0n);
  // Fragments become one packet: what reassembly took in and did not give back is no loss.
  const [pieces, wholes] = [context.counter(own.pieces), context.counter(own.wholes)];
  const merged = pieces && wholes ? amount(pieces) - amount(wholes) : 0n;
  const n = amount(received) - amount(delivered) - elsewhere - merged;
  if (n <= 0n) return undefined;
  const share = Number(n) / Number(amount(received));
  const octets = context.counter(own.octets);
  const mean = octets ? Number(amount(octets)) / Number(amount(received)) : 0;
  const likeSyns = rising && share >= nearlyAll && own.syn[0] <= mean && mean <= own.syn[1];
  const blackhole = discardingRoutes(context).find((route) => route.family === family)?.line;
  return { n, share, rising, received, delivered, likeSyns, blackhole };
}
