import { inNamespace } from '../host/shell.ts';
import { earlierServices } from '../host/sockets.ts';
import { ownResets, resets } from './aborts.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted, togetherIn } from './counted.ts';
import { citeCounter, shareOf } from './grade.ts';

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
      'this host sent {n} resets to segments that fit no socket[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the segments that came in]]',
    suspect:
      'this host sent {n} resets since boot to segments that fit no socket[[, {share:percent} of the segments that came in]]; which of them were refusals is not known',
    past: 'this host sent {n} resets since boot to segments that fit no socket, none in the {flat:duration} between the captures',
    ok: 'this host sends few resets to segments that fit no socket[[: {n}, {share:percent} of the segments that came in]]',
    own: 'not among those: resets with which connections of this host were closed',
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
    const own = togetherIn(context, movement, ownResets);
    const n = movement.n > own.n ? movement.n - own.n : 0n;
    const share = shareOf(n, togetherIn(context, movement, ['Tcp.InSegs']).n) ?? 0;
    const rate = movement.rate === undefined ? undefined : movement.rate * (shareOf(n, movement.n) ?? 0);
    const args = { ...movement.args, n, share, rate };
    if (n < 10n || share < 0.01) {
      const verdict = told.verdict === 'past' ? 'past' : 'ok';
      return { ...told, verdict, severity: 'info', summary: say(verdict, args) };
    }
    const { gone } = earlierServices(context);
    const onlyUdp = gone.length > 0 && gone.every(({ protocol }) => protocol === 'udp');
    return {
      ...told,
      severity: told.verdict === 'problem' ? 'low' : 'info',
      certainty: 'possible',
      summary: say(told.verdict, args),
      evidence: [
        ...told.evidence,
        ...own.deltas.map((delta) => ({ ...citeCounter(delta), meaning: say('own') })),
      ],
      remedies: [
        {
          when: 'investigate',
          what: say('look'),
          commands: ['ss -ltnp', `tcpdump -nn -c 20 ${resets}`].map((command) =>
            inNamespace(context.netns, command),
          ),
          verify: [inNamespace(context.netns, 'nstat -az TcpOutRsts')],
          undo: [],
          risk: 'none',
          who: 'admin',
        },
      ],
      // What was on its way to an aborted connection is answered with one reset per segment.
      consequenceOf: [
        ...(onlyUdp ? [] : ['service-not-running']),
        'listen-wrong-address',
        'listen-abort-on-overflow',
        'tcp-mem-pressure',
        'orphan-limit',
        ...(own.n >= n ? ['abort-on-data-close'] : []),
      ],
    };
  },
});
