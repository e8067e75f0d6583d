import type { Context } from '../causes/cause.ts';
import type { Delta } from '../model.ts';

/** Packets that IP took in and that neither a counter of losses nor a delivery accounts for. */
export interface Swallowed {
  n: bigint;
  /** Of all that IP received, 0 to 1. */
  share: number;
  /** True: between the captures. False: since boot. */
  rising: boolean;
  received: Delta;
  delivered: Delta;
}

/** Where else a received packet may end: forwarded, or dropped with a counter of its own. */
const accounted = [
  'Ip.ForwDatagrams',
  'Ip.InHdrErrors',
  'Ip.InAddrErrors',
  'Ip.InUnknownProtos',
  'Ip.InDiscards',
  'IpExt.InNoRoutes',
  'IpExt.InTruncatedPkts',
  'TcpExt.IPReversePathFilter',
  'conntrack.drop',
  'Ip.ReasmFails',
] as const;

/**
 * A packet filter has no protocol counter: what it drops on the way in is received and not delivered. Undefined where
 * the two counters cannot be compared, and where nothing is missing.
 */
export function swallowed(context: Context): Swallowed | undefined {
  const [received, delivered] = [context.counter('Ip.InReceives'), context.counter('Ip.InDelivers')];
  if (!received || !delivered || (received.since === 'boot') !== (delivered.since === 'boot'))
    return undefined;
  const rising = received.since !== 'boot';
  const amount = (delta: Delta) => (rising ? delta.increase : delta.latest.value);
  const elsewhere = accounted
    .flatMap((name) => context.counters(name))
    .reduce((sum, delta) => sum + amount(delta), 0n);
  // Fragments become one packet: what reassembly took in and did not give back is no loss.
  const [pieces, wholes] = [context.counter('Ip.ReasmReqds'), context.counter('Ip.ReasmOKs')];
  const merged = pieces && wholes ? amount(pieces) - amount(wholes) : 0n;
  const n = amount(received) - amount(delivered) - elsewhere - merged;
  if (n <= 0n) return undefined;
  return { n, share: Number(n) / Number(amount(received)), rising, received, delivered };
}
