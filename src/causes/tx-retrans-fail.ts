import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { capped, concludeCounted, nothingPrinted } from './counted.ts';
import { citeCounter, verdictOf } from './grade.ts';
import { investigate } from './remedy.ts';
import { mostFailHere } from './retransmission.ts';

/** What the layers below count when they refuse a segment of TCP: Ip.OutDiscards is not among them (ip_queue_xmit). */
const below = [
  'Ip.OutNoRoutes',
  'Ip6.OutNoRoutes',
  'arp_cache.unresolved_discards',
  'ndisc_cache.unresolved_discards',
  'qdisc.dropped',
  'link.tx_dropped',
] as const;

export default defineCause({
  id: 'tx-retrans-fail',
  layer: 'tcp',
  per: 'netns',
  needs: ['TcpExt.TCPRetransFail'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'host-queue-stall',
  texts: {
    title: 'Retransmissions fail on this host itself',
    why:
      'To repair a loss, TCP hands the segment down once more. Here this failed before the segment reached a wire: there ' +
      'was no memory or no route for it, the neighbour did not answer, a packet filter refused it, or the transmit queue ' +
      'was full. TCP can only wait for its timer and try again, each time twice as late. So this is a fault of this ' +
      'host; what refused the segment mostly has a counter of its own on a layer below.',
    problem:
      '{n} retransmissions failed on this host[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the segments sent]]',
    suspect:
      '{n} retransmissions failed on this host since boot[[ ({rate:rate} on average)]][[, {share:percent} of the segments sent]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{n} retransmissions failed on this host since boot, none in the {flat:duration} between the captures',
    ok: 'no retransmission failed on this host',
    unnamed:
      'No counter of a lower layer rose in the same time: memory, or a rule of the packet filter for OUTPUT.',
    look: 'Find what refuses to send: routes, neighbours, transmit queues, rules for OUTPUT, memory',
  },
  references: ['net/ipv4/tcp_output.c: __tcp_retransmit_skb', 'net/ipv4/ip_output.c: __ip_queue_xmit'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.TCPRetransFail'],
      seen: ['Tcp.OutSegs'],
      few: 10n,
    });
    if (!told) return nothingPrinted('TcpExt.TCPRetransFail');
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    const refused = below.flatMap((name) => context.counters(name)).filter((d) => verdictOf(d) === 'problem');
    const rising = told.verdict === 'problem';
    const commands = ['ip route', 'ip -s neigh', 'tc -s qdisc', 'iptables -nvL OUTPUT'];
    return {
      ...told,
      // Where other losses are behind most retransmissions, those are graded on their own.
      severity: mostFailHere(context) ? told.severity : capped(told.severity, 'medium'),
      evidence: [...told.evidence, ...(rising ? refused.slice(0, 6).map(citeCounter) : [])],
      remedies: [
        investigate(
          say('look'),
          commands.map((command) => inNamespace(context.netns, command)),
          'admin',
          [inNamespace(context.netns, 'nstat -az TcpExtTCPRetransFail')],
        ),
      ],
      confirm: rising && refused.length === 0 ? [say('unnamed')] : [],
      consequenceOf: [
        'device-down',
        'link-flap',
        'no-route',
        'neighbour-table-overflow',
        'neighbour-unresolved',
        'firewall-drop-rule',
        'firewall-policy-drop',
        'qdisc-drops',
        'tx-queue-stopped',
        'tc-policer',
        'xfrm-drops',
        'tcp-mem-pressure',
      ],
    };
  },
});
