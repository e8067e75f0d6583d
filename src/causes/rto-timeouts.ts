import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { capped, nothingPrinted } from './counted.ts';
import { citeCounter, claim, concludeLoss, movementOf } from './grade.ts';
import { mayBeInvalid, mostWaitHere } from './retransmission.ts';

export default defineCause({
  id: 'rto-timeouts',
  layer: 'tcp',
  per: 'netns',
  needs: ['TcpExt.TCPTimeouts'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'retransmission-high',
  texts: {
    title: 'TCP waits for its retransmission timer',
    why:
      'When neither an acknowledgement nor a later segment tells TCP what was lost, it can only wait: 200 ms at least, ' +
      'and twice as long each time. That happens when a whole flight is lost (the path is dead), when the last segment ' +
      'of an answer is lost, or when large packets never get through while small ones do.',
    problem:
      'the retransmission timer fired {n} times[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the segments sent]]',
    suspect:
      'the retransmission timer fired {n} times since boot[[, {share:percent} of the segments sent]]; when is unknown',
    past: 'the retransmission timer fired {n} times since boot, not once in the {flat:duration} between the captures',
    ok: 'the retransmission timer fires seldom[[: {n} times, {share:percent} of the segments sent]]',
    aborted: 'connections were given up after all retries',
    stuck: 'See which connections wait, and with which backoff',
  },
  references: ['net/ipv4/tcp_timer.c: tcp_retransmit_timer', 'RFC 6298'],

  evaluate(context, say) {
    const timeouts = context.counter('TcpExt.TCPTimeouts');
    if (!timeouts) return nothingPrinted('TcpExt.TCPTimeouts');
    const movement = movementOf([timeouts], { seen: [context.counter('Tcp.OutSegs')], within: true });
    const told = concludeLoss(movement, say);
    const given = context.counter('TcpExt.TCPAbortOnTimeout');
    const aborted = given && given.increase > 0n ? given : undefined;
    if (movement.n < 10n || (movement.share ?? 1) < 0.005) {
      const verdict = told.verdict === 'past' ? 'past' : 'ok';
      if (!aborted) return { ...told, verdict, severity: 'info', summary: say(verdict, movement.args) };
    }
    return {
      ...told,
      severity: capped(movement.severity, told.verdict === 'problem' ? 'medium' : 'low'),
      certainty: 'likely',
      evidence: [
        ...told.evidence,
        ...(aborted ? [{ ...citeCounter(aborted), meaning: say('aborted') }] : []),
      ],
      claims: [...told.claims, ...(aborted ? [claim(aborted)] : [])],
      remedies: [
        {
          when: 'investigate',
          what: say('stuck'),
          commands: [inNamespace(context.netns, "ss -tinpo | grep -B1 'backoff:'")],
          verify: [inNamespace(context.netns, 'nstat -az TcpExtTCPTimeouts TcpExtTCPAbortOnTimeout')],
          undo: [],
          risk: 'none',
          who: 'admin',
        },
      ],
      consequenceOf: [
        'pmtu-blackhole',
        'accept-queue-overflow',
        'syn-backlog-overflow',
        'firewall-drop-rule',
        'firewall-policy-drop',
        'conntrack-table-full',
        'conntrack-insert-failed',
        'rp-filter-drop',
        'link-flap',
        'neighbour-unresolved',
        'no-route',
        'retransmission-high',
        'zero-window',
        'defer-accept-drop',
        'tcp-checksum',
        'syn-retrans-high',
        ...(mayBeInvalid(context, movement) ? ['conntrack-invalid'] : []),
        ...(mostWaitHere(context) ? ['host-queue-stall'] : []),
      ],
    };
  },
});
