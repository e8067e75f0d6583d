import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';

export default defineCause({
  id: 'reset-by-closed-port',
  layer: 'tcp-listen',
  per: 'netns',
  needs: ['Tcp.OutRsts'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'listen-abort-on-overflow',
  texts: {
    title: 'Connections refused: nobody listens',
    why:
      'A SYN for a port on which no socket listens is answered with a reset: the client sees "connection refused" at ' +
      'once. The service is not started, listens on another address or port, or in another network namespace. Scanners ' +
      'provoke resets on every host of the Internet, and applications send some of their own when they close early.',
    problem:
      'this host sent {n} resets[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the segments that came in]]',
    suspect:
      'this host sent {n} resets since boot[[, {share:percent} of the segments that came in]]; which of them were refusals is not known',
    past: 'this host sent {n} resets since boot, none in the {flat:duration} between the captures',
    ok: 'this host sends few resets[[: {n}, {share:percent} of the segments that came in]]',
    look: 'See which port is asked for, and whether something listens there',
  },
  references: ['net/ipv4/tcp_ipv4.c: tcp_v4_send_reset', 'RFC 9293, section 3.5.2'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['Tcp.OutRsts'],
      seen: ['Tcp.InSegs'],
      within: true,
      atMost: 'low',
    });
    if (!told) return nothingPrinted('Tcp.OutRsts');
    const { movement } = told;
    const worthIt = movement.n >= 10n && (movement.share ?? 0) >= 0.01;
    if (!worthIt) {
      const verdict = told.verdict === 'past' ? 'past' : 'ok';
      return { ...told, verdict, severity: 'info', summary: say(verdict, movement.args) };
    }
    return {
      ...told,
      severity: told.verdict === 'problem' ? 'low' : 'info',
      certainty: 'possible',
      remedies: [
        {
          when: 'investigate',
          what: say('look'),
          commands: ['ss -ltnp', "tcpdump -nn -c 20 'tcp[tcpflags] & tcp-rst != 0'"].map((command) =>
            inNamespace(context.netns, command),
          ),
          verify: [inNamespace(context.netns, 'nstat -az TcpOutRsts')],
          undo: [],
          risk: 'none',
          who: 'admin',
        },
      ],
      consequenceOf: ['listen-abort-on-overflow', 'tcp-mem-pressure', 'orphan-limit'],
    };
  },
});
