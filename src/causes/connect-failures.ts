import type { CounterName } from '../counters/names.ts';
import { inNamespace } from '../host/shell.ts';
import type { Delta, Evidence, Severity } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Outgoing connections fail',
  why:
    'connect() of a program on this host ended without a connection. Mostly the far side refused at once with a reset: ' +
    'nobody listens there, or a firewall rejects. Or a router said "unreachable"; or nobody answered, and the kernel gave ' +
    'up after all retries (net.ipv4.tcp_syn_retries, about two minutes). The program sees "connection refused", "no route ' +
    'to host" or "connection timed out". Health checks of things that are down, and clients that try IPv6 first, do the same.',
  refused:
    '{n} of {opens} connections that this host tried to open were refused by the far side[[ in {seconds:duration}]][[ ({rate:rate})]][[ since boot ({average:rate} on average); when is unknown]][[ since boot{untimed}; when is unknown]]',
  unreachable:
    '{n} of {opens} connections that this host tried to open failed[[ in {seconds:duration}]][[ ({rate:rate})]][[ since boot ({average:rate} on average); when is unknown]][[ since boot{untimed}; when is unknown]], most because ICMP said that the destination is unreachable',
  silent:
    '{n} of {opens} connections that this host tried to open failed[[ in {seconds:duration}]][[ ({rate:rate})]][[ since boot ({average:rate} on average); when is unknown]][[ since boot{untimed}; when is unknown]], most because nobody answered',
  past: '{n} connections that this host tried to open failed since boot, none in the {flat:duration} between the captures',
  ok: 'hardly a connection that this host opens fails[[: {n} of {opens}]]',
  'half-open': 'of the failed handshakes were begun by clients and reset by them: those are not counted here',
  'who-refuses':
    'See who refuses, and which port: there the service is down, listens elsewhere, or a firewall rejects (REJECT)',
  'who-is-silent': 'See which destinations do not answer',
  'who-says-so': 'See who says that the destination is unreachable: a router on the way, or this host itself',
  'own-limit':
    'A program that gives up by its own time limit is not counted here: those are seen as repeated SYNs only (TCPSynRetrans).',
};
type Speak = Say<typeof texts>;
type How = 'refused' | 'unreachable' | 'silent';

export default defineCause({
  id: 'connect-failures',
  layer: 'tcp',
  per: 'netns',
  needs: ['Tcp.AttemptFails', 'Tcp.ActiveOpens'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'embryonic-resets',
  texts,
  references: [
    'net/ipv4/tcp.c: tcp_done',
    'net/ipv4/tcp_minisocks.c: tcp_check_req',
    'RFC 4022 (tcpAttemptFails)',
  ],

  evaluate(context, say) {
    const movement = movementOf([context.counter('Tcp.AttemptFails')]);
    if (!movement) return nothingPrinted('Tcp.AttemptFails');
    const { n, opens, halfOpen } = split(context, movement);
    const share = opens > 0n ? Math.min(1, Number(n) / Number(opens)) : 0;
    const evidence = [...movement.deltas.map(citeCounter), ...cited(halfOpen, say)];
    const claims = movement.deltas.map(claim);
    if (movement.verdict === 'past')
      return { verdict: 'past', summary: say('past', movement.args), evidence, claims };
    if (movement.verdict === 'ok' || n < 10n || share < 0.05)
      return { verdict: 'ok', summary: say('ok', { n, opens }), evidence, claims };
    const how = howOf(context, n, movement);
    const [rising, time] = [movement.verdict === 'problem', movement.deltas[0]?.uptime];
    return {
      verdict: movement.verdict,
      severity: severityOf(rising, share),
      certainty: halfOpen ? 'likely' : 'possible',
      summary: say(how.how, {
        n,
        opens,
        seconds: movement.args['seconds'],
        ...(rising ? { rate: movement.rate } : time ? { average: Number(n) / time } : { untimed: '' }),
      }),
      share,
      evidence: [...evidence, ...how.deltas.map(citeCounter)],
      claims,
      remedies: [remedyOf(context, how.how, say)],
      confirm: [say('own-limit')],
      consequenceOf: how.how === 'refused' ? [] : roots,
    };
  },
});

/** In the window where they rise, else since boot. */
const amount = (delta: Delta | undefined, rising: boolean) =>
  (rising ? delta?.increase : delta?.latest.value) ?? 0n;

/** A client that resets a half-open connection of a listener is a failed attempt, too (tcp_check_req): not ours. */
function split(context: Context, { n, verdict }: Movement) {
  const rising = verdict === 'problem';
  const halfOpen = context.counter('TcpExt.EmbryonicRsts');
  const others = amount(halfOpen, rising);
  const opens = amount(context.counter('Tcp.ActiveOpens'), rising);
  return { n: n > others ? n - others : 0n, opens, halfOpen };
}

function cited(halfOpen: Delta | undefined, say: Speak): Evidence[] {
  return halfOpen && halfOpen.latest.value > 0n
    ? [{ ...citeCounter(halfOpen), meaning: say('half-open') }]
    : [];
}

/** Giving up and ICMP errors have counters of their own; a reset has none. */
function howOf(context: Context, n: bigint, { verdict }: Movement): { how: How; deltas: Delta[] } {
  const most = (...names: CounterName[]) => {
    const deltas = names.flatMap((name) => context.counter(name) ?? []);
    const sum = deltas.reduce((all, delta) => all + amount(delta, verdict === 'problem'), 0n);
    return sum * 2n >= n ? deltas.filter(({ latest }) => latest.value > 0n) : undefined;
  };
  const silent = most('TcpExt.TCPAbortOnTimeout');
  if (silent) return { how: 'silent', deltas: silent };
  const unreachable = most('Icmp.InDestUnreachs', 'Icmp6.InDestUnreachs');
  return unreachable ? { how: 'unreachable', deltas: unreachable } : { how: 'refused', deltas: [] };
}

/** Half of all attempts is no health check of a stopped replica any more. */
function severityOf(rising: boolean, share: number): Severity {
  if (share >= 0.5) return rising ? 'medium' : 'low';
  return rising ? 'low' : 'info';
}

const looks = {
  // A refusal is RST and ACK with sequence number 0: RFC 9293, section 3.10.7.1.
  refused: [
    'who-refuses',
    "tcpdump -nn -c 20 'tcp[13] = 20 and tcp[4:4] = 0 or ip6[6] = 6 and ip6[53] = 20 and ip6[44:4] = 0'",
  ],
  unreachable: ['who-says-so', "tcpdump -nn -v -c 20 'icmp[0] = 3 or icmp6 and ip6[40] = 1'"],
  silent: ['who-is-silent', 'ss -tanpo state syn-sent'],
} as const;

function remedyOf(context: Context, how: How, say: Speak) {
  const [what, command] = looks[how];
  const verify = [inNamespace(context.netns, 'nstat -az TcpAttemptFails TcpActiveOpens')];
  return investigate(say(what), [inNamespace(context.netns, command)], 'admin', verify);
}

/** Where the way to the destination is broken on this host, or the unanswered SYNs are told already. */
const roots = [
  'device-down',
  'no-route',
  'neighbour-unresolved',
  'neighbour-table-overflow',
  'firewall-drop-rule',
  'firewall-policy-drop',
  'conntrack-table-full',
  'conntrack-insert-failed',
  'rp-filter-drop',
  'tcp-auth',
  'syn-retrans-high',
];
