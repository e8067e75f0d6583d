import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { describeSocket, socketsOf } from '../host/sockets.ts';
import type { Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeSetting } from './grade.ts';

const texts = {
  title: 'Socket buffer capped or fixed small',
  why:
    'An application may set the size of its socket buffers (SO_RCVBUF, SO_SNDBUF). The kernel doubles the value, for its ' +
    'own bookkeeping, and cuts it silently at net.core.rmem_max or wmem_max before. Whoever asks for 20 MiB gets the ' +
    'cap and no error. On TCP a buffer set by hand also switches the automatic sizing off, so mostly it is best not to set it.',
  risk: '{n} sockets have buffers at the cap, first {socket}: what they asked for was cut',
  'with-drops':
    '{socket} has its receive buffer at the cap of net.core.rmem_max, and dropped {dropped} packets',
  receive: 'receive buffer {size:bytes} = 2 x net.core.rmem_max: asked for as much or more',
  send: 'send buffer {size:bytes} = 2 x net.core.wmem_max: asked for as much or more',
  ok: 'no socket has a buffer at the cap',
  'not-shown':
    'the buffer sizes of the sockets (ss -m), or net.core.rmem_max and wmem_max, were not collected',
  restart: 'Then restart the application: open sockets keep their buffers. Larger buffers take memory.',
  'on-tcp': 'On TCP: let the application not set the buffer at all, and tcp_rmem and tcp_wmem decide.',
};
type Speak = Say<typeof texts>;

interface Capped {
  socket: LocalSocket;
  way: 'receive' | 'send';
  size: number;
}

export default defineCause({
  id: 'so-buf-capped',
  layer: 'socket',
  per: 'socket',
  needs: ['sockets', 'sysctl'],
  verdicts: ['risk', 'ok'],
  lookAlike: 'udp-rcvbuf-full',
  texts,
  references: ['net/core/sock.c: __sock_set_rcvbuf, sock_setsockopt', 'socket(7)'],

  evaluate(context, say) {
    const [rmem, wmem] = [numberOf(context, 'net.core.rmem_max'), numberOf(context, 'net.core.wmem_max')];
    const sockets = socketsOf(context);
    if (!sockets.some(({ rcvbuf }) => rcvbuf !== undefined) || (rmem === undefined && wmem === undefined)) {
      return { verdict: 'unknown', summary: say('not-shown') };
    }
    const capped = sockets.flatMap((socket): Capped[] => [
      ...(rmem !== undefined && socket.rcvbuf === 2 * rmem
        ? [{ socket, way: 'receive' as const, size: socket.rcvbuf }]
        : []),
      ...(wmem !== undefined && socket.sndbuf === 2 * wmem
        ? [{ socket, way: 'send' as const, size: socket.sndbuf }]
        : []),
    ]);
    const losing = capped.find(({ socket, way }) => way === 'receive' && (socket.drops ?? 0n) > 0n);
    const first = losing ?? capped[0];
    const evidence = [
      ...citeSetting(context.setting('net.core.rmem_max')),
      ...citeSetting(context.setting('net.core.wmem_max')),
    ];
    if (!first) return { verdict: 'ok', summary: say('ok'), evidence };
    const { socket } = first;
    const raise = (key: string, value: number | undefined) =>
      value === undefined
        ? []
        : changeSetting(context, {
            key,
            to: Math.max(26214400, 2 * value),
            sideEffects: say('restart'),
            risk: 'restart',
            verify: [inNamespace(context.netns, 'ss -nmp')],
          });
    return {
      verdict: 'risk',
      severity: losing ? 'medium' : 'info',
      summary: losing
        ? say('with-drops', { socket: describeSocket(socket), dropped: socket.drops })
        : say('risk', { n: capped.length, socket: describeSocket(socket) }),
      evidence,
      instances: capped.slice(0, 20).map((one) => instanceOf(one, context, say)),
      remedies: first.way === 'receive' ? raise('net.core.rmem_max', rmem) : raise('net.core.wmem_max', wmem),
      confirm: [say('on-tcp')],
    };
  },
});

function instanceOf({ socket, way, size }: Capped, context: Context, say: Speak): Instance {
  const summary = say(way, { size });
  return {
    subject: describeSocket(socket),
    scope: { netns: context.netns, socket: socket.name },
    verdict: 'risk',
    severity: 'info',
    summary,
    evidence: [cite(socket.line, summary)],
  };
}
