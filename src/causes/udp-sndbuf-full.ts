import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { describeSocket, socketsOf } from '../host/sockets.ts';
import type { Evidence } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'UDP send buffer full',
  why:
    'A datagram that the application sends is charged to the send buffer of its socket until the card has sent it. When ' +
    'the buffer is full, a blocking send waits, and a non-blocking one fails and is counted here. The same counter rises ' +
    'when the queue of the interface or the driver below refuses the datagram, so look there first.',
  problem:
    '{n} datagrams not sent for want of buffer or queue space[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of those sent]]',
  suspect:
    '{n} datagrams not sent since boot for want of buffer or queue space[[ ({rate:rate} on average)]][[, {share:percent} of those sent]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} datagrams not sent since boot for want of buffer or queue space, none in the {flat:duration} between the captures',
  ok: 'no datagram failed to be sent for want of buffer space',
  nearly: 'the send buffer of {socket} is nearly full: {used:bytes} of {limit:bytes}',
  'below-first':
    'Look below the socket first: drops in tc -s qdisc, a driver queue that is stopped, or a neighbour that does not answer fill the buffer',
  'only-new':
    'Concerns sockets opened from now on: restart the application. More in the buffer means more delay.',
};

export default defineCause({
  id: 'udp-sndbuf-full',
  layer: 'udp',
  per: 'socket',
  needs: [['Udp.SndbufErrors', 'Udp6.SndbufErrors']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'qdisc-drops',
  texts,
  references: ['net/ipv4/udp.c: udp_send_skb', 'socket(7)'],

  evaluate(context, say) {
    const bad = ['Udp.SndbufErrors', 'Udp6.SndbufErrors'] as const;
    const told = concludeCounted(context, say, { bad, seen: ['Udp.OutDatagrams', 'Udp6.OutDatagrams'] });
    if (!told) return nothingPrinted('Udp.SndbufErrors');
    if (told.verdict === 'ok') return told;
    const verify = [inNamespace(context.netns, 'nstat -az UdpSndbufErrors')];
    const look = ['tc -s qdisc show', 'ss -nump'].map((command) => inNamespace(context.netns, command));
    const [now, max] = [numberOf(context, 'net.core.wmem_default'), numberOf(context, 'net.core.wmem_max')];
    const raise = (key: string, value: number | undefined) =>
      value === undefined
        ? []
        : changeSetting(context, {
            key,
            to: Math.max(1048576, 2 * value),
            sideEffects: say('only-new'),
            risk: 'restart',
            verify,
          });
    return {
      ...told,
      evidence: [...told.evidence, ...nearlyFull(context, say)],
      remedies: [
        investigate(say('below-first'), look),
        ...raise('net.core.wmem_max', max),
        ...raise('net.core.wmem_default', now),
      ],
      consequenceOf: [
        'device-down',
        'qdisc-burst',
        'qdisc-drops',
        'tc-shaping',
        'tx-queue-stopped',
        'neighbour-unresolved',
        'neighbour-table-overflow',
      ],
    };
  },
});

function nearlyFull(context: Context, say: Say<typeof texts>): Evidence[] {
  return socketsOf(context).flatMap((socket) => {
    const { protocol, sndbuf = Infinity, wmem = 0 } = socket;
    const args = { socket: describeSocket(socket), used: wmem, limit: sndbuf };
    return protocol === 'udp' && wmem >= sndbuf * 0.9 ? [cite(socket.line, say('nearly', args))] : [];
  });
}
