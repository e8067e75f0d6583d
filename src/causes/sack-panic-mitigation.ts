import { numbersOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { describeSocket, socketsOf } from '../host/sockets.ts';
import type { Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { changeApplication, investigate } from './remedy.ts';

const texts = {
  title: 'Segments not split: send queue too large for its buffer',
  why:
    'Since the fix for CVE-2019-11478 ("SACK panic", 2019) the kernel refuses to split a segment when what the socket has ' +
    'queued is more than twice its send buffer. An attacker can provoke that with tiny segments and selective ' +
    'acknowledgements; an application provokes it with a very small SO_SNDBUF. What was lost then cannot be sent again in ' +
    'pieces, and the connection may stall.',
  problem:
    'the kernel refused {n} times to split a segment[[ in {seconds:duration}]][[ ({rate:rate})]]: connections may stall',
  suspect:
    'the kernel refused {n} times to split a segment since boot[[ ({rate:rate} on average)]]; when is unknown',
  past: 'the kernel refused {n} times to split a segment since boot, not in the {flat:duration} between the captures',
  ok: 'no segment was refused to be split',
  small: '{socket} has a send buffer of only {size:bytes}, with {n} bytes queued',
  'see-buffers':
    'See the send buffers (tb) and what is queued in them (w): small ones with much in them are concerned',
  enlarge:
    'Let the application not set SO_SNDBUF on TCP sockets (the kernel sizes them itself), or set 64 KiB and more',
  kernel:
    'Early versions of the fix (June 2019) refused too much: kernels and vendor updates from August 2019 on are more careful. Small segments from few addresses without a small buffer here are an attack.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'sack-panic-mitigation',
  layer: 'socket',
  per: 'socket',
  needs: ['TcpExt.TCPWqueueTooBig'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'retransmission-high',
  texts,
  references: ['net/ipv4/tcp_output.c: tcp_fragment', 'CVE-2019-11478'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.TCPWqueueTooBig'],
      atMost: 'medium',
      perConnection: true,
    });
    if (!told) return nothingPrinted('TcpExt.TCPWqueueTooBig');
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    const verify = ['nstat -az TcpExtTCPWqueueTooBig', 'ss -tnmp'].map((command) =>
      inNamespace(context.netns, command),
    );
    return {
      ...told,
      instances: smallBuffers(context).map((socket) => instanceOf(context, socket, told, say)),
      remedies: [
        investigate(say('see-buffers'), verify.slice(1), 'application-owner', verify),
        changeApplication(say('enlarge'), verify),
      ],
      confirm: [say('kernel')],
    };
  },
});

/** Smaller than what a socket begins with, and with something queued; the fullest first. */
function smallBuffers(context: Context): LocalSocket[] {
  const [, standard = 16384] = numbersOf(context, 'net.ipv4.tcp_wmem') ?? [];
  return socketsOf(context)
    .filter(({ protocol, state }) => protocol === 'tcp' && state !== 'LISTEN')
    .filter(({ sndbuf = standard, sendQ = 0 }) => sndbuf < standard && sendQ > 0)
    .sort((a, b) => (b.sendQ ?? 0) - (a.sendQ ?? 0))
    .slice(0, 20);
}

function instanceOf(
  context: Context,
  socket: LocalSocket,
  { verdict, severity }: Pick<Instance, 'verdict' | 'severity'>,
  say: Speak,
): Instance {
  const subject = describeSocket(socket);
  const summary = say('small', { socket: subject, size: socket.sndbuf, n: socket.sendQ });
  const scope = { netns: context.netns, socket: socket.name };
  return { subject, scope, verdict, severity, summary, evidence: [cite(socket.line, summary)] };
}
