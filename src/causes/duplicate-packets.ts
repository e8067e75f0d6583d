import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import { citeCounter, claim, concludeLoss, movementOf } from './grade.ts';

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
    const old = context.counter('TcpExt.TCPDSACKOldSent');
    const movement = movementOf([old], { seen: [context.counter('Tcp.InSegs')], within: true });
    if (!movement || !old) return nothingPrinted('TcpExt.TCPDSACKOldSent');
    const told = concludeLoss(movement, say);
    const share = movement.share ?? 0;
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    if (movement.n < 10n || share < 0.005)
      return { ...told, verdict: 'ok', severity: 'info', summary: say('ok', movement.args) };
    const lost = context.counter('TcpExt.DelayedACKLost');
    const alike = lost !== undefined && lost.since === old.since && lost.increase === old.increase;
    return {
      ...told,
      severity: told.verdict === 'problem' && share >= 0.02 ? 'medium' : 'low',
      certainty: alike ? 'likely' : 'possible',
      evidence: [
        ...told.evidence,
        ...(lost && alike ? [{ ...citeCounter(lost), meaning: say('late-ack') }] : []),
      ],
      claims: [...told.claims, ...(lost ? [claim(lost)] : [])],
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
