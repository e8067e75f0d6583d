import type { LoggedEvents } from '../host/kernel-events.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { describeSocket, listenersOf, socketsOf } from '../host/sockets.ts';
import type { CounterRef, Delta, Message, Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { atLeast, cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, citeSetting, claim, movementOf, verdictOf } from './grade.ts';
import { changeApplication } from './remedy.ts';

const texts = {
  title: 'SYN queue overflow',
  why:
    'A connection request waits in the SYN queue of its listener, state SYN_RECV, until the client confirms. Since ' +
    'kernel 4.4 the queue is as long as the accept backlog: the smaller of what the application passed to listen() and ' +
    'net.core.somaxconn. When it is full, the kernel answers with SYN cookies (tcp_syncookies=1): nothing is lost, but ' +
    'such connections live with fewer TCP options. Without cookies it drops the SYN, and the client waits and retries. ' +
    'The kernel calls it "possible SYN flooding", which more often than not is a small backlog under honest load.',
  drops: '{n} SYNs dropped because a SYN queue was full[[ in {seconds:duration}]][[ ({rate:rate})]]',
  'drops-since-boot':
    '{n} SYNs dropped since boot because a SYN queue was full[[ ({rate:rate} on average)]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  cookies:
    'a SYN queue was full {n} times[[ in {seconds:duration}]][[ ({rate:rate})]]: answered with SYN cookies, nothing lost',
  'cookies-since-boot':
    'a SYN queue was full {n} times since boot[[ ({rate:rate} on average)]]: answered with SYN cookies',
  logged:
    'the kernel logged possible SYN flooding on port {port}[[ {age:duration} before the capture]]: {action}; it says so once per listener',
  'last-quarter':
    '{n} SYNs dropped[[ in {seconds:duration}]] with {waiting} half-open connections: SYN cookies are off, and the last quarter of tcp_max_syn_backlog ({max}) is kept for known clients',
  'full-now': 'the SYN queue of {socket} is full: {waiting} half-open connections, its limit is {limit}',
  past: 'a SYN queue was full {n} times since boot, not in the {flat:duration} between the captures',
  ok: 'no SYN queue was full',
  'not-listed': 'neither TCPReqQFullDrop nor TCPReqQFullDoCookies was collected',
  'log-line': 'the kernel says so itself, once per listener: it may be long ago',
  'real-clients':
    'Not a flood: {share:percent} of the cookies came back, the clients are real and the queue is too short for them.',
  'not-accept-queue': 'Not the accept queue: ListenOverflows did not move.',
  'raise-backlog':
    'Let the application ask for a longer queue in listen() and restart it: the limit is taken at listen(), and it is the limit of both queues',
  'bursts-only':
    'A longer queue holds more half-open connections, about 300 bytes each. Against an attack it only helps together with SYN cookies.',
  'cookies-on':
    'Connections made from a cookie keep window scaling and SACK only with timestamps; that is better than no connection.',
  'count-them':
    "Count half-open connections per listener: ss -Hnt state syn-recv | awk '{ print $3 }' | sort | uniq -c; many from few addresses, or from addresses that never answer, is a flood.",
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'syn-backlog-overflow',
  layer: 'tcp-listen',
  per: 'listener',
  needs: [
    [
      'TcpExt.TCPReqQFullDrop',
      'TcpExt.TCPReqQFullDoCookies',
      'TcpExt.SyncookiesSent',
      'kernelLog',
      'sockets',
    ],
  ],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'accept-queue-overflow',
  texts,
  references: [
    'net/ipv4/tcp_input.c: tcp_conn_request',
    'include/net/inet_connection_sock.h: inet_csk_reqsk_queue_is_full',
    'https://docs.kernel.org/networking/ip-sysctl.html (tcp_syncookies, tcp_max_syn_backlog)',
  ],

  evaluate(context, say) {
    const drops = movementOf([context.counter('TcpExt.TCPReqQFullDrop')], {
      seen: [context.counter('Tcp.PassiveOpens')],
      perConnection: true,
    });
    const cookies = movementOf([fullQueues(context)]);
    const logged = loggedEvents(context, 'syn-flood', 'open-request-drop');
    const told = tell(context, drops, cookies, logged, say);
    const evidence = [
      ...[...(drops?.deltas ?? []), ...(cookies?.deltas ?? [])].map(citeCounter),
      ...(logged ? [cite(logged.last.line, say('log-line'))] : []),
      ...(told.evidence ?? []),
    ];
    const claims = [...(drops?.deltas ?? []), ...(cookies?.deltas ?? [])].map(claim);
    if (told.verdict === 'ok' || told.verdict === 'unknown' || told.verdict === 'past')
      return { ...told, evidence, claims };
    return {
      ...told,
      evidence: [
        ...evidence,
        ...['net.ipv4.tcp_syncookies', 'net.ipv4.tcp_max_syn_backlog', 'net.core.somaxconn'].flatMap((key) =>
          citeSetting(context.setting(key)),
        ),
      ],
      claims: [...claims, ...explained(context)],
      remedies: remediesOf(context, say),
      ruledOut: ruledOut(context, say),
      confirm: [say('count-them')],
      consequenceOf: ['syn-flood'],
    };
  },
});

/** Kernels before 2.6.38, and who picks lines out of netstat -s, tell of cookies only: without =2 they mean a full queue. */
function fullQueues(context: Context): Delta | undefined {
  const sent = context.counter('TcpExt.SyncookiesSent');
  const always = numberOf(context, 'net.ipv4.tcp_syncookies') === 2;
  return context.counter('TcpExt.TCPReqQFullDoCookies') ?? (always ? undefined : sent);
}

/** Drops before cookies before the log: the first lose connections, the second do not, the third may be long ago. */
function tell(
  context: Context,
  drops: Movement | undefined,
  cookies: Movement | undefined,
  logged: LoggedEvents | undefined,
  say: Speak,
): Conclusion {
  if (drops?.verdict === 'problem')
    return { verdict: 'problem', severity: 'critical', summary: say('drops', drops.args), ...shareOf(drops) };
  const full = fullNow(context, say) ?? lastQuarter(context, say);
  if (full) return full;
  if (cookies?.verdict === 'problem')
    return { verdict: 'problem', severity: 'medium', summary: say('cookies', cookies.args) };
  if (drops?.verdict === 'suspect')
    return {
      verdict: 'suspect',
      severity: drops.severity,
      summary: say('drops-since-boot', drops.args),
      ...shareOf(drops),
    };
  const past = [drops, cookies].find((movement) => movement?.verdict === 'past');
  if (past && logged?.verdict !== 'problem') return { verdict: 'past', summary: say('past', past.args) };
  if (logged) {
    const { args } = logged.last;
    const about = {
      port: args.get('port') ?? '?',
      action: args.get('action') ?? 'request dropped',
      age: logged.age,
    };
    return {
      verdict: logged.verdict,
      severity: 'medium',
      certainty: 'likely',
      summary: say('logged', about),
    };
  }
  if (cookies?.verdict === 'suspect')
    return {
      verdict: 'suspect',
      severity: cookies.n < 10n ? 'info' : 'low',
      summary: say('cookies-since-boot', cookies.args),
    };
  return drops || cookies
    ? { verdict: 'ok', summary: say('ok') }
    : { verdict: 'unknown', summary: say('not-listed') };
}

const shareOf = ({ share }: Movement) => (share === undefined ? {} : { share });

/** Half-open connections of one port above the listener's backlog: since 4.4 the queue is full then. */
function fullNow(context: Context, say: Speak): Conclusion | undefined {
  if (atLeast(context.kernel, 4, 4) === false) return undefined;
  const waiting = socketsOf(context).filter(({ state }) => state === 'SYN_RECV');
  for (const listener of listenersOf(context)) {
    const n = waiting.filter(({ local }) => local.port === listener.local.port).length;
    if (listener.sendQ === undefined || n <= listener.sendQ) continue;
    const summary = say('full-now', { socket: describeSocket(listener), waiting: n, limit: listener.sendQ });
    const severity = numberOf(context, 'net.ipv4.tcp_syncookies') === 0 ? 'critical' : 'medium';
    return { verdict: 'problem', severity, summary, evidence: [cite(listener.line, summary)] };
  }
  return undefined;
}

/**
 * Without cookies the last quarter of tcp_max_syn_backlog is kept for clients that are known: other SYNs are dropped
 * with no counter but ListenDrops (tcp_conn_request, 'drop open request').
 */
function lastQuarter(context: Context, say: Speak): Conclusion | undefined {
  const max = numberOf(context, 'net.ipv4.tcp_max_syn_backlog');
  const drops = movementOf([context.counter('TcpExt.ListenDrops')], { perConnection: true });
  const overflows = movementOf([context.counter('TcpExt.ListenOverflows')]);
  if (numberOf(context, 'net.ipv4.tcp_syncookies') !== 0 || max === undefined || drops?.verdict !== 'problem')
    return undefined;
  const waiting = socketsOf(context).filter(({ state }) => state === 'SYN_RECV').length;
  if (waiting < max / 2 || (overflows?.verdict === 'problem' && overflows.n >= drops.n)) return undefined;
  const summary = say('last-quarter', { ...drops.args, waiting, max });
  return {
    verdict: 'problem',
    severity: 'high',
    certainty: 'likely',
    summary,
    evidence: drops.deltas.map(citeCounter),
  };
}

/** A SYN dropped here is one of ListenDrops. */
function explained(context: Context): CounterRef[] {
  const [all, own] = [context.counter('TcpExt.ListenDrops'), context.counter('TcpExt.TCPReqQFullDrop')];
  if (!all || !own || own.increase === 0n || all.increase > own.increase) return [];
  const listeners = context.counters('socket.drops').filter(({ increase }) => increase === own.increase);
  return [claim(all), ...listeners.map(claim)];
}

function ruledOut(context: Context, say: Speak): Message[] {
  const [sent, back] = [
    movementOf([context.counter('TcpExt.SyncookiesSent')]),
    movementOf([context.counter('TcpExt.SyncookiesRecv')]),
  ];
  const overflows = context.counter('TcpExt.ListenOverflows');
  const share =
    sent && back && sent.n > 0n && sent.verdict === back.verdict ? Number(back.n) / Number(sent.n) : 0;
  return [
    ...(share > 0.8 ? [say('real-clients', { share: Math.min(1, share) })] : []),
    ...(overflows && verdictOf(overflows) === 'ok' ? [say('not-accept-queue')] : []),
  ];
}

function remediesOf(context: Context, say: Speak): Remedy[] {
  const verify = [inNamespace(context.netns, 'nstat -az TcpExtTCPReqQFullDrop TcpExtTCPReqQFullDoCookies')];
  const [somaxconn, backlog] = [
    numberOf(context, 'net.core.somaxconn'),
    numberOf(context, 'net.ipv4.tcp_max_syn_backlog'),
  ];
  const sideEffects = say('bursts-only');
  const raise = (key: string, now: number | undefined) =>
    now !== undefined && now < 4096 ? changeSetting(context, { key, to: 4096, sideEffects, verify }) : [];
  const off = numberOf(context, 'net.ipv4.tcp_syncookies') === 0;
  const backlogMatters = off || atLeast(context.kernel, 4, 4) === false;
  return [
    ...(off
      ? changeSetting(context, {
          key: 'net.ipv4.tcp_syncookies',
          to: 1,
          sideEffects: say('cookies-on'),
          verify,
        })
      : []),
    ...raise('net.core.somaxconn', somaxconn),
    ...(backlogMatters ? raise('net.ipv4.tcp_max_syn_backlog', backlog) : []),
    changeApplication(say('raise-backlog'), verify, sideEffects),
  ];
}
