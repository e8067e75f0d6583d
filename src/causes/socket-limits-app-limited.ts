import { changeSetting, numbersOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { describeSocket, socketHistory, socketsOf } from '../host/sockets.ts';
import type { Evidence, Instance, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeSetting } from './grade.ts';
import { changeApplication } from './remedy.ts';

const texts = {
  title: 'Slow transfers without loss: a window or buffer sets their pace',
  why:
    'TCP measures for each connection how long it had data to send (busy), and what kept it from sending more: the ' +
    'window that the peer opens (rwnd_limited), or the send buffer on this host, which holds too little to keep a long ' +
    'or fast path full until acknowledgements come (sndbuf_limited). Both make a transfer slow and lose nothing: ' +
    'looking for packet loss is the wrong track there.',
  risk: 'the send buffer of this host sets the pace of {n} connections, first {socket} to {peer}: {share:percent} of its busy time',
  peer: 'the window of the peer sets the pace of {n} connections, first {socket} to {peer}: {share:percent} of its busy time; no loss of this host',
  ok: 'neither a window nor a send buffer sets the pace of the connections',
  sndbuf:
    '{share:percent} of {busy:duration} busy, the send buffer[[ ({size:bytes})]] was full[[ - between the captures {window:percent}]]',
  rwnd: '{share:percent} of {busy:duration} busy, the window of the peer was full[[ - between the captures {window:percent}]]',
  'not-shown': 'the details of TCP connections (ss -i) were not collected',
  'no-fixed-buffer':
    'Take SO_SNDBUF out of the application: without it the kernel lets the buffer grow up to tcp_wmem',
  memory: 'Every busy connection may take so much memory.',
  'peer-side':
    'For the others ask at the peer: its receive buffer (tcp_rmem), and whether its application reads',
};
type Speak = Say<typeof texts>;

interface Limited {
  socket: LocalSocket;
  way: 'sndbuf' | 'rwnd';
  /** Seconds with something to send, of the connection's life. */
  busy: number;
  /** How much of that it was held back, 0 to 1: in its life, and between the captures where it was in both. */
  share: number;
  window: number | undefined;
}

export default defineCause({
  id: 'socket-limits-app-limited',
  layer: 'socket',
  per: 'socket',
  needs: ['sockets'],
  verdicts: ['risk', 'ok'],
  lookAlike: 'zero-window',
  texts,
  references: ['net/ipv4/tcp.c: tcp_get_info_chrono_stats', 'ss(8)', 'tcp(7): tcp_wmem'],

  evaluate(context, say) {
    const sockets = socketsOf(context).filter(({ protocol }) => protocol === 'tcp');
    if (!sockets.some(({ info }) => info?.has('cwnd')))
      return { verdict: 'unknown', summary: say('not-shown'), confirm: [ask] };
    const limited = limitsOf(context, sockets);
    const own = limited.filter(({ way }) => way === 'sndbuf');
    const first = own[0] ?? limited[0];
    if (!first) return { verdict: 'ok', summary: say('ok') };
    if (first.way === 'rwnd')
      return {
        verdict: 'ok',
        summary: say('peer', { n: limited.length, ...argsOf(first) }),
        evidence: limited.slice(0, 5).map((one) => evidenceOf(one, say)),
      };
    return {
      verdict: 'risk',
      certainty: 'likely',
      summary: say('risk', { n: own.length, ...argsOf(first) }),
      evidence: citeSetting(context.setting('net.ipv4.tcp_wmem')),
      instances: own.slice(0, 20).map((one) => instanceOf(context, one, say)),
      remedies: remediesOf(context, first, say),
      confirm: limited.length > own.length ? [say('peer-side')] : [],
    };
  },
});

const ask = { id: 'common/brings-it', args: { command: 'ss -tanpmoi' } };

/** Connections that were busy for ten seconds or more, and held back for half of it; the most busy first. */
function limitsOf(context: Context, sockets: readonly LocalSocket[]): Limited[] {
  const history = socketHistory(context);
  const earlier = history.length > 1 ? history[0] : undefined;
  const limited = sockets.flatMap((socket) =>
    (['sndbuf', 'rwnd'] as const).flatMap((way): Limited[] => {
      const [busy, held] = timesOf(socket, way);
      if (busy < 10_000) return [];
      const before = earlier?.get(socket.name);
      const [busyBefore, heldBefore] = before ? timesOf(before, way) : [busy, held];
      const window = busy > busyBefore ? (held - heldBefore) / (busy - busyBefore) : undefined;
      const share = held / busy;
      return (window ?? share) >= 0.5 ? [{ socket, way, busy: busy / 1000, share, window }] : [];
    }),
  );
  return limited.sort((a, b) => b.busy - a.busy);
}

/** 'busy:12345ms' and 'sndbuf_limited:1234ms(10.0%)', in milliseconds; what is 0 is not printed. */
function timesOf({ info }: LocalSocket, way: Limited['way']): [busy: number, held: number] {
  const milliseconds = (key: string) => Number(/^(\d{1,15})ms/.exec(info?.get(key) ?? '')?.[1] ?? 0);
  return [milliseconds('busy'), milliseconds(`${way}_limited`)];
}

function argsOf({ socket, share, busy, window }: Limited) {
  const { address, port } = socket.peer;
  const peer = `${address.includes(':') ? `[${address}]` : address}:${port ?? ''}`;
  return { socket: describeSocket(socket), peer, share, busy, window, size: socket.sndbuf };
}

function evidenceOf(one: Limited, say: Speak): Evidence {
  return cite(one.socket.line, say(one.way, argsOf(one)));
}

function instanceOf(context: Context, one: Limited, say: Speak): Instance {
  return {
    subject: describeSocket(one.socket),
    scope: { netns: context.netns, socket: one.socket.name },
    verdict: 'risk',
    severity: 'info',
    summary: say(one.way, argsOf(one)),
    evidence: [evidenceOf(one, say)],
  };
}

/** A buffer at its cap (tcp_wmem) may grow further; a smaller one that is full was set by the application. */
function remediesOf(context: Context, { socket }: Limited, say: Speak): Remedy[] {
  const verify = [inNamespace(context.netns, 'ss -tinmp')];
  const limits = numbersOf(context, 'net.ipv4.tcp_wmem');
  const [least, standard, most] = limits ?? [];
  if (socket.sndbuf === undefined || most === undefined) return [];
  if (socket.sndbuf < most) return [changeApplication(say('no-fixed-buffer'), verify)];
  const to = `${least} ${standard} ${most * 2}`;
  return changeSetting(context, { key: 'net.ipv4.tcp_wmem', to, sideEffects: say('memory'), verify });
}
