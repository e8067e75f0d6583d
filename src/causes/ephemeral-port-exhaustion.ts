import { changeSetting, numbersOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { endpointText } from '../host/sockets.ts';
import type { Instance, Line, Severity } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeSetting } from './grade.ts';

const texts = {
  title: 'Ephemeral ports exhausted',
  why:
    'A connection that this host opens gets a local port from net.ipv4.ip_local_port_range, and address, port, peer ' +
    'address and peer port together must be unique. With many connections to one and the same destination (a proxy to ' +
    'its backend, an application to its database), counting those in TIME_WAIT, the range runs out: connect() fails ' +
    'with "Cannot assign requested address" before a SYN is sent. No kernel counter counts it.',
  full: '{n} sockets to {peer} from {local}: {share:percent} of the {range} ports of ip_local_port_range[[, {timewait} of them in TIME_WAIT]]',
  ok: 'no destination uses many of the {range} local ports[[: the most is {n} to {peer}]]',
  'ok-none': 'no connection was opened by this host[[; {range} local ports are free for them]]',
  one: 'a socket of this destination; there are {n}',
  pool: 'Let the application keep its connections (a pool, HTTP keep-alive) instead of opening one per request',
  reserve: 'Ports of own services in the widened range must go into net.ipv4.ip_local_reserved_ports first.',
  reuse:
    'Outgoing connections take over sockets in TIME_WAIT after one second; needs timestamps at both ends.',
};
type Speak = Say<typeof texts>;

interface Destination {
  local: string;
  peer: string;
  n: number;
  timeWait: number;
  line: Line;
}

export default defineCause({
  id: 'ephemeral-port-exhaustion',
  layer: 'tcp',
  per: 'destination',
  needs: ['sockets'],
  verdicts: ['problem', 'risk', 'ok'],
  lookAlike: 'time-wait-many',
  texts,
  references: ['net/ipv4/inet_hashtables.c: __inet_hash_connect', 'ip(7): ip_local_port_range'],

  evaluate(context, say) {
    const [low = 32768, high = 60999] = numbersOf(context, 'net.ipv4.ip_local_port_range') ?? [];
    const range = high - low + 1;
    const known = destinationsOf(context);
    const [worst] = known;
    if (!worst) return { verdict: 'ok', summary: say('ok-none', { range }) };
    const share = worst.n / range;
    const evidence = [
      cite(worst.line, say('one', { n: worst.n })),
      ...citeSetting(context.setting('net.ipv4.ip_local_port_range')),
    ];
    if (!isHigh(share))
      return { verdict: 'ok', summary: say('ok', { range, n: worst.n, peer: worst.peer }), evidence };
    return {
      ...judge(share),
      certainty: 'likely',
      summary: say('full', argsOf(worst, range)),
      evidence,
      instances: known
        .filter(({ n }) => isHigh(n / range))
        .map((one) => instanceOf(context, one, range, say)),
      remedies: remediesOf(context, worst, [low, high], say),
    };
  },
});

/** Of the range. */
const isHigh = (share: number) => share >= 0.5;

function judge(share: number): { verdict: 'problem' | 'risk'; severity: Severity } {
  if (share >= 0.95) return { verdict: 'problem', severity: 'critical' };
  return { verdict: 'risk', severity: share >= 0.8 ? 'high' : 'medium' };
}

/** By local address and destination, most first: what came in has as many peer ports as connections. */
function destinationsOf(context: Context): Destination[] {
  const tables = context.all('sockets');
  const best = tables.filter(({ parser }) => parser === tables[0]?.parser);
  const found = best.flatMap(({ value }) =>
    value.destinations.map(({ local, peer, count, timeWait, line }) => ({
      local,
      peer: endpointText(peer),
      n: count,
      timeWait,
      line,
    })),
  );
  return found.sort((a, b) => b.n - a.n);
}

const argsOf = ({ local, peer, n, timeWait }: Destination, range: number) => ({
  local,
  peer,
  n,
  range,
  share: n / range,
  timewait: timeWait || undefined,
});

function instanceOf(context: Context, one: Destination, range: number, say: Speak): Instance {
  const share = one.n / range;
  const summary = say('full', argsOf(one, range));
  return {
    subject: one.peer,
    scope: { netns: context.netns, socket: one.peer },
    ...judge(share),
    summary,
    share,
    evidence: [cite(one.line, summary)],
  };
}

/** Never a smaller range than now; tw_reuse only where TIME_WAIT holds the ports. */
function remediesOf(context: Context, worst: Destination, [low, high]: [number, number], say: Speak) {
  const verify = [
    inNamespace(context.netns, "ss -tan | awk '{print $5}' | sort | uniq -c | sort -n | tail -5"),
  ];
  const reuse =
    worst.timeWait > worst.n / 2 && context.setting('net.ipv4.tcp_tw_reuse')?.value.trim() !== '1';
  const wider = `${Math.min(low, 10240)} ${Math.max(high, 65535)}`;
  return [
    ...(reuse
      ? changeSetting(context, { key: 'net.ipv4.tcp_tw_reuse', to: 1, sideEffects: say('reuse'), verify })
      : []),
    ...(wider !== `${low} ${high}`
      ? changeSetting(context, {
          key: 'net.ipv4.ip_local_port_range',
          to: wider,
          sideEffects: say('reserve'),
          verify,
        })
      : []),
    {
      when: 'persist' as const,
      what: say('pool'),
      commands: [],
      verify,
      undo: [],
      risk: 'restart' as const,
      who: 'application-owner' as const,
    },
  ];
}
