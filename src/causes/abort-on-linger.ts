import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { changeApplication } from './remedy.ts';

export default defineCause({
  id: 'abort-on-linger',
  layer: 'application',
  per: 'netns',
  needs: ['TcpExt.TCPAbortOnLinger'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'abort-on-data-close',
  texts: {
    title: 'Programs do not wait for the end of the peer',
    why:
      'After a program has sent its FIN and got the ACK, the connection waits in FIN_WAIT2 for the FIN of the peer: 60 ' +
      'seconds by default (tcp_fin_timeout). A program that sets the socket option TCP_LINGER2 to a negative number does ' +
      'not want to wait: its close() ends the connection with a reset at once. The peer sees "connection reset by peer" ' +
      'when it still had something to send. The option is rare, and set on purpose; no network is at fault.',
    problem:
      '{n} connections were reset in FIN_WAIT2 because their program set TCP_LINGER2 below zero[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of those opened]]',
    suspect:
      '{n} connections were reset in FIN_WAIT2 since boot because their program set TCP_LINGER2 below zero[[, {share:percent} of those opened]]; when is unknown',
    past: '{n} connections were reset in FIN_WAIT2 since boot because their program set TCP_LINGER2 below zero, none in the {flat:duration} between the captures',
    ok: 'no connection was reset for TCP_LINGER2',
    option:
      'Let the program wait for the peer: take TCP_LINGER2 out, or set it to some seconds; where FIN_WAIT2 sockets are too many, a smaller net.ipv4.tcp_fin_timeout is gentler',
    other: 'SO_LINGER with zero seconds is another option, counted as TCPAbortOnData.',
  },
  references: ['net/ipv4/tcp.c: tcp_close', 'tcp(7): TCP_LINGER2'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.TCPAbortOnLinger'],
      seen: ['Tcp.ActiveOpens', 'Tcp.PassiveOpens'],
      within: true,
      atMost: 'low',
      few: 10n,
    });
    if (!told) return nothingPrinted('TcpExt.TCPAbortOnLinger');
    if (told.verdict === 'ok') return told;
    const verify = [inNamespace(context.netns, 'nstat -az TcpExtTCPAbortOnLinger')];
    return {
      ...told,
      remedies: [changeApplication(say('option'), verify)],
      confirm: [say('other')],
    };
  },
});
