import { changeSetting, threeNumbersOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { describeSocket, socketsOf } from '../host/sockets.ts';
import type { Evidence } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';

const texts = {
  title: 'Segments dropped from the backlog of a locked socket',
  why:
    'While the application is inside a system call on a TCP connection, the socket is locked, and segments that arrive ' +
    'meanwhile wait in its backlog. The backlog may hold about as much as receive and send buffer together; what comes ' +
    'beyond is dropped, and the peer has to send it again. Small fixed buffers, or a CPU that is kept from finishing ' +
    'the call, make it overflow. This queue has nothing to do with listening or with SYNs.',
  problem:
    '{n} received segments dropped because the backlog of a locked socket was full[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]]',
  suspect:
    '{n} received segments dropped since boot because the backlog of a locked socket was full[[ ({rate:rate} on average)]][[, {share:percent} of all]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} received segments dropped since boot because the backlog of a locked socket was full, none in the {flat:duration} between the captures',
  ok: 'no segment was dropped from the backlog of a locked socket',
  waiting: '{socket}: {n:bytes} in the backlog now, receive buffer {limit:bytes}',
  'no-fixed-buffer':
    'Let the application not set SO_RCVBUF on TCP sockets: the kernel sizes the buffer by itself, up to tcp_rmem',
  'more-memory': 'Each connection may then take that much memory; tcp_mem limits the sum.',
  'not-softnet': 'Another backlog than softnet_stat (per CPU, before IP) and than listen() (connections).',
};

export default defineCause({
  id: 'tcp-socket-backlog-drop',
  layer: 'tcp',
  per: 'netns',
  needs: ['TcpExt.TCPBacklogDrop'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'netdev-backlog-overflow',
  texts,
  references: ['net/ipv4/tcp_ipv4.c: tcp_add_backlog', 'tcp(7)'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.TCPBacklogDrop'],
      seen: ['Tcp.InSegs'],
      within: true,
    });
    if (!told) return nothingPrinted('TcpExt.TCPBacklogDrop');
    if (told.verdict === 'ok') return told;
    const verify = [inNamespace(context.netns, 'nstat -az TcpExtTCPBacklogDrop')];
    const rmem = threeNumbersOf(context, 'net.ipv4.tcp_rmem');
    return {
      ...told,
      evidence: [...told.evidence, ...waiting(context, say)],
      remedies: [
        {
          when: 'investigate',
          what: say('no-fixed-buffer'),
          commands: [inNamespace(context.netns, 'ss -tnmp')],
          verify,
          undo: [],
          risk: 'restart',
          who: 'application-owner',
        },
        ...(rmem
          ? changeSetting(context, {
              key: 'net.ipv4.tcp_rmem',
              to: `${rmem[0]} ${rmem[1]} ${Math.max(16777216, rmem[2] * 2)}`,
              sideEffects: say('more-memory'),
              verify,
            })
          : []),
      ],
      ruledOut: [say('not-softnet')],
      consequenceOf: ['soft-lockup', 'steal-time', 'cgroup-cpu-throttle'],
    };
  },
});

function waiting(context: Context, say: Say<typeof texts>): Evidence[] {
  return socketsOf(context).flatMap((socket) =>
    socket.protocol === 'tcp' && (socket.backlog ?? 0) > 0
      ? [
          cite(
            socket.line,
            say('waiting', { socket: describeSocket(socket), n: socket.backlog, limit: socket.rcvbuf ?? 0 }),
          ),
        ]
      : [],
  );
}
