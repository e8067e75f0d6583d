import { cite, defineCause } from './cause.ts';
import { amountOf, gradeLoss, rateOf, shareOf, verdictOf } from './grade.ts';

export default defineCause({
  id: 'accept-queue-overflow',
  layer: 'tcp-listen',
  per: 'listener',
  needs: ['TcpExt.ListenOverflows'],
  verdicts: ['problem', 'suspect', 'past', 'ok', 'unknown'],
  lookAlike: 'listen-drops-unexplained',
  texts: {
    title: 'Accept queue overflow',
    why:
      'A connection whose handshake is complete waits in the accept queue of its listening socket until the ' +
      'application calls accept(). When the application accepts too slowly the queue fills, and the kernel drops ' +
      'further SYNs and final ACKs without a reply: clients retransmit, then time out.',
    'none-since-boot': 'no accept queue overflowed since boot',
    'rose-by': 'ListenOverflows rose by {n}[[ ({rate:rate})]][[; {share:percent} of new connections]]',
  },
  references: ['https://docs.kernel.org/networking/snmp_counter.html'],

  evaluate({ counter }, say) {
    const overflows = counter('TcpExt.ListenOverflows');
    if (!overflows) return { verdict: 'unknown', summary: say('none-since-boot') };
    const verdict = verdictOf(overflows);
    if (verdict === 'ok')
      return {
        verdict,
        summary: say('none-since-boot'),
        evidence: [cite(overflows.latest.line, say('none-since-boot'))],
      };
    const n = amountOf(overflows);
    const rate = rateOf(overflows);
    const share = shareOf(n, undefined);
    const summary = say('rose-by', { n, rate, share });
    return {
      verdict,
      severity: gradeLoss(n, share, rate, true),
      summary,
      evidence: [cite(overflows.latest.line, summary)],
    };
  },
});
