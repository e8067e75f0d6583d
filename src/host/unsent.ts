import type { Context } from '../causes/cause.ts';
import type { CounterName } from '../counters/names.ts';
import type { Delta } from '../model.ts';
import type { Family } from './swallowed.ts';

/** Packets that IP was to send between the captures and did not hand down: at least so many of each kind. */
export interface Unsent {
  /** Of this host's own: TCP retries in silence, for all others the sender's call fails and OutDiscards counts. */
  tcp: bigint;
  others: bigint;
  forwarded: bigint;
  requests: Delta;
  forwards: Delta;
  transmits: Delta;
  discards: Delta | undefined;
}

const names: Record<Family, Record<'requests' | 'forwards' | 'transmits' | 'discards', CounterName>> = {
  inet: {
    requests: 'Ip.OutRequests',
    forwards: 'Ip.ForwDatagrams',
    transmits: 'Ip.OutTransmits',
    discards: 'Ip.OutDiscards',
  },
  inet6: {
    requests: 'Ip6.OutRequests',
    forwards: 'Ip6.OutForwDatagrams',
    transmits: 'Ip6.OutTransmits',
    discards: 'Ip6.OutDiscards',
  },
};

/**
 * The hooks output and forward stand between OutRequests or ForwDatagrams and OutTransmits, which Linux 6.8 brought:
 * ip_local_out, ip_forward and ip_output in net/ipv4. Nothing else that discards does.
 */
export function unsent(context: Context, family: Family): Unsent | undefined {
  const own = names[family];
  const [requests, forwards, transmits] = [own.requests, own.forwards, own.transmits].map((name) =>
    context.counter(name),
  );
  if (!requests || !forwards || !transmits) return undefined;
  if ([requests, forwards, transmits].some(({ since }) => since === 'boot')) return undefined;
  const discards = context.counter(own.discards);
  const n = requests.increase + forwards.increase - transmits.increase;
  // Which of the two is missing is known only where the other kind is too few to be all of it.
  const mine = atLeastNone(n - forwards.increase);
  const failed = discards?.increase ?? 0n;
  return {
    tcp: atLeastNone(mine - failed),
    others: mine < failed ? mine : failed,
    forwarded: atLeastNone(n - requests.increase),
    requests,
    forwards,
    transmits,
    discards,
  };
}

const atLeastNone = (n: bigint) => (n > 0n ? n : 0n);
