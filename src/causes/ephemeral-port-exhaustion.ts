import { eventsWhere } from '../host/kernel-events.ts';
import { changeSetting, numbersOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { endpointText } from '../host/sockets.ts';
import type { Instance, Line, Severity } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Ephemeral ports exhausted',
  why:
    'A connection that this host opens gets a local port from net.ipv4.ip_local_port_range, and address, port, peer ' +
    'address and peer port together must be unique. With many connections to one and the same destination (a proxy to ' +
    'its backend, an application to its database), counting those in TIME_WAIT, the range runs out: connect() fails ' +
    'with "Cannot assign requested address" before a SYN is sent. No kernel counter counts it.',
  full: '{n} sockets to {peer} from {local}: {share:percent} of the {range} ports of ip_local_port_range[[, {timewait} of them in TIME_WAIT]]',
  logged:
    '{process} logged "Cannot assign requested address" {n} times or more[[, last {age:duration} before the capture]]: no local port was left for its destination, or it asked for an address that this host does not have',
  'as-many-waiting':
    '{n} sockets are in TIME_WAIT, as many as ip_local_port_range has ports ({range}): where they are of one destination, no port is left for it; which they are of was not collected',
  'not-listed': 'the sockets were not collected, and nothing else shows that local ports ran out',
  list: 'See which destination the sockets belong to',
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
  needs: [['sockets', 'kernelLog', 'sockstat.TCP_tw']],
  verdicts: ['problem', 'suspect', 'risk', 'ok'],
  lookAlike: 'time-wait-many',
  texts,
  references: ['net/ipv4/inet_hashtables.c: __inet_hash_connect', 'ip(7): ip_local_port_range'],

  evaluate(context, say) {
    const [low = 32768, high = 60999] = numbersOf(context, 'net.ipv4.ip_local_port_range') ?? [];
    const range = high - low + 1;
    const known = destinationsOf(context);
    const [worst] = known;
    const share = (worst?.n ?? 0) / range;
    const hint = isHigh(share) ? undefined : (logged(context, say) ?? saturated(context, range, say));
    if (hint) return { ...hint, remedies: [investigate(say('list'), [inNamespace(context.netns, busiest)])] };
    if (!context.latest('sockets')) return notListed(context, say);
    if (!worst) return { verdict: 'ok', summary: say('ok-none', { range }) };
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

/** Of programs that open connections: those that bind or listen ask for an address that is not there. */
function logged(context: Context, say: Speak): Conclusion | undefined {
  const events = eventsWhere(
    context,
    ({ kind, line }) => kind === 'address-not-available' && !/\b(?:bind|listen)/i.test(line.text),
  );
  if (!events) return undefined;
  const { verdict, count: n, age, last } = events;
  const summary = say('logged', { process: last.tag ?? '?', n, age });
  const old = age !== undefined && age > 86400;
  const severity = old ? 'low' : 'medium';
  return { verdict, severity, certainty: 'possible', summary, evidence: [cite(last.line, summary)] };
}

/** A range that one destination has used up stands still at its size: a server's TIME_WAIT does so by chance only. */
function saturated(context: Context, range: number, say: Speak): Conclusion | undefined {
  const gauge = context.counter('sockstat.TCP_tw');
  const n = Number(gauge?.latest.value ?? 0n);
  if (!gauge || context.latest('sockets') || Math.abs(n - range) > range / 50) return undefined;
  const evidence = [citeCounter(gauge), ...citeSetting(context.setting('net.ipv4.ip_local_port_range'))];
  const summary = say('as-many-waiting', { n, range });
  return { verdict: 'suspect', severity: 'medium', certainty: 'possible', summary, evidence };
}

const busiest = "ss -tan | awk '{print $5}' | sort | uniq -c | sort -n | tail -5";

function notListed({ netns }: Context, say: Speak): Conclusion {
  const confirm = [{ id: 'common/brings-it', args: { command: inNamespace(netns, 'ss -tan') } }];
  return { verdict: 'unknown', summary: say('not-listed'), confirm };
}

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
  const verify = [inNamespace(context.netns, busiest)];
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
