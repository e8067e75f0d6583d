import { loggedEvents } from '../host/kernel-events.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { Evidence, Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted } from './counted.ts';
import { citeSetting } from './grade.ts';
import { changeApplication, investigate } from './remedy.ts';

const texts = {
  title: 'TIME_WAIT skipped: too many of them',
  why:
    'The side that closes a TCP connection first keeps its addresses and ports in TIME_WAIT for 60 seconds, so that late ' +
    'packets of the old connection are recognised. When net.ipv4.tcp_max_tw_buckets of them exist, or there is no memory ' +
    'for one more, the kernel closes the connection at once instead. No connection fails because of it. What is lost is ' +
    'the protection: a peer that missed the last ACK gets a reset instead of a second one, and a stray old packet may ' +
    'reach a new connection with the same ports.',
  problem:
    '{n} connections were closed without TIME_WAIT[[ in {seconds:duration}]][[ ({rate:rate})]][[; the limit is {max}]]: nothing is lost',
  suspect:
    '{n} connections were closed without TIME_WAIT since boot[[ ({rate:rate} on average)]][[; the limit is {max}]]: nothing is lost',
  past: '{n} connections were closed without TIME_WAIT since boot, none in the {flat:duration} between the captures',
  logged:
    'the kernel logged that the table of TIME_WAIT sockets was full[[, {age:duration} before the capture]]: nothing is lost',
  ok: 'no connection was closed without TIME_WAIT',
  silent:
    'this kernel does not count connections that skip TIME_WAIT, and its log does not mention one: whether it happened is not known',
  full: '{n} sockets in TIME_WAIT, the limit is {max}: it is full',
  'not-full':
    '{n} sockets in TIME_WAIT, the limit is {max}: far from it at the capture, so that it was full before, or memory was short',
  'keep-open':
    'Let clients keep connections open (HTTP keep-alive, a pool), or let the other side close first: then there are fewer',
  memory:
    'Each one costs about 250 bytes of memory. Never lower the limit: it was never meant to save ports.',
  'look-memory': 'See whether the kernel ran short of memory, and how many sockets are in TIME_WAIT at peaks',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'tw-bucket-overflow',
  layer: 'tcp',
  per: 'netns',
  needs: [['TcpExt.TCPTimeWaitOverflow', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'time-wait-many',
  texts,
  references: [
    'net/ipv4/tcp_minisocks.c: tcp_time_wait',
    'net/ipv4/inet_timewait_sock.c: inet_twsk_alloc',
    'https://docs.kernel.org/networking/ip-sysctl.html (tcp_max_tw_buckets)',
  ],

  evaluate(context, say) {
    const max = numberOf(context, 'net.ipv4.tcp_max_tw_buckets');
    const told =
      concludeCounted(context, (id, args) => say(id, { ...args, max }), {
        bad: ['TcpExt.TCPTimeWaitOverflow'],
        atMost: 'low',
      }) ?? logged(context, say);
    if (told.verdict === 'ok' || told.verdict === 'unknown') return told;
    const severity = told.verdict === 'problem' ? 'low' : 'info';
    const n = tableSize(context);
    const full = n === undefined || max === undefined ? undefined : n >= max * 0.9;
    return {
      ...told,
      severity,
      evidence: [...(told.evidence ?? []), ...gauge(context, n, max, full, say)],
      remedies: told.verdict === 'past' ? [] : remediesOf(context, max, full, say),
    };
  },
});

/** Kernels before 2.6.38 have no counter and log it, at most once in five seconds. */
function logged(context: Context, say: Speak): Conclusion {
  const events = loggedEvents(context, 'time-wait-overflow');
  if (!events) return { verdict: 'unknown', summary: say('silent') };
  const summary = say('logged', { age: events.age });
  return { verdict: events.verdict, summary, evidence: [cite(events.last.line, summary)] };
}

function tableSize(context: Context): number | undefined {
  const sockets = context.counter('sockstat.TCP_tw');
  return sockets && Number(sockets.latest.value);
}

function gauge(
  context: Context,
  n: number | undefined,
  max: number | undefined,
  full: boolean | undefined,
  say: Speak,
): Evidence[] {
  const line = context.counter('sockstat.TCP_tw')?.latest.line;
  return [
    ...citeSetting(context.setting('net.ipv4.tcp_max_tw_buckets')),
    ...(line && full !== undefined ? [cite(line, say(full ? 'full' : 'not-full', { n, max }))] : []),
  ];
}

/** Twice the limit, and 262144 at least, where it is not known to be far away. */
function remediesOf(
  context: Context,
  max: number | undefined,
  full: boolean | undefined,
  say: Speak,
): Remedy[] {
  const verify = [
    inNamespace(context.netns, 'nstat -az TcpExtTCPTimeWaitOverflow'),
    inNamespace(context.netns, 'cat /proc/net/sockstat'),
  ];
  if (full === false) return [investigate(say('look-memory'), [...verify, 'dmesg | tail -50'])];
  const raise =
    max === undefined
      ? []
      : changeSetting(context, {
          key: 'net.ipv4.tcp_max_tw_buckets',
          to: Math.max(262144, 2 * max),
          sideEffects: say('memory'),
          verify,
        });
  return [...raise, changeApplication(say('keep-open'), verify)];
}
