import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { describeSocket, isFull, listenersOf } from '../host/sockets.ts';
import type { CounterRef, Evidence, Instance, Message, Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { atLeast, cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { amountOf, claim, concludeLoss, movementOf, verdictOf } from './grade.ts';
import { investigate } from './remedy.ts';
import { socketInstances } from './socket.ts';

const texts = {
  title: 'Accept queue overflow',
  why:
    'A connection whose handshake is complete waits in the accept queue of its listening socket until the ' +
    'application calls accept(). The queue holds as many as the smaller of the backlog that the application passed ' +
    'to listen() and net.core.somaxconn at that moment, plus one. When the application accepts too slowly the queue ' +
    'fills, and the kernel drops further SYNs and final ACKs without a reply: clients retransmit after 1, 3, 7 ' +
    'seconds, see slow connects, and time out in the end.',
  problem:
    'the accept queue overflowed {n} times[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the connection attempts]]',
  suspect:
    'the accept queue overflowed {n} times since boot[[ ({rate:rate} on average)]][[, {share:percent} of the connection attempts]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: 'the accept queue overflowed {n} times since boot, but not in the {flat:duration} between the captures: it is over',
  ok: 'no accept queue overflowed since boot',
  'full-now':
    'the accept queue of {socket} is full: {n} connections wait, its limit is {limit}' +
    '[[; {lost} overflows in {seconds:duration}]][[, {share:percent} of the connection attempts]]',
  crowded:
    '{n} connections wait for {socket} to accept them; what was collected does not show how many may wait[[, but {backlog} is a usual backlog, and full with one more]]',
  'not-full':
    'no accept queue is full at the moment of the capture, but ListenOverflows was not collected: whether one overflowed before is not known',
  queue: '{n} wait to be accepted, the limit is {limit}[[; {dropped} SYNs and ACKs dropped at this socket]]',
  'queue-often':
    '{n} wait to be accepted, the limit is {limit}; it was full in {times} of {captures} captures[[; {dropped} SYNs and ACKs dropped at this socket]]',
  'drops-only': '{dropped} SYNs and ACKs dropped at this socket; {n} wait to be accepted now',
  'culprit-exact': 'the drops of {socket} alone make up the rise of ListenDrops: it is this listener',
  'limit-of-application':
    'the application passed {limit} to listen(); net.core.somaxconn is {somaxconn} and not the limit here',
  'limit-of-somaxconn':
    'the backlog equals net.core.somaxconn ({somaxconn}): the application asked for as much or more',
  'syn-queue-clean': 'Not the SYN queue: neither TCPReqQFullDrop nor TCPReqQFullDoCookies moved.',
  'nat-clean': 'Not tcp_tw_recycle: no SYN was rejected because of its timestamp (PAWSPassive).',
  'older-kernel':
    'Before kernel 4.10 a full queue lets SYNs in for a while: clients believe that they are connected and their first data meets silence.',
  'look-at-process':
    'Find out why the application accepts too slowly: stopped, out of CPU or out of file descriptors, blocked on a lock or a backend',
  'raise-backlog':
    'Let the application ask for a longer queue[[ ({directive})]] and restart it: the limit is taken when it calls listen()',
  'longer-hides':
    'A longer queue bridges bursts; it does not cure an application that is slower than its clients on average, and adds to their waiting time.',
  'watch-queue':
    'Watch the queue under load: Recv-Q is what waits, Send-Q the limit; Recv-Q above Send-Q is an overflow.',
};

/** Where common servers set the backlog of listen(). */
const directives: Record<string, string> = {
  nginx: 'listen ... backlog=N',
  java: 'Tomcat: acceptCount',
  httpd: 'ListenBacklog',
  apache2: 'ListenBacklog',
  haproxy: 'bind ... backlog N',
  'redis-server': 'tcp-backlog',
  mysqld: 'back_log',
  node: 'server.listen({ backlog })',
  gunicorn: '--backlog',
};

export default defineCause({
  id: 'accept-queue-overflow',
  layer: 'tcp-listen',
  per: 'listener',
  needs: [['TcpExt.ListenOverflows', 'sockets']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'syn-backlog-overflow',
  texts,
  references: [
    'include/net/sock.h: sk_acceptq_is_full',
    'https://docs.kernel.org/networking/snmp_counter.html',
    'listen(2)',
  ],

  evaluate(context, say) {
    const seen = [context.counter('Tcp.PassiveOpens')];
    const movement = movementOf([context.counter('TcpExt.ListenOverflows')], { seen, perConnection: true });
    const listeners = listenersOf(context);
    const full = listeners.find(isFull);
    const loss = movement && concludeLoss(movement, say);
    const told = full ? fullNow(full, movement, say) : (loss ?? crowded(listeners, say));
    if (!told) return { verdict: 'unknown', summary: say('not-full') };
    if (told.verdict === 'ok') return told;
    const instances = instancesOf(context, listeners, say);
    const culprit = full ?? listeners.find(({ name }) => name === instances[0]?.scope.socket);
    return {
      ...told,
      evidence: [
        ...(full ? [cite(full.line, told.summary)] : []),
        ...(loss?.evidence ?? told.evidence ?? []),
        ...limits(context, culprit, say),
      ],
      instances,
      claims: [
        ...(loss?.claims ?? []),
        ...listenDrops(context),
        ...instances.map(({ scope }) => ({ name: 'socket.drops', scope })),
      ],
      remedies: remediesOf(context, culprit, say),
      ruledOut: ruledOut(context, say),
      confirm: [
        say('watch-queue'),
        ...(atLeast(context.kernel, 4, 10) === false ? [say('older-kernel')] : []),
      ],
      consequenceOf: ['backlog-of-stopped-process', 'fd-exhaustion', 'cgroup-cpu-throttle', 'soft-lockup'],
    };
  },
});

type Speak = Say<typeof texts>;

/** A queue above its limit proves the fault, whatever the counters say. */
function fullNow(full: LocalSocket, movement: Movement | undefined, say: Speak): Conclusion {
  const rising = movement?.verdict === 'problem' ? movement : undefined;
  const lost = { lost: rising?.n, seconds: rising?.args['seconds'], share: rising?.share };
  const summary = say('full-now', {
    socket: describeSocket(full),
    n: full.recvQ,
    limit: full.sendQ,
    ...lost,
  });
  return {
    verdict: 'problem',
    severity: 'critical',
    summary,
    ...(rising?.share === undefined ? {} : { share: rising.share }),
  };
}

/** What programs pass to listen(), where they do not think about it, and the defaults of somaxconn. */
const usual = [5, 10, 20, 50, 64, 100, 128, 200, 250, 256, 500, 511, 512, 1000, 1024, 2048, 4096];

/** netstat does not print the limit of a listener: only many who wait tell, the more so if they are a usual backlog's. */
function crowded(listeners: readonly LocalSocket[], say: Speak): Conclusion | undefined {
  const [most] = listeners.filter(({ sendQ }) => sendQ === undefined).sort((a, b) => b.recvQ - a.recvQ);
  if (!most || most.recvQ < 6) return undefined;
  const backlog = usual.find((length) => most.recvQ === length + 1);
  const summary = say('crowded', { n: most.recvQ, socket: describeSocket(most), backlog });
  return {
    verdict: 'suspect',
    severity: backlog === undefined ? 'medium' : 'high',
    certainty: backlog === undefined ? 'possible' : 'likely',
    summary,
    evidence: [cite(most.line, summary)],
  };
}

/** Listeners whose queue is or was full, or that dropped something. */
function instancesOf(context: Context, listeners: readonly LocalSocket[], say: Speak): Instance[] {
  return socketInstances(context, listeners, {
    atLimit: isFull,
    severity: 'critical',
    tell: ({ recvQ: n, sendQ: limit }, history) =>
      say(history.times > 1 ? 'queue-often' : history.times === 1 ? 'queue' : 'drops-only', {
        n,
        limit,
        ...history,
      }),
  });
}

/** Who set the limit, and whether this listener alone explains the drops. */
function limits(context: Context, culprit: LocalSocket | undefined, say: Speak): Evidence[] {
  if (!culprit) return [];
  const somaxconn = context.setting('net.core.somaxconn');
  const drops = context.counter('TcpExt.ListenDrops');
  const alone =
    drops && culprit.dropped && drops.increase > 0n && drops.increase === culprit.dropped.increase;
  const by = String(culprit.sendQ) === somaxconn?.value ? 'limit-of-somaxconn' : 'limit-of-application';
  const args = { limit: culprit.sendQ, somaxconn: somaxconn?.value, socket: describeSocket(culprit) };
  return [
    ...(somaxconn && culprit.sendQ !== undefined ? [cite(somaxconn.line, say(by, args))] : []),
    ...(alone ? [cite(drops.latest.line, say('culprit-exact', args))] : []),
  ];
}

/** ListenDrops holds ListenOverflows: where both are alike, nothing else dropped. */
function listenDrops(context: Context): CounterRef[] {
  const [drops, overflows] = [
    context.counter('TcpExt.ListenDrops'),
    context.counter('TcpExt.ListenOverflows'),
  ];
  return drops && overflows && amountOf(drops) <= amountOf(overflows) ? [claim(drops)] : [];
}

function ruledOut(context: Context, say: Speak): Message[] {
  const [drops, cookies] = [
    context.counter('TcpExt.TCPReqQFullDrop'),
    context.counter('TcpExt.TCPReqQFullDoCookies'),
  ];
  const paws = context.counter('TcpExt.PAWSPassive');
  const still = (delta: typeof drops) => delta !== undefined && verdictOf(delta) === 'ok';
  return [
    ...(still(drops) && still(cookies) ? [say('syn-queue-clean')] : []),
    ...(still(paws) ? [say('nat-clean')] : []),
  ];
}

function remediesOf(context: Context, culprit: LocalSocket | undefined, say: Speak): Remedy[] {
  const port = culprit?.local.port;
  const watch = inNamespace(
    context.netns,
    port === undefined ? 'ss -ltnp' : sh`ss -ltnp ${`sport = :${port}`}`,
  );
  const somaxconn = numberOf(context, 'net.core.somaxconn');
  const limit = culprit?.sendQ;
  const longer = Math.max(4096, (limit ?? 0) * 4);
  const directive = directives[culprit?.process ?? ''];
  const common = { undo: [], sideEffects: say('longer-hides'), verify: [watch] };
  const raise = somaxconn !== undefined && somaxconn < longer;
  return [
    investigate(
      say('look-at-process'),
      culprit?.pid === undefined ? [watch] : [watch, ...processCommands(culprit.pid)],
      'application-owner',
    ),
    ...(raise
      ? changeSetting(context, { key: 'net.core.somaxconn', to: longer, sideEffects: say('longer-hides') })
      : []),
    {
      ...common,
      when: 'persist',
      what: say('raise-backlog', { directive }),
      commands: [],
      risk: 'restart',
      who: 'application-owner',
    },
  ];
}

/** State, file descriptors against their limit, and where in the kernel it waits. */
function processCommands(pid: number): string[] {
  return [
    sh`grep -E State /proc/${pid}/status`,
    sh`ls /proc/${pid}/fd | wc -l; grep 'open files' /proc/${pid}/limits`,
    sh`cat /proc/${pid}/stack`,
  ];
}
