import { inNamespace } from '../host/shell.ts';
import type { Delta, Severity } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { capped, nothingPrinted } from './counted.ts';
import type { Gaps } from './gaps.ts';
import { gapsOf } from './gaps.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, concludeLoss, meanwhile } from './grade.ts';
import type { Needless } from './needless.ts';
import { needlessOf } from './needless.ts';
import { mayBeInvalid, mostFailHere, mostlyHandshakes, sentAgain } from './retransmission.ts';

const texts = {
  title: 'Many TCP segments are sent again',
  why:
    'TCP sends a segment again when no acknowledgement comes in time, or when later ones are acknowledged and this one ' +
    'is not. The segment, or its ACK, was lost somewhere between this host and the peer: on the wire, in a switch, on ' +
    'a full link, in a firewall, or at the peer. Where no counter of this host shows a loss of its own, the loss is on ' +
    'the path or at the other end. A little is normal on the Internet; inside a data centre it should be near zero.',
  problem:
    '{n} segments were sent again[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the segments sent]]',
  suspect:
    '{n} segments were sent again since boot[[, {share:percent} of the segments sent]]; when is unknown',
  past: '{n} segments were sent again since boot[[, {share:percent} of the segments sent]], none in the {flat:duration} between the captures',
  discovered:
    '{n} segments were sent again after {answers} answers "packet too big": TCP has found the size that the path takes',
  ok: 'few segments are sent again[[: {n}, {share:percent} of the segments sent]]',
  needless:
    '{n} segments were sent again[[, {share:percent} of the segments sent]], but peers reported that they had {needless} of them already: those were not lost',
  'from-peer':
    '{n} segments arrived with a gap before them[[ in {seconds:duration}]], {share:percent} of all: what the peer sends is lost on the way here, and sent again',
  'from-peer-or-late':
    '{n} segments arrived with a gap before them[[ in {seconds:duration}]], {share:percent} of all: what the peer sends is lost on the way here, or overtaken; {again} that the peer sent again had arrived already',
  'per-peer': 'See which peers are concerned: one peer points to its path, many to this host’s own link',
  'both-ends':
    'Capture at both ends at once and compare: what leaves here and does not arrive there is lost on the path',
};

/** How the kernel noticed the losses: by later ACKs, by probing, by time-out, in a handshake. */
const kinds = [
  'TcpExt.TCPFastRetrans',
  'TcpExt.TCPSlowStartRetrans',
  'TcpExt.TCPLostRetransmit',
  'TcpExt.TCPLossProbes',
  'TcpExt.TCPTimeouts',
  'TcpExt.TCPSynRetrans',
] as const;

export default defineCause({
  id: 'retransmission-high',
  layer: 'tcp',
  per: 'netns',
  needs: ['Tcp.RetransSegs', 'Tcp.OutSegs'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'spurious-retransmits',
  texts,
  references: ['net/ipv4/tcp_output.c: __tcp_retransmit_skb', 'RFC 5681', 'RFC 8985'],

  evaluate(context, say) {
    const movement = sentAgain(context);
    if (!movement) return nothingPrinted('Tcp.RetransSegs');
    const told = concludeLoss(movement, say);
    if (told.verdict === 'past') return told;
    const tooBig = discovered(context, movement);
    if (tooBig) {
      const summary = say('discovered', { ...movement.args, answers: tooBig.increase });
      return { ...told, verdict: 'ok', severity: 'info', summary, evidence: [citeCounter(tooBig)] };
    }
    const needless = needlessOf(context);
    const handshakes = mostlyHandshakes(context, movement);
    const severity = handshakes ? capped(grade(movement, needless), 'low') : grade(movement, needless);
    const gaps = severity === 'info' ? gapsOf(context) : undefined;
    if (gaps && !gaps.late)
      return {
        ...told,
        ...fromPeer(gaps, say),
        remedies: [],
        confirm: [say('both-ends')],
        consequenceOf: rootsOf(context, gaps.movement),
      };
    if (severity === 'info') {
      const summary = say(needless?.mostly ? 'needless' : 'ok', { ...movement.args, needless: needless?.n });
      return { ...told, verdict: 'ok', severity, summary };
    }
    return {
      ...told,
      severity,
      certainty: 'likely',
      evidence: [...told.evidence, ...evidenceOf(context)],
      claims: movement.deltas.map(claim),
      remedies: [
        {
          when: 'investigate',
          what: say('per-peer'),
          commands: [inNamespace(context.netns, "ss -tinp | grep -B1 'retrans:'")],
          verify: [inNamespace(context.netns, 'nstat -az TcpRetransSegs TcpOutSegs')],
          undo: [],
          risk: 'none',
          who: 'admin',
        },
      ],
      confirm: [say('both-ends')],
      consequenceOf: [
        ...(handshakes ? [...roots, 'syn-retrans-high'] : rootsOf(context, movement)),
        ...(mostFailHere(context) ? ['tx-retrans-fail'] : []),
      ],
    };
  },
});

/** A packet that is too big for the path costs what was in flight, ten segments at first (RFC 6928), and is no loss. */
function discovered(context: Context, { verdict, n }: Movement): Delta | undefined {
  const tooBig = context.counter('Icmp6.InPktTooBigs');
  const isEnough = verdict === 'problem' && tooBig && tooBig.since !== 'boot' && n <= tooBig.increase * 10n;
  return isEnough ? tooBig : undefined;
}

/** Where the loss itself is seen, retransmissions follow from it. */
const rootsOf = (context: Context, missed: Movement) => [
  ...roots,
  ...(mayBeInvalid(context, missed) ? ['conntrack-invalid'] : []),
];

const roots = [
  'ring-buffer-overflow',
  'netdev-backlog-overflow',
  'conntrack-table-full',
  'conntrack-insert-failed',
  'firewall-drop-rule',
  'firewall-policy-drop',
  'rp-filter-drop',
  'accept-queue-overflow',
  'syn-backlog-overflow',
  'listen-abort-on-overflow',
  'qdisc-drops',
  'pmtu-blackhole',
  'link-flap',
  'duplex-mismatch',
  'tcp-checksum',
  'rcvbuf-prune',
  'tcp-mem-pressure',
  'tw-recycle-nat',
  'neighbour-unresolved',
  'no-route',
  'xdp-drops',
];

/** What is lost does not arrive twice: where something did, packets may only have overtaken each other. */
function fromPeer({ movement: gaps, duplicates }: Gaps, say: Say<typeof texts>) {
  const severity: Severity = (gaps.share ?? 0) >= 0.03 ? 'medium' : 'low';
  const again = meanwhile(gaps, duplicates);
  return {
    verdict: 'problem' as const,
    severity,
    certainty: again > 0n ? ('possible' as const) : ('likely' as const),
    summary: again > 0n ? say('from-peer-or-late', { ...gaps.args, again }) : say('from-peer', gaps.args),
    ...(gaps.share === undefined ? {} : { share: gaps.share }),
    evidence: [...gaps.deltas, ...(duplicates ? [duplicates] : [])].map(citeCounter),
    claims: gaps.deltas.map(claim),
  };
}

/**
 * 1 % in a window is worth a look, 3 % hurts, 10 % is unusable; since boot one step lower. Ten segments at least. What
 * the peers had already is no loss.
 */
function grade({ verdict, share = 0, n }: Movement, needless: Needless | undefined): Severity {
  const lost = share * (1 - (needless?.share ?? 0));
  if (n < 10n || lost < 0.01) return 'info';
  const step = lost >= 0.1 ? 'critical' : lost >= 0.03 ? 'high' : 'medium';
  if (verdict === 'problem') return step;
  return step === 'critical' ? 'medium' : 'low';
}

function evidenceOf(context: Context) {
  const moved = kinds.flatMap((name) => {
    const delta = context.counter(name);
    return delta && delta.increase > 0n ? [delta] : [];
  });
  return moved.map(citeCounter);
}
