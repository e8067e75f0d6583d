import { groupBy } from '../group-by.ts';
import { numberOf } from '../host/settings.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { capturesWhere, describeSocket, socketHistory, socketsOf } from '../host/sockets.ts';
import type { Evidence, Instance, Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, claim, movementOf } from './grade.ts';
import { changeApplication, investigate } from './remedy.ts';

const texts = {
  title: 'Application reads too slowly',
  why:
    'What arrives waits in the receive buffer of the socket (Recv-Q of ss and netstat) until the application reads it. ' +
    'When it reads more slowly than data comes, the buffer fills: UDP then loses datagrams, TCP tells the peer to stop ' +
    '(zero window). The network is fine; the program is stopped, blocked, short of CPU, or does its work between two reads.',
  problem:
    '{socket} does not keep up with reading: {used:bytes} wait to be read[[ of {limit:bytes}]], as much in {times} of {captures} captures',
  suspect: '{socket} had {used:bytes} waiting to be read[[ of {limit:bytes}]] at the moment of the capture',
  deserted:
    '{n} connections of {socket} were closed by their peers with data unread: the program neither reads nor closes them',
  unread: 'closed by the peer (CLOSE_WAIT), {used:bytes} unread',
  ok: 'no socket has much waiting to be read',
  waiting: '{used:bytes} wait to be read[[ of {limit:bytes}]]',
  'process-state': 'the process is in state {state}: it does not read at all',
  'look-at-it': 'See what the program does instead of reading: its state, its stack, its CPU time',
  'read-apart':
    'Let the program read in a loop of its own and hand the work to others; more workers, SO_REUSEPORT',
  'buffer-no-cure': 'A larger buffer bridges bursts; it does not cure a reader that is slower on average.',
  transient: 'One capture may have caught a moment: look twice, a second apart: ss -nump; ss -tnmp',
};
type Speak = Say<typeof texts>;

interface Slow {
  socket: LocalSocket;
  used: number;
  limit: number | undefined;
  times: number;
  captures: number;
}

export default defineCause({
  id: 'app-slow-reader',
  layer: 'application',
  per: 'socket',
  needs: ['sockets'],
  verdicts: ['problem', 'suspect', 'ok'],
  lookAlike: 'udp-checksum-or-length',
  texts,
  references: ['ss(8)', 'socket(7)'],

  evaluate(context, say) {
    const slow = slowReaders(context).sort((a, b) => b.times - a.times || b.used - a.used);
    const [worst] = slow;
    if (!worst) return deserted(context, say) ?? { verdict: 'ok', summary: say('ok') };
    const lasting = worst.times > 1;
    const closed = movementOf([context.counter('TcpExt.TCPToZeroWindowAdv')]);
    const shut = closed?.verdict === 'problem' ? closed.deltas : [];
    return {
      verdict: lasting ? 'problem' : 'suspect',
      severity: lasting ? 'medium' : 'low',
      certainty: lasting ? 'likely' : 'possible',
      summary: tell(worst, say),
      evidence: [...shut.map(citeCounter), ...stateOf(context, worst, say)],
      instances: slow.slice(0, 20).map((one) => instanceOf(one, context, say)),
      claims: shut.map(claim),
      remedies: remediesOf(context, worst.socket, say),
      confirm: lasting ? [] : [say('transient')],
      // What the reader causes has counters of its own and stands on top.
      consequenceOf: [
        'udp-rcvbuf-full',
        'accept-queue-overflow',
        'zero-window',
        'rcvbuf-prune',
        'tcp-mem-pressure',
        'cgroup-cpu-throttle',
        'backlog-of-stopped-process',
      ],
    };
  },
});

/** Half of the buffer, or 64 KiB where its size is not known. TCP buffers grow, so its own limit is what counts. */
function isSlow({ protocol, state, recvQ, rcvbuf }: LocalSocket, standard: number | undefined): boolean {
  if (protocol === 'tcp') return state !== 'LISTEN' && recvQ >= Math.max(65536, (rcvbuf ?? 0) / 4);
  if (protocol !== 'udp') return false;
  const limit = rcvbuf ?? standard;
  return recvQ > 0 && recvQ >= (limit === undefined ? 65536 : limit / 4);
}

function slowReaders(context: Context): Slow[] {
  const standard = numberOf(context, 'net.core.rmem_default');
  const captures = socketHistory(context);
  return socketsOf(context).flatMap((socket): Slow[] => {
    if (!isSlow(socket, standard)) return [];
    const times = capturesWhere(context, socket, (one) => isSlow(one, standard));
    const limit = socket.rcvbuf ?? (socket.protocol === 'udp' ? standard : undefined);
    return [{ socket, used: socket.rmem ?? socket.recvQ, limit, times, captures: captures.length }];
  });
}

/** The peer's FIN counts one byte in Recv-Q. A few are of the moment, or of a program that is about to end. */
function deserted(context: Context, say: Speak): Conclusion | undefined {
  const left = socketsOf(context).filter(({ state, recvQ }) => state === 'CLOSE_WAIT' && recvQ > 1);
  const ports = [...groupBy(left, ({ local }) => local.port).values()];
  const [most = []] = ports.sort((a, b) => b.length - a.length);
  const [first] = most;
  if (!first || most.length < 4) return undefined;
  const name = describeSocket(first);
  const summary = say('deserted', { n: most.length, socket: name });
  return {
    verdict: 'suspect',
    severity: 'low',
    certainty: 'likely',
    summary,
    evidence: most.slice(0, 3).map(({ line, recvQ }) => cite(line, say('unread', { used: recvQ }))),
    remedies: remediesOf(context, first, say),
    confirm: [say('transient')],
    consequenceOf: ['accept-queue-overflow', 'fd-exhaustion', 'backlog-of-stopped-process'],
  };
}

function tell({ socket, used, limit, times, captures }: Slow, say: Speak) {
  return say(times > 1 ? 'problem' : 'suspect', {
    socket: describeSocket(socket),
    used,
    limit,
    times,
    captures,
  });
}

function instanceOf(slow: Slow, context: Context, say: Speak): Instance {
  const { socket, used, limit, times } = slow;
  return {
    subject: describeSocket(socket),
    scope: { netns: context.netns, socket: socket.name },
    verdict: times > 1 ? 'problem' : 'suspect',
    severity: times > 1 ? 'medium' : 'low',
    summary: tell(slow, say),
    evidence: [cite(socket.line, say('waiting', { used, limit }))],
  };
}

/** Stopped, a zombie, or asleep without being woken by signals. */
function stateOf(context: Context, { socket }: Slow, say: Speak): Evidence[] {
  const process = context.latest('processes')?.value.find(({ pid }) => pid === socket.pid);
  return process && /^[TZD]/.test(process.state ?? '')
    ? [cite(process.line, say('process-state', { state: process.state }))]
    : [];
}

function remediesOf(context: Context, { pid }: LocalSocket, say: Speak): Remedy[] {
  const watch = ['ss -nump', 'ss -tnmp'].map((command) => inNamespace(context.netns, command));
  const look =
    pid === undefined
      ? watch
      : [sh`cat /proc/${pid}/status`, sh`cat /proc/${pid}/stack`, sh`top -H -b -n 1 -p ${pid}`];
  return [
    investigate(say('look-at-it'), look, 'application-owner', watch),
    changeApplication(say('read-apart'), watch, say('buffer-no-cure')),
  ];
}
