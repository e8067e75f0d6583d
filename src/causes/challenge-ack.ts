import { numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { Severity } from '../model.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted, togetherIn } from './counted.ts';
import type { Movement } from './grade.ts';
import { citeCounter, citeSetting, claim, meanwhile } from './grade.ts';
import { investigate } from './remedy.ts';

const limitKey = 'net.ipv4.tcp_challenge_ack_limit';

export default defineCause({
  id: 'challenge-ack',
  layer: 'tcp',
  per: 'netns',
  needs: [['TcpExt.TCPChallengeACK', 'TcpExt.TCPSYNChallenge', 'TcpExt.TCPAbortOnSyn']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'paws-established',
  texts: {
    title: 'Segments do not fit their connection (challenge ACKs)',
    why:
      'A SYN, a reset or an acknowledgement arrived for an existing connection but does not fit it. It could be a blind ' +
      'attack, so the kernel does not believe it, and answers with an ACK of what it knows (RFC 5961). A peer that has ' +
      'lost the connection replies with a fitting reset; then a new one can begin. Mostly a peer was restarted, or a NAT ' +
      'gave a port that is still open here to somebody else: their SYN gets an ACK instead of a SYN-ACK, and where a ' +
      'firewall drops that ACK, the client hangs. A SYN-ACK that comes twice counts as well and harms nobody.',
    problem:
      '{n} segments did not fit their connection[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]], {syn} of them SYNs',
    suspect:
      '{n} segments did not fit their connection since boot[[ ({rate:rate} on average)]][[, {share:percent} of all]], {syn} of them SYNs; when is unknown',
    past: '{n} segments did not fit their connection since boot, none in the {flat:duration} between the captures',
    ok: 'few segments do not fit their connection: {n}[[ ({rate:rate})]]',
    suppressed:
      'answers that net.ipv4.tcp_invalid_ratelimit held back, one per connection in half a second is sent',
    limit:
      'this kernel sends no more challenge ACKs than this in a second: real peers may wait in vain, and on kernels before 4.7 an attacker can use it (CVE-2016-5696)',
    who: 'See who sends them: the same client again and again was restarted or sits behind a NAT that reuses ports too soon; many addresses at once are an attack, or a firewall or load balancer that lost its table',
    'let-through':
      'A firewall in front must let the ACK for a SYN and the reset that follows pass: conntrack calls them invalid.',
  },
  references: [
    'net/ipv4/tcp_input.c: tcp_send_challenge_ack, tcp_validate_incoming',
    'RFC 5961',
    'https://docs.kernel.org/networking/ip-sysctl.html (tcp_challenge_ack_limit)',
  ],

  evaluate(context, say) {
    // Kernels before 3.6 reset the connection where later ones ask back.
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.TCPChallengeACK', 'TcpExt.TCPACKSkippedChallenge', 'TcpExt.TCPAbortOnSyn'],
      seen: ['Tcp.InSegs'],
      within: true,
    });
    if (!told) return nothingPrinted('TcpExt.TCPChallengeACK');
    const { movement, ...found } = told;
    if (told.verdict === 'past') return found;
    const severity = severityOf(movement);
    if (severity === 'info') return { ...found, verdict: 'ok', severity, summary: say('ok', movement.args) };
    const syn = meanwhile(movement, context.counter('TcpExt.TCPSYNChallenge'));
    const skipped = togetherIn(context, movement, suppressed).deltas;
    const limit = numberOf(context, limitKey);
    const near = limit !== undefined && (movement.rate ?? 0) >= limit / 2;
    return {
      ...found,
      severity,
      certainty: 'likely',
      summary: say(told.verdict, { ...movement.args, syn }),
      evidence: [
        ...found.evidence,
        ...skipped.map((delta) => ({ ...citeCounter(delta), meaning: say('suppressed') })),
        ...(near ? citeSetting(context.setting(limitKey)) : []),
      ],
      claims: [...found.claims, ...skipped.map(claim)],
      remedies: [
        investigate(
          say('who'),
          [
            `tcpdump -nn -Q in -c 100 'tcp[tcpflags] & (tcp-syn|tcp-rst) != 0 or (ip6[6] = 6 and ip6[53] & 6 != 0)'`,
          ].map((command) => inNamespace(context.netns, command)),
          'network',
          [inNamespace(context.netns, "nstat -az 'TcpExtTCP*Challenge*'")],
        ),
      ],
      confirm: [say('let-through'), ...(near ? [say('limit')] : [])],
      consequenceOf: ['syn-to-time-wait-reuse', 'duplicate-packets', 'syn-retrans-high', 'syn-flood'],
    };
  },
});

/** Answers to other misfits, held back likewise: not all of them deserve a challenge. */
const suppressed = [
  'TcpExt.TCPACKSkippedSynRecv',
  'TcpExt.TCPACKSkippedSeq',
  'TcpExt.TCPACKSkippedFinWait2',
] as const;

/** Every busy host has some: one in a second and one of ten thousand segments are worth a look. */
function severityOf({ verdict, n, rate = 0, share = 1 }: Movement): Severity {
  if (verdict === 'ok' || n < 10n || rate < 1 || share < 0.0001) return 'info';
  return verdict === 'problem' && rate >= 100 && share >= 0.001 ? 'medium' : 'low';
}
