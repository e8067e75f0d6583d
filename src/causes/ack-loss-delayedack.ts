import { inNamespace } from '../host/shell.ts';
import type { Context } from './cause.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import type { Movement } from './grade.ts';
import { amountOf, citeCounter, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'ack-loss-delayedack',
  layer: 'tcp',
  per: 'netns',
  needs: ['TcpExt.DelayedACKLost'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'duplicate-packets',
  texts: {
    title: 'Acknowledgements are lost on the way back',
    why:
      'Data that had been received and acknowledged already arrived once more (DelayedACKLost; netstat -s calls it "Quick ' +
      'ack mode was activated"). The peer sent it again because the acknowledgement of this host did not reach it in time. ' +
      'Nothing of the data is missing, but the peer waits and slows down. When what this host sends is lost as well, it ' +
      'is the way back that loses; without such a sign the path may simply copy packets, or the peer is too hasty.',
    problem:
      '{n} segments came again although they had been acknowledged[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the segments]]',
    suspect:
      '{n} segments came again since boot although they had been acknowledged[[, {share:percent} of the segments]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{n} segments came again since boot although they had been acknowledged, none in the {flat:duration} between the captures',
    ok: 'no segment came again that had been acknowledged',
    few: 'few segments come again that had been acknowledged[[: {n}, {share:percent} of the segments]]',
    copies:
      '{n} segments came again that had been acknowledged[[, {share:percent} of the segments]], but nothing tells that acknowledgements are lost: copies made on the path, or hasty peers',
    'way-back': 'what this host sends is lost as well: {share:percent} of its segments had to be sent again',
    silent:
      'this host reported no duplicates to its peers (DSACK is off), so they cannot tell a lost segment from a lost acknowledgement',
    'both-ends':
      'Capture at both ends at once: acknowledgements that leave here and do not arrive there are lost on the way back, often another way than the way in',
  },
  references: ['net/ipv4/tcp_input.c: tcp_send_dupack, tcp_data_queue', 'RFC 2883'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.DelayedACKLost'],
      seen: ['Tcp.InSegs'],
      within: true,
    });
    if (!told) return nothingPrinted('TcpExt.DelayedACKLost');
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    const { movement, ...found } = told;
    const { n, share = 0, args } = movement;
    const lossy = share >= 0.001 ? wayBack(context, movement) : undefined;
    const silent = share >= 0.005 && !lossy && isSilent(context, movement);
    if (n < 10n || (!lossy && !silent)) {
      const summary = say(n >= 10n && share >= 0.001 ? 'copies' : 'few', args);
      return { ...found, verdict: 'ok', severity: 'info', summary };
    }
    const proof = lossy?.deltas.map((delta) => ({
      ...citeCounter(delta),
      meaning: say('way-back', lossy.args),
    }));
    return {
      ...found,
      severity: lossy && movement.verdict === 'problem' ? 'medium' : 'low',
      certainty: lossy ? 'likely' : 'possible',
      evidence: [...found.evidence, ...(proof ?? [])],
      remedies: [
        investigate(say('both-ends'), [inNamespace(context.netns, 'tcpdump -nn -c 500 tcp')], 'network', [
          inNamespace(context.netns, 'nstat -az TcpExtDelayedACKLost TcpRetransSegs'),
        ]),
      ],
      confirm: silent ? [say('silent')] : [],
      consequenceOf: [
        'link-flap',
        'tx-errors-carrier',
        'tx-queue-stopped',
        'qdisc-drops',
        'duplex-mismatch',
        'instance-bandwidth-pps-limit',
        'retransmission-high',
      ],
    };
  },
});

/** One in a hundred of its own segments is lost in the same time, and peers do not say that they had them already. */
function wayBack(context: Context, { verdict }: Movement): Movement | undefined {
  const again = movementOf([context.counter('Tcp.RetransSegs')], {
    seen: [context.counter('Tcp.OutSegs')],
    within: true,
  });
  if (again?.verdict !== verdict || again.n < 10n || (again.share ?? 0) < 0.01) return undefined;
  const needless = context.counter('TcpExt.TCPDSACKRecv');
  return needless && amountOf(needless) * 2n >= again.n ? undefined : again;
}

/** Where duplicates are reported to the peers (DSACK), the causes of duplicates tell more than this one. */
function isSilent(context: Context, { n }: Movement): boolean {
  const reported = context.counter('TcpExt.TCPDSACKOldSent');
  return reported !== undefined && amountOf(reported) * 10n < n;
}
