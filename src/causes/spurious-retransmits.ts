import { inNamespace } from '../host/shell.ts';
import { leadersIn } from '../host/tcp-info.ts';
import type { Delta } from '../model.ts';
import type { Context } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, meanwhile } from './grade.ts';
import { needlessOf } from './needless.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'spurious-retransmits',
  layer: 'tcp',
  per: 'netns',
  needs: ['Tcp.RetransSegs', 'Tcp.OutSegs', ['TcpExt.TCPDSACKRecvSegs', 'TcpExt.TCPDSACKRecv']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'retransmission-high',
  texts: {
    title: 'Segments are sent again that had arrived',
    why:
      'TCP sent segments again, but the peers answered that they had them already (DSACK). Those were not lost: they, or ' +
      'their acknowledgements, came later than TCP expected. Packets overtake each other on several paths at once, or a ' +
      'link, a queue or a virtual machine held them back for a moment. Nothing is missing; but each false alarm slows the ' +
      'transfer down, and the number of retransmissions looks like a loss that is not there.',
    problem:
      '{n} of {all} retransmissions were needless ({share:percent})[[ in {seconds:duration}]]: the peers had those segments already; {of:percent} of the segments were sent again',
    suspect:
      '{n} of {all} retransmissions since boot were needless ({share:percent}): the peers had those segments already; {of:percent} of the segments were sent again; when is unknown',
    past: '{n} of {all} retransmissions since boot were needless ({share:percent}), but none happened in the {flat:duration} between the captures',
    ok: '{n} of {all} retransmissions were needless[[ ({share:percent})]]; {of:percent} of the segments were sent again',
    none: 'no segment was sent again',
    repeated: 'all retransmissions of the same time',
    undone: 'so often the retransmission timer had fired too early',
    peer: '{peer} got {n} segments of this connection twice',
    delay:
      'The timer fired too early: look for what holds packets back for 200 ms and more (a full queue on the way, a stalled virtual machine, a sleeping radio). Where that cannot be helped, a route with a longer rto_min makes TCP wait.',
    order:
      'See which connections are concerned. One path: look for links there that are used in turn packet by packet, or for a policer that delays; all of them: for the bond or the queues of this host',
    probes:
      'Tail loss probes are retransmissions, too: a peer that delays its ACKs makes some of them needless.',
  },
  references: ['net/ipv4/tcp_input.c: tcp_check_dsack, tcp_try_undo_loss', 'RFC 2883', 'RFC 5682'],

  evaluate(context, say) {
    const needless = needlessOf(context);
    if (!needless) return nothingPrinted('TcpExt.TCPDSACKRecv');
    const { movement, reported, n, share, mostly, severity } = needless;
    const args = { ...movement.args, n, all: movement.n, share, of: movement.share };
    const evidence = [
      ...reported.map(citeCounter),
      ...movement.deltas.map((delta) => ({ ...citeCounter(delta), meaning: say('repeated') })),
    ];
    if (movement.n === 0n) return { verdict: 'ok', summary: say('none'), evidence };
    if (!mostly) return { verdict: 'ok', summary: say('ok', args), evidence };
    if (movement.verdict === 'past') return { verdict: 'past', summary: say('past', args), evidence };
    const early = tooEarly(context, movement);
    const verify = [inNamespace(context.netns, 'nstat -az TcpRetransSegs TcpExtTCPDSACKRecv')];
    return {
      verdict: movement.verdict,
      severity,
      certainty: 'likely',
      summary: say(movement.verdict, args),
      evidence: [
        ...evidence,
        ...(early ? [{ ...citeCounter(early), meaning: say('undone') }] : []),
        ...leadersIn(context, 'dsack_dups').map(({ line, ...about }) => cite(line, say('peer', about))),
      ],
      claims: reported.map(claim),
      remedies: [
        investigate(
          say(early ? 'delay' : 'order'),
          [inNamespace(context.netns, "ss -tinp | grep -B1 'dsack_dups:'")],
          'network',
          verify,
        ),
      ],
      confirm: [say('probes')],
      consequenceOf: early ? ['reordering', 'soft-lockup'] : ['reordering'],
    };
  },
});

/**
 * Time-outs that TCP took back are at least half of all: with timestamps it counts them as TCPLossUndo, and as
 * TCPSpuriousRTOs in addition where F-RTO found out.
 */
function tooEarly(context: Context, movement: Movement): Delta | undefined {
  const undone = context.counter('TcpExt.TCPLossUndo');
  const fired = meanwhile(movement, context.counter('TcpExt.TCPTimeouts'));
  return fired > 0n && meanwhile(movement, undone) * 2n >= fired ? undone : undefined;
}
