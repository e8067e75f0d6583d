import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { describeSocket, socketsOf } from '../host/sockets.ts';
import type { Delta, Evidence, Instance, Message, Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { concludeLoss, movementOf, verdictOf } from './grade.ts';
import { socketInstances } from './socket.ts';

const texts = {
  title: 'UDP receive buffer full',
  why:
    'A UDP datagram waits in the receive buffer of its socket until the application reads it. Each one is charged ' +
    'with the memory that it really occupies, so small datagrams fill the buffer long before their payload does. When ' +
    'the next one does not fit, the kernel drops it without telling the sender: the application simply never sees it. ' +
    'Either the application reads too slowly, or bursts are larger than the buffer (SO_RCVBUF, by default ' +
    'net.core.rmem_default; what an application asks for is cut to net.core.rmem_max without an error).',
  problem:
    '{n} datagrams dropped because a UDP receive buffer was full[[ in {seconds:duration}]][[ ({rate:rate})]]' +
    '[[, {share:percent} of the datagrams]][[, {times} times the usual rate]]',
  suspect:
    '{n} datagrams dropped since boot because a UDP receive buffer was full[[ ({rate:rate} on average)]]' +
    '[[, {share:percent} of the datagrams]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} datagrams dropped since boot because a UDP receive buffer was full, none in the {flat:duration} between the captures: it is over',
  unsplit:
    '{n} UDP receive errors[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the datagrams]]; this kernel or tool does not say which: mostly a full receive buffer',
  ok: 'no datagram was dropped because a UDP receive buffer was full',
  'full-now':
    'the receive buffer of {socket} is full: {used:bytes} of {limit:bytes}[[; it dropped {dropped} datagrams]]',
  'no-counter':
    'no UDP receive buffer is full at the moment of the capture, but RcvbufErrors was not collected: whether one was full before is not known',
  socket: '[[{dropped} datagrams dropped at this socket; ]]{used:bytes} wait to be read[[ of {limit:bytes}]]',
  'socket-often':
    '[[{dropped} datagrams dropped at this socket; ]]{used:bytes} wait to be read[[ of {limit:bytes}]]; it was that full in ' +
    '{times} of {captures} captures: the application hardly reads',
  'culprit-exact': 'the drops of {socket} alone make up the {n} RcvbufErrors: it is this socket',
  'is-default':
    'the buffer is net.core.rmem_default ({limit:bytes}): the application asked for none of its own',
  'is-capped':
    'the buffer is twice net.core.rmem_max ({max:bytes}): the application asked for that much or more and was cut (the kernel doubles the value)',
  'is-fixed':
    'the application set its buffer itself (SO_RCVBUF): {limit:bytes} as the kernel keeps it, twice what was asked; net.core.rmem_default does not concern it',
  'not-memory': 'Not the memory limit of all UDP sockets (udp_mem): MemErrors is 0.',
  'not-checksum': 'Not damaged datagrams: InCsumErrors is 0.',
  'read-faster':
    'Let the application read faster (more receivers with SO_REUSEPORT, recvmmsg, work moved out of the receive loop): ' +
    'a larger buffer only helps against bursts',
  'ask-more':
    'Let the application ask for {to:bytes} with setsockopt(SO_RCVBUF), and restart it: open sockets keep their buffers',
  'only-new':
    'Concerns sockets opened from now on: restart the application. Larger buffers take memory and add delay; udp_mem limits the sum.',
  watch:
    'Under load: r is what is in the buffer, rb its limit, d the drops of this very socket. r near rb, or d rising, is this fault.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'udp-rcvbuf-full',
  layer: 'udp',
  per: 'socket',
  needs: [['Udp.RcvbufErrors', 'Udp6.RcvbufErrors', 'Udp.InErrors', 'sockets']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'udp-no-listener',
  texts,
  references: ['net/ipv4/udp.c: __udp_enqueue_schedule_skb', 'udp(7)', 'socket(7)'],

  evaluate(context, say) {
    const errors = [context.counter('Udp.RcvbufErrors'), context.counter('Udp6.RcvbufErrors')];
    const seen = [context.counter('Udp.InDatagrams'), context.counter('Udp6.InDatagrams')];
    const movement = movementOf(errors, { seen });
    const loss = movement ? concludeLoss(movement, say) : unsplit(context, seen, say);
    const sockets = socketsOf(context).filter(({ protocol }) => protocol === 'udp' || protocol === 'udplite');
    const full = sockets.find((socket) => isBrimful(socket, context));
    const told = full && movement?.verdict !== 'problem' ? fullNow(full, context, say) : loss;
    if (!told) return { verdict: 'unknown', summary: say('no-counter') };
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    const instances = instancesOf(context, sockets, say);
    const culprit = sockets.find(({ name }) => name === instances[0]?.scope.socket) ?? full;
    return {
      ...told,
      evidence: [
        ...(full ? [cite(full.line, fullNow(full, context, say).summary)] : []),
        ...(loss?.evidence ?? []),
        ...aboutBuffer(context, culprit, movement?.n, say),
      ],
      instances,
      claims: [...(loss?.claims ?? []), ...instances.map(({ scope }) => ({ name: 'socket.drops', scope }))],
      remedies: remediesOf(context, culprit, say),
      ruledOut: ruledOut(context, say),
      confirm: [say('watch')],
      consequenceOf: ['backlog-of-stopped-process', 'cgroup-cpu-throttle', 'soft-lockup'],
    };
  },
});

/** Old kernels and tools print the sum of UDP's errors only; the receive buffer is by far the commonest of them. */
function unsplit(
  context: Context,
  seen: readonly (Delta | undefined)[],
  say: Speak,
): ReturnType<typeof concludeLoss> | undefined {
  const movement = movementOf([context.counter('Udp.InErrors')], { seen });
  if (!movement || movement.verdict === 'ok' || movement.verdict === 'past') return undefined;
  return {
    ...concludeLoss(movement, say),
    certainty: 'likely',
    summary: say('unsplit', movement.args),
    claims: [],
  };
}

/** Room in the buffer, bytes: its own where ss shows it, else the default, which holds for most sockets. */
function limitOf(socket: LocalSocket, context: Context): number | undefined {
  return socket.rcvbuf ?? numberOf(context, 'net.core.rmem_default');
}

/** So full that the next datagram does not fit: an Ethernet frame is charged with 2304 bytes and more. */
function isBrimful(socket: LocalSocket, context: Context): boolean {
  const limit = limitOf(socket, context) ?? Infinity;
  return (socket.rmem ?? socket.recvQ) >= limit - 2304 && socket.recvQ > 0;
}

function args(socket: LocalSocket, context: Context) {
  const dropped = movementOf([socket.dropped])?.n;
  return {
    socket: describeSocket(socket),
    used: socket.rmem ?? socket.recvQ,
    limit: limitOf(socket, context),
    dropped: dropped === 0n ? undefined : dropped,
  };
}

function fullNow(socket: LocalSocket, context: Context, say: Speak): Conclusion {
  return { verdict: 'problem', severity: 'high', summary: say('full-now', args(socket, context)) };
}

function instancesOf(context: Context, sockets: readonly LocalSocket[], say: Speak): Instance[] {
  return socketInstances(context, sockets, {
    atLimit: (socket) => isBrimful(socket, context),
    severity: 'high',
    tell: (socket, history) =>
      say(history.times > 1 ? 'socket-often' : 'socket', { ...args(socket, context), ...history }),
  });
}

/** Whether this socket alone explains the loss, and who set the size of its buffer. */
function aboutBuffer(
  context: Context,
  culprit: LocalSocket | undefined,
  n: bigint | undefined,
  say: Speak,
): Evidence[] {
  if (!culprit) return [];
  const about = args(culprit, context);
  const alone = n !== undefined && n > 0n && about.dropped === n;
  const [standard, max] = [context.setting('net.core.rmem_default'), context.setting('net.core.rmem_max')];
  const limit = culprit.rcvbuf;
  const doubled = max && String(Number(max.value) * 2) === String(limit);
  return [
    ...(alone ? [cite(culprit.line, say('culprit-exact', { ...about, n }))] : []),
    ...(limit === undefined || !standard || !max
      ? []
      : standard.value === String(limit)
        ? [cite(standard.line, say('is-default', { limit }))]
        : doubled
          ? [cite(max.line, say('is-capped', { max: Number(max.value) }))]
          : [cite(culprit.line, say('is-fixed', { limit }))]),
  ];
}

function ruledOut(context: Context, say: Speak): Message[] {
  const zero = (delta: ReturnType<Context['counter']>) => delta !== undefined && verdictOf(delta) === 'ok';
  return [
    ...(zero(context.counter('Udp.MemErrors')) ? [say('not-memory')] : []),
    ...(zero(context.counter('Udp.InCsumErrors')) ? [say('not-checksum')] : []),
  ];
}

/** Four times the present buffer, 1 MiB at least: room for a burst of some hundred full-size datagrams. */
function remediesOf(context: Context, culprit: LocalSocket | undefined, say: Speak): Remedy[] {
  const [standard, max] = [
    numberOf(context, 'net.core.rmem_default'),
    numberOf(context, 'net.core.rmem_max'),
  ];
  const to = Math.max(1048576, 4 * (culprit?.rcvbuf ?? standard ?? 0));
  const watch = inNamespace(context.netns, 'ss -nump');
  const sideEffects = say('only-new');
  const owner = { commands: [], undo: [], verify: [watch], who: 'application-owner' as const };
  const byDefault = culprit?.rcvbuf === undefined || culprit.rcvbuf === standard;
  return [
    { ...owner, when: 'investigate', what: say('read-faster'), risk: 'none' },
    ...(max !== undefined && max < to
      ? changeSetting(context, { key: 'net.core.rmem_max', to, sideEffects, verify: [watch] })
      : []),
    ...(byDefault && standard !== undefined
      ? changeSetting(context, {
          key: 'net.core.rmem_default',
          to,
          sideEffects,
          risk: 'restart',
          verify: [watch],
        })
      : []),
    { ...owner, when: 'persist', what: say('ask-more', { to }), risk: 'restart', sideEffects },
  ];
}
