import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';

export default defineCause({
  id: 'defer-accept-drop',
  layer: 'tcp-listen',
  per: 'netns',
  needs: ['TcpExt.TCPDeferAcceptDrop'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'accept-queue-overflow',
  texts: {
    title: 'TCP_DEFER_ACCEPT ignores a bare ACK',
    why:
      'A listener with TCP_DEFER_ACCEPT (nginx "deferred", Apache AcceptFilter) wants a connection only when its first ' +
      'data arrives. The final ACK of the handshake, which carries none, is ignored on purpose and counted here. A ' +
      'client that waits for the server to speak first (SMTP, SSH, MySQL), or a health check that only connects, then ' +
      'sees a connection that the application never gets.',
    problem:
      '{n} final ACKs without data were ignored[[ in {seconds:duration}]][[ ({rate:rate})]]: their connections wait for data',
    suspect:
      '{n} final ACKs without data were ignored since boot[[ ({rate:rate} on average)]]; when is unknown',
    past: '{n} final ACKs without data were ignored since boot, none in the {flat:duration} between the captures',
    ok: 'no connection waited for its first data',
    option:
      'Take the option off listeners whose protocol lets the server speak first, and let health checks send a request',
    normal: 'For protocols in which the client speaks first, this is normal and costs nothing.',
  },
  references: ['net/ipv4/tcp_minisocks.c: tcp_check_req', 'tcp(7)'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, { bad: ['TcpExt.TCPDeferAcceptDrop'], atMost: 'low' });
    if (!told) return nothingPrinted('TcpExt.TCPDeferAcceptDrop');
    if (told.verdict === 'ok') return told;
    return {
      ...told,
      severity: told.verdict === 'problem' ? 'low' : 'info',
      remedies: [
        {
          when: 'persist',
          what: say('option'),
          commands: [],
          verify: [inNamespace(context.netns, 'nstat -az TcpExtTCPDeferAcceptDrop')],
          undo: [],
          risk: 'restart',
          who: 'application-owner',
        },
      ],
      confirm: [say('normal')],
    };
  },
});
