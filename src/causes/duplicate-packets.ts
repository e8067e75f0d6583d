import { inNamespace } from '../host/shell.ts';
import type { Delta } from '../model.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { amountOf, citeCounter, claim } from './grade.ts';

export default defineCause({
  id: 'duplicate-packets',
  layer: 'wire',
  per: 'netns',
  needs: ['TcpExt.TCPDSACKOldSent'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'spurious-retransmits',
  texts: {
    title: 'Packets arrive twice',
    why:
      'The path delivers packets a second time: a bridge loop, a mirrored port, a bond whose switch does not know of it. ' +
      'TCP tells the sender (DSACK) and goes on, so the harm is wasted bandwidth; UDP applications see every datagram ' +
      'twice. The same counters rise when the sender retransmits what had arrived already: then it counts the DSACKs as ' +
      'spurious retransmissions at its end.',
    problem:
      '{n} TCP segments arrived a second time[[ in {seconds:duration}]][[, {share:percent} of the segments]]',
    suspect:
      '{n} TCP segments arrived a second time since boot[[, {share:percent} of the segments]]; when is unknown',
    past: '{n} TCP segments arrived a second time since boot, none in the {flat:duration} between the captures',
    ok: 'few segments arrive a second time[[: {n}, {share:percent} of the segments]]',
    'late-ack': 'as many had been acknowledged before: not the loss of an ACK that was still held back',
    capture: 'Capture at both ends: the same IP id twice here and once there is a copy made on the path',
  },
  references: ['net/ipv4/tcp_input.c: tcp_send_dupack', 'RFC 2883'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.TCPDSACKOldSent'],
      seen: ['Tcp.InSegs'],
      within: true,
    });
    if (!told) return nothingPrinted('TcpExt.TCPDSACKOldSent');
    const { movement, verdict } = told;
    const share = movement.share ?? 0;
    if (verdict === 'past') return told;
    if (movement.n < 10n || share < 0.005)
      return { ...told, verdict: 'ok', severity: 'info', summary: say('ok', movement.args) };
    const lost = context.counters('TcpExt.DelayedACKLost');
    const isAlike = (a: Delta, b: Delta) => a.since === b.since && amountOf(a) === amountOf(b);
    const alike = lost.filter((delta) => movement.deltas.some((old) => isAlike(old, delta)));
    return {
      ...told,
      severity: verdict === 'problem' && share >= 0.02 ? 'medium' : 'low',
      certainty: alike.length > 0 ? 'likely' : 'possible',
      evidence: [
        ...told.evidence,
        ...alike.map((delta) => ({ ...citeCounter(delta), meaning: say('late-ack') })),
      ],
      claims: [...told.claims, ...lost.map(claim)],
      remedies: [
        {
          when: 'investigate',
          what: say('capture'),
          commands: [inNamespace(context.netns, 'tcpdump -nnv -c 200 tcp')],
          verify: [inNamespace(context.netns, 'nstat -az TcpExtTCPDSACKOldSent TcpExtDelayedACKLost')],
          undo: [],
          risk: 'none',
          who: 'network',
        },
      ],
      consequenceOf: ['tcp-mem-pressure', 'rcvbuf-prune', 'zero-window', 'reordering', 'ack-loss-delayedack'],
    };
  },
});
