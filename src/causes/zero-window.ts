import { inNamespace } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { capturesWhere, describeSocket, endpointText, socketHistory, socketsOf } from '../host/sockets.ts';
import type { Evidence, Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, claim, verdictOf } from './grade.ts';
import { rises } from './windows.ts';

const texts = {
  title: 'TCP window closed: the reader is too slow',
  why:
    'TCP tells its peer how much it may still send. When the application does not read, the receive buffer fills, the ' +
    'window shrinks to zero, and the peer must wait and probe. Nothing is lost: the transfer stands still because one ' +
    'end does not read. If the window is closed on this host, the application here is slow; if this host probes its ' +
    'peer, the peer is.',
  here: '{socket} does not read: {queued:bytes} wait in its receive buffer[[ of {buffer:bytes}]], and this host closed its window[[ {n} times]]',
  'here-often':
    '{socket} does not read: {queued:bytes} wait in its receive buffer in {times} of {captures} captures',
  peer: 'the peer {peer} does not read: this host probes its closed window[[ ({n} probes)]]',
  past: 'the window was closed {n} times since boot; no reader is behind now',
  ok: 'no window is closed',
  unread: 'unread data',
  advertised: 'this host announced a window of zero',
  dropped: 'data that arrived although the window was closed',
  reader: 'Find out what the application waits for instead of reading (a lock, a disk, a backend, CPU)',
  'peer-reader': 'Look at the application at the other end: its Recv-Q',
  'not-buffers': 'Larger buffers only delay it.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'zero-window',
  layer: 'socket',
  per: 'socket',
  needs: ['sockets'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'rcvbuf-prune',
  texts,
  references: ['net/ipv4/tcp_output.c: tcp_select_window', 'RFC 9293, section 3.8.6'],

  evaluate(context, say) {
    const readers = socketsOf(context).filter(isBehind);
    const closed = context.counter('TcpExt.TCPToZeroWindowAdv');
    const dropped = context.counter('TcpExt.TCPZeroWindowDrop');
    const rising = [closed, dropped].flatMap((d) => (d && verdictOf(d) === 'problem' ? [d] : []));
    const probing = socketsOf(context).filter(({ timer }) => timer?.kind === 'persist');
    const instances = readers.map((socket) => instanceOf(context, socket, say));
    const [worst] = [...readers].sort((a, b) => b.recvQ - a.recvQ);
    const verify = [inNamespace(context.netns, 'ss -tmnpo')];
    const about = { commands: verify, verify, undo: [], risk: 'none' as const, when: 'investigate' as const };
    if (worst) {
      const proven =
        rising.length > 0 ||
        instances.find(({ subject }) => subject === describeSocket(worst))?.verdict === 'problem';
      return {
        ...(proven ? now.proven : now.unclear),
        certainty: rising.length > 0 ? 'certain' : 'likely',
        summary: say('here', { ...argsOf(worst), n: rising[0]?.increase }),
        evidence: [cite(worst.line, say('unread')), ...counters(rising, say)],
        instances,
        claims: rising.map(claim),
        remedies: [
          { ...about, what: say('reader'), sideEffects: say('not-buffers'), who: 'application-owner' },
        ],
        consequenceOf: ['rcvbuf-prune', 'tcp-mem-pressure'],
      };
    }
    const [probed] = probing;
    const probes = context.counter('TcpExt.TCPWinProbe');
    if (probed) {
      const n = probes && rises(probes) ? probes.increase : undefined;
      const peer = endpointText(probed.peer);
      return {
        ...(n === undefined ? now.unclear : now.proven),
        certainty: 'likely',
        summary: say('peer', { peer, n }),
        evidence: [cite(probed.line, say('peer', { peer })), ...(probes ? [citeCounter(probes)] : [])],
        remedies: [{ ...about, what: say('peer-reader'), who: 'application-owner' }],
      };
    }
    if (closed && closed.latest.value > 0n && closed.since !== 'boot') {
      return {
        verdict: 'past',
        summary: say('past', { n: closed.latest.value }),
        evidence: [citeCounter(closed)],
        claims: rising.map(claim),
      };
    }
    return { verdict: 'ok', summary: say('ok'), evidence: closed ? [citeCounter(closed)] : [] };
  },
});

const now = {
  proven: { verdict: 'problem', severity: 'medium' },
  unclear: { verdict: 'suspect', severity: 'low' },
} as const;

/** More than half of its buffer, or more than 64 KiB, waits to be read. */
function isBehind({ protocol, state, recvQ, rcvbuf }: LocalSocket): boolean {
  if (protocol !== 'tcp' || state === 'LISTEN') return false;
  return rcvbuf === undefined ? recvQ >= 65536 : recvQ > rcvbuf / 2;
}

const argsOf = (socket: LocalSocket) => ({
  socket: describeSocket(socket),
  queued: socket.recvQ,
  buffer: socket.rcvbuf,
});

/** The same connection behind in an earlier capture too: it stays behind. */
function instanceOf(context: Context, socket: LocalSocket, say: Speak): Instance {
  const captures = socketHistory(context);
  const times = capturesWhere(context, socket, isBehind);
  const summary =
    times > 1
      ? say('here-often', { ...argsOf(socket), times, captures: captures.length })
      : say('here', argsOf(socket));
  return {
    subject: describeSocket(socket),
    scope: { netns: context.netns, socket: socket.name },
    ...(times > 1 ? now.proven : now.unclear),
    summary,
    evidence: [cite(socket.line, summary)],
  };
}

function counters(rising: readonly Parameters<typeof citeCounter>[0][], say: Speak): Evidence[] {
  return rising.map((delta) => ({
    ...citeCounter(delta),
    meaning: say(delta.name === 'TcpExt.TCPZeroWindowDrop' ? 'dropped' : 'advertised'),
  }));
}
