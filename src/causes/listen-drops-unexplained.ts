import { inNamespace } from '../host/shell.ts';
import type { Delta, Evidence } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import { citeCounter, claim, gradeLoss, gradeSinceBoot, movementOf } from './grade.ts';

const texts = {
  title: 'Listening sockets drop without a specific reason',
  why:
    'ListenDrops counts every SYN and every final ACK that a listening socket dropped, for any reason; one client that ' +
    'retries counts several times. Some reasons have counters of their own (accept queue, SYN queue, timestamps). What ' +
    'is left was dropped for want of memory, because a security module refused, because the new socket could not be ' +
    'made, or because there is no route back to the client.',
  problem:
    '{rest} of {n} drops of listening sockets[[ in {seconds:duration}]] have no counter that explains them[[ ({rate:rate})]]',
  suspect:
    '{rest} of {n} drops of listening sockets since boot have no counter that explains them[[ ({rate:rate} on average)]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: 'listening sockets dropped {n} since boot, none in the {flat:duration} between the captures',
  ok: 'listening sockets dropped nothing',
  explained: 'the {n} drops of listening sockets are explained: {parts}',
  part: '{part} of the {n}',
  'no-way-back': 'as many packets had no route: the SYN-ACK has no way back to the client',
  cookies: 'as many SYN cookies were sent: on this kernel they count as drops, too',
  'do-not-raise': 'Do not raise queue lengths blindly: no queue was full.',
  trace:
    'Ask the kernel where it drops: perf record -a -g -e skb:kfree_skb -- sleep 30; perf script. tcp_conn_request and tcp_v4_syn_recv_sock are this; reasons: NO_SOCKET, SECURITY_HOOK, NOMEM.',
};
type Speak = Say<typeof texts>;

/** Each drop that one of these counts is in ListenDrops as well (tcp_conn_request, tcp_v4_syn_recv_sock). */
const specific = ['TcpExt.ListenOverflows', 'TcpExt.TCPReqQFullDrop', 'TcpExt.PAWSPassive'] as const;

export default defineCause({
  id: 'listen-drops-unexplained',
  layer: 'tcp-listen',
  per: 'netns',
  needs: ['TcpExt.ListenDrops'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'accept-queue-overflow',
  texts,
  references: [
    'https://docs.kernel.org/networking/snmp_counter.html (ListenDrops)',
    'net/ipv4/tcp_input.c: tcp_conn_request',
  ],

  evaluate(context, say) {
    const drops = context.counter('TcpExt.ListenDrops');
    if (!drops) return nothingPrinted('TcpExt.ListenDrops');
    const movement = movementOf([drops], { perConnection: true });
    const evidence = [citeCounter(drops)];
    if (movement.verdict === 'ok' || movement.verdict === 'past')
      return {
        verdict: movement.verdict,
        summary: say(movement.verdict, movement.args),
        evidence,
        claims: [claim(drops)],
      };
    const split = splitOf(context, drops);
    const parts = split.parts.map(({ name, n }) => `${name.replace(/^.*\./, '')} ${n}`).join(', ');
    if (split.rest <= 0n) {
      return {
        verdict: 'ok',
        summary: say('explained', { n: split.all, parts }),
        evidence: [...evidence, ...cited(split, say)],
        claims: [claim(drops)],
      };
    }
    const rising = movement.verdict === 'problem' && !split.sinceBoot;
    return {
      ...grade(context, split, rising, movement.args, say),
      evidence: [...evidence, ...cited(split, say)],
      claims: [claim(drops)],
      remedies: [
        {
          when: 'investigate',
          what: say('trace'),
          commands: [
            inNamespace(context.netns, 'perf record -a -g -e skb:kfree_skb -o /tmp/drops.data -- sleep 30'),
            'perf script -i /tmp/drops.data | head -200',
          ],
          verify: [],
          undo: ['rm /tmp/drops.data'],
          risk: 'none',
          who: 'admin',
        },
      ],
      confirm: [say('do-not-raise')],
      consequenceOf: ['no-route', 'syn-backlog-overflow', 'lsm-denial', 'tcp-mem-pressure'],
    };
  },
});

interface Split {
  all: bigint;
  rest: bigint;
  parts: { name: string; n: bigint; delta: Delta }[];
  /** Some part is known from one capture only, so that totals are split and not the window. */
  sinceBoot: boolean;
}

function splitOf(context: Context, drops: Delta): Split {
  const known = specific.map((name) => context.counter(name)).filter((delta) => delta !== undefined);
  const sinceBoot =
    drops.since === 'boot' || drops.increase === 0n || known.some(({ since }) => since === 'boot');
  const amount = (delta: Delta) => (sinceBoot ? delta.latest.value : delta.increase);
  const parts = known
    .map((delta) => ({ name: delta.name, n: amount(delta), delta }))
    .filter(({ n }) => n > 0n);
  const all = amount(drops);
  let rest = parts.reduce((left, { n }) => left - n, all);
  // Two reasons that are told by equal numbers only: cookies on some kernels, and SYN-ACKs without a route.
  for (const name of ['TcpExt.SyncookiesSent', 'Ip.OutNoRoutes'] as const) {
    const delta = context.counter(name);
    const n = delta ? amount(delta) : 0n;
    if (delta && rest > 0n && n > 0n && isAbout(n, rest)) {
      parts.push({ name, n, delta });
      rest = name === 'Ip.OutNoRoutes' ? rest : 0n;
    }
  }
  return { all, rest, parts, sinceBoot };
}

/** Equal but for stragglers: within one in a hundred. */
function isAbout(n: bigint, rest: bigint): boolean {
  const apart = n > rest ? n - rest : rest - n;
  return apart * 100n <= rest;
}

function cited({ all, parts }: Split, say: Speak): Evidence[] {
  return parts.map(({ name, n, delta }) => {
    if (name === 'Ip.OutNoRoutes') return cite(delta.latest.line, say('no-way-back'));
    return cite(
      delta.latest.line,
      name === 'TcpExt.SyncookiesSent'
        ? say('cookies')
        : say('part', { part: `${name.replace(/^.*\./, '')} ${n}`, n: all }),
    );
  });
}

function grade(
  context: Context,
  { all, rest, sinceBoot }: Split,
  rising: boolean,
  args: Record<string, string | number | bigint | undefined>,
  say: Speak,
): Conclusion {
  const opens = context.counter('Tcp.PassiveOpens');
  const through = opens ? (rising ? opens.increase : opens.latest.value) : undefined;
  const share = through === undefined ? undefined : Number(rest) / Number(through + rest);
  const time = rising ? (args['seconds'] as number | undefined) : context.uptime;
  const rate = time ? Number(rest) / time : undefined;
  const about = { ...args, n: all, rest, rate };
  const severity = (rising ? gradeLoss : gradeSinceBoot)(rest, share, rate, true);
  const verdict = rising ? 'problem' : 'suspect';
  return {
    verdict,
    severity,
    certainty: sinceBoot ? 'possible' : 'certain',
    summary: say(verdict, about),
    ...(share === undefined ? {} : { share }),
  };
}
