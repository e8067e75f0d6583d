import { inNamespace } from '../host/shell.ts';
import type { Context } from './cause.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { citeCounter } from './grade.ts';
import { rises } from './windows.ts';

/** ICMP time exceeded that this host sent: its packets ran out of hops here. */
function timeExceeded(context: Context) {
  const sent = [context.counter('Icmp.OutTimeExcds'), context.counter('Icmp6.OutTimeExcds')];
  return sent.flatMap((delta) => (delta && rises(delta) ? [delta] : []));
}

export default defineCause({
  id: 'ip-header-errors',
  layer: 'ip',
  per: 'netns',
  needs: ['Ip.InHdrErrors'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'in-addr-errors',
  texts: {
    title: 'Bad IP headers, or packets that ran out of hops',
    why:
      'InHdrErrors counts packets whose IP header is malformed, and, on a host that forwards, packets whose TTL (hop ' +
      'limit) reached zero here. The second is by far the more frequent: a routing loop, or a traceroute that passes ' +
      'through. The sender gets ICMP "time exceeded" unless that is limited or filtered.',
    problem:
      '{n} packets had a bad IP header or no hops left[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what arrived]]',
    suspect:
      '{n} packets had a bad IP header or no hops left since boot[[ ({rate:rate} on average)]]; when is unknown',
    past: '{n} packets had a bad IP header or no hops left since boot, none in the {flat:duration} between the captures',
    ok: 'no bad IP header and no packet out of hops since boot',
    expired: 'this host answers with ICMP time exceeded: the TTL ran out',
    loop: 'Follow the path of a packet: the same routers again and again are a loop',
    capture: 'See which packets arrive with so few hops left, and from whom',
  },
  references: ['net/ipv4/ip_input.c: ip_rcv_core', 'net/ipv4/ip_forward.c: ip_forward', 'RFC 792'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['Ip.InHdrErrors', 'Ip6.InHdrErrors'],
      seen: ['Ip.InReceives', 'Ip6.InReceives'],
      within: true,
      few: 10n,
      atMost: 'high',
    });
    if (!told) return nothingPrinted('Ip.InHdrErrors');
    if (told.verdict === 'ok') return told;
    const expired = timeExceeded(context);
    return {
      ...told,
      evidence: [
        ...told.evidence,
        ...expired.map((delta) => ({ ...citeCounter(delta), meaning: say('expired') })),
      ],
      remedies: [
        {
          when: 'investigate',
          what: expired.length > 0 ? say('loop') : say('capture'),
          commands: [inNamespace(context.netns, "tcpdump -nnv -c 20 'ip[8] < 3 or ip6[7] < 3'")],
          verify: [inNamespace(context.netns, 'nstat -az IpInHdrErrors IcmpOutTimeExcds')],
          undo: [],
          risk: 'none',
          who: 'network',
        },
      ],
      consequenceOf: ['ip-checksum'],
    };
  },
});
