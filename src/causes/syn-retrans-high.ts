import { groupBy } from '../group-by.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { socketsOf } from '../host/sockets.ts';
import type { Delta, Instance, Remedy, Severity } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Handshakes need several attempts',
  why:
    'A SYN, or the SYN-ACK that answers one, got no reply in time and was sent again, after 1 second, then 2, 4 ... Each ' +
    'repetition is a client that waits. Where this host opens the connections, its SYN or the answer was lost: a full ' +
    'queue or a filter at the far side, a NAT without free ports, a broken path. Where it accepts them, its SYN-ACK or ' +
    'the last ACK was lost; scanners and forged addresses never answer, so that a few of these are normal on the Internet.',
  out: '{n} SYNs of this host were sent again[[ in {seconds:duration}]][[ ({rate:rate})]][[ since boot ({average:rate} on average)]], for {opens} connections opened',
  in: '{n} SYN-ACKs of this host were sent again[[ in {seconds:duration}]][[ ({rate:rate})]][[ since boot ({average:rate} on average)]], for {opens} connections accepted',
  both: '{n} SYNs or SYN-ACKs of this host were sent again[[ in {seconds:duration}]][[ ({rate:rate})]][[ since boot ({average:rate} on average)]], for {opens} connections',
  past: '{n} SYNs or SYN-ACKs were sent again since boot, none in the {flat:duration} between the captures',
  ok: 'hardly a SYN or SYN-ACK is sent again[[: {n} for {opens} connections]]',
  'not-counted':
    'what was sent again is not counted in what was collected, and no connection hangs in its opening',
  hangs: '{n} connections to {peer} wait for an answer to their SYN[[, sent again {attempts} times so far]]',
  'half-open': '{n} connections to port {port} are half-open: the client has not confirmed',
  'see-peers':
    'See which destinations do not answer: one points to that host or its path, many to this host’s own way out',
  'see-clients':
    'See whose confirmation is missing: many addresses with one connection each are a flood or a scan, a few are a broken path back',
  'at-both-ends':
    'Capture at both ends at once: SYN not arriving there is the way out, SYN-ACK not arriving here is the way back, SYN without SYN-ACK is the far host.',
};
type Speak = Say<typeof texts>;
type Way = 'out' | 'in' | 'both';

export default defineCause({
  id: 'syn-retrans-high',
  layer: 'tcp',
  per: 'destination',
  needs: [['TcpExt.TCPSynRetrans', 'sockets']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'connect-failures',
  texts,
  references: [
    'net/ipv4/tcp_output.c: __tcp_retransmit_skb, tcp_rtx_synack',
    'https://docs.kernel.org/networking/snmp_counter.html (TcpExtTCPSynRetrans)',
  ],

  evaluate(context, say) {
    const movement = movementOf([context.counter('TcpExt.TCPSynRetrans')]);
    const opens = ['Tcp.ActiveOpens', 'Tcp.PassiveOpens'] as const;
    if (!movement || opens.every((name) => !context.counter(name))) return hanging(context, say);
    const { verdict, n, args } = movement;
    const about = { evidence: movement.deltas.map(citeCounter), claims: movement.deltas.map(claim) };
    if (verdict === 'past') return { verdict, summary: say('past', args), ...about };
    const { way, opens: opened } = wayOf(context, movement);
    const severity = grade(movement, way, opened);
    if (verdict === 'ok' || severity === 'info')
      return { verdict: 'ok', summary: say('ok', { n, opens: opened }), ...about };
    const time = movement.deltas[0]?.uptime;
    return {
      ...about,
      verdict,
      severity,
      certainty: way === 'out' ? 'likely' : 'possible',
      summary: say(way, {
        n,
        opens: opened,
        seconds: args['seconds'],
        ...(verdict === 'problem' ? { rate: args['rate'] } : { average: time ? Number(n) / time : 0 }),
      }),
      instances: instancesOf(context, way, { verdict, severity }, say),
      remedies: remediesOf(context, way, say),
      confirm: [say('at-both-ends')],
      consequenceOf: rootsOf(context, movement),
    };
  },
});

/** Without counters the connections that wait tell; one alone may be caught in the moment of its opening. */
function hanging(context: Context, say: Speak): Conclusion {
  const grade = { verdict: 'suspect', severity: 'low' } as const;
  const instances = instancesOf(context, 'out', grade, say);
  const [worst] = instances;
  const waiting = socketsOf(context).filter(({ state }) => state === 'SYN_SENT');
  const repeated = waiting.some(({ timer }) => (timer?.attempts ?? 0) > 0);
  if (!worst || (waiting.length < 3 && !repeated))
    return { verdict: 'unknown', summary: say('not-counted'), confirm: [brings] };
  return {
    ...grade,
    certainty: 'possible',
    summary: worst.summary,
    evidence: worst.evidence.slice(0, 1),
    instances,
    remedies: remediesOf(context, 'out', say),
    confirm: [say('at-both-ends')],
  };
}

const brings = { id: 'common/brings-it', args: { command: 'cat /proc/net/netstat /proc/net/snmp' } };

/** Where they rise in the window, else since boot. */
function amount(delta: Delta | undefined, { verdict }: Movement): bigint {
  return (verdict === 'problem' ? delta?.increase : delta?.latest.value) ?? 0n;
}

/** One counter holds both: which side it is, sockets that wait tell best, else what this host does more. */
function wayOf(context: Context, movement: Movement): { way: Way; opens: bigint } {
  const [active, passive] = [context.counter('Tcp.ActiveOpens'), context.counter('Tcp.PassiveOpens')].map(
    (delta) => amount(delta, movement),
  );
  const sockets = socketsOf(context);
  const count = (wanted: LocalSocket['state']) => sockets.filter(({ state }) => state === wanted).length;
  const outward = BigInt(count('SYN_SENT') - count('SYN_RECV')) || (active ?? 0n) - (passive ?? 0n);
  if (outward > 0n) return { way: 'out', opens: active ?? 0n };
  if (outward < 0n) return { way: 'in', opens: passive ?? 0n };
  return { way: 'both', opens: (active ?? 0n) + (passive ?? 0n) };
}

/** Repetitions for each connection: one in a hundred is worth a look; what clients leave unanswered, one in twenty. */
function grade({ n, verdict }: Movement, way: Way, opens: bigint): Severity {
  const ratio = Number(n) / Number(opens || 1n);
  const [some, many] = way === 'in' ? [0.05, 0.2] : [0.01, 0.05];
  if (n < 10n || ratio < some) return 'info';
  if (verdict !== 'problem') return ratio >= many && way !== 'in' ? 'low' : 'info';
  if (way === 'in') return ratio >= many ? 'medium' : 'low';
  return ratio >= many && way === 'out' ? 'high' : 'medium';
}

function instancesOf(
  context: Context,
  way: Way,
  grade: Pick<Instance, 'verdict' | 'severity'>,
  say: Speak,
): Instance[] {
  const groups = groupBy(
    socketsOf(context).filter(({ state }) => state === (way === 'in' ? 'SYN_RECV' : 'SYN_SENT')),
    ({ peer, local }) => (way === 'in' ? `:${local.port ?? '?'}` : `${peer.address}:${peer.port ?? '?'}`),
  );
  const largest = [...groups].sort(([, a], [, b]) => b.length - a.length).slice(0, 20);
  return largest.map(([name, sockets]): Instance => {
    const attempts = sockets.reduce((most, { timer }) => Math.max(most, timer?.attempts ?? 0), 0);
    const summary =
      way === 'in'
        ? say('half-open', { n: sockets.length, port: name.slice(1) })
        : say('hangs', { n: sockets.length, peer: name, attempts: attempts || undefined });
    const evidence = sockets.slice(0, 3).map(({ line }) => cite(line, summary));
    return { subject: name, scope: { netns: context.netns }, ...grade, summary, evidence };
  });
}

function remediesOf(context: Context, way: Way, say: Speak): Remedy[] {
  const verify = [inNamespace(context.netns, 'nstat -az TcpExtTCPSynRetrans TcpActiveOpens TcpPassiveOpens')];
  const inside = (command: string) => inNamespace(context.netns, command);
  if (way === 'in') {
    const clients =
      "ss -Htan state syn-recv | awk '{ print $4 }' | sed 's/:[0-9]*$//' | sort | uniq -c | sort -rn | head";
    return [investigate(say('see-clients'), [inside(clients)], 'network', verify)];
  }
  const peer = socketsOf(context).find(({ state }) => state === 'SYN_SENT')?.peer;
  const commands = [
    'ss -tanpo state syn-sent',
    ...(peer?.port === undefined
      ? []
      : [sh`ip route get ${peer.address}`, sh`traceroute -n -T -p ${peer.port} ${peer.address}`]),
  ];
  return [investigate(say('see-peers'), commands.map(inside), 'network', verify)];
}

/** Where the loss itself is seen. What is sent again holds handshakes: where they are the smaller part, all suffers. */
function rootsOf(context: Context, movement: Movement): string[] {
  const all = amount(context.counter('Tcp.RetransSegs'), movement);
  return [...roots, ...(all > movement.n * 2n ? ['retransmission-high'] : [])];
}

const roots = [
  'device-down',
  'link-flap',
  'ring-buffer-overflow',
  'netdev-backlog-overflow',
  'xdp-drops',
  'firewall-drop-rule',
  'firewall-policy-drop',
  'nfqueue-overflow',
  'conntrack-table-full',
  'conntrack-insert-failed',
  'instance-connection-limit',
  'rp-filter-drop',
  'no-route',
  'neighbour-unresolved',
  'neighbour-table-overflow',
  'accept-queue-overflow',
  'syn-backlog-overflow',
  'syn-flood',
  'tw-recycle-nat',
  'remote-tw-recycle-suspected',
  'defer-accept-drop',
  'tcp-auth',
  'tcp-min-ttl-drop',
  'tcp-checksum',
  'qdisc-drops',
  'xfrm-drops',
];
