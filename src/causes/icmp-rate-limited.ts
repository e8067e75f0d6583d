import { inNamespace } from '../host/shell.ts';
import type { Context } from './cause.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import type { Movement } from './grade.ts';
import { citeSetting, meanwhile } from './grade.ts';

export default defineCause({
  id: 'icmp-rate-limited',
  layer: 'ip',
  per: 'netns',
  needs: [['Icmp.OutRateLimitHost', 'Icmp.OutRateLimitGlobal']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'udp-no-listener',
  texts: {
    title: 'Own ICMP errors are rate limited',
    why:
      'The kernel limits how many ICMP errors (port unreachable, time exceeded, fragmentation needed) it sends per ' +
      'destination (icmp_ratelimit) and in all (icmp_msgs_per_sec). What is over the limit is not sent: traceroute ' +
      'shows stars, clients of a closed port time out instead of being refused, and path MTU discovery is slow. ' +
      'Echo replies are not limited by default, and no data is lost by this.',
    problem:
      '{n} ICMP errors were not sent because of the rate limit[[ in {seconds:duration}]][[ ({rate:rate})]]',
    suspect:
      '{n} ICMP errors were not sent because of the rate limit since boot[[ ({rate:rate} on average)]]; when is unknown',
    past: '{n} ICMP errors were not sent because of the rate limit since boot, none in the {flat:duration} between the captures',
    ok: 'no ICMP error was held back by the rate limit',
    cause: 'Find what provokes the errors (closed UDP ports, routing loops) before thinking of the limit',
  },
  references: ['net/ipv4/icmp.c: icmp_global_allow, icmpv4_xrlim_allow', 'icmp(7)'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['Icmp.OutRateLimitHost', 'Icmp.OutRateLimitGlobal', 'Icmp6.OutRateLimitHost'],
      atMost: 'low',
      few: 10n,
    });
    if (!told) return nothingPrinted('Icmp.OutRateLimitHost');
    if (told.verdict === 'ok') return told;
    return {
      ...told,
      evidence: [
        ...told.evidence,
        ...['net.ipv4.icmp_ratelimit', 'net.ipv4.icmp_msgs_per_sec'].flatMap((key) =>
          citeSetting(context.setting(key)),
        ),
      ],
      remedies: [
        {
          when: 'investigate',
          what: say('cause'),
          commands: [inNamespace(context.netns, 'nstat -az UdpNoPorts IcmpOutTimeExcds IpInHdrErrors')],
          verify: [inNamespace(context.netns, 'nstat -az IcmpOutRateLimitHost IcmpOutRateLimitGlobal')],
          undo: [],
          risk: 'none',
          who: 'admin',
        },
      ],
      consequenceOf: refusesAsMany(context, told.movement) ? ['udp-no-listener'] : [],
    };
  },
});

/** Each datagram for a closed port provokes one error, sent or held back. */
function refusesAsMany(context: Context, held: Movement): boolean {
  const refused = (['Udp.NoPorts', 'Udp6.NoPorts'] as const).map((name) => context.counter(name));
  return refused.reduce((sum, delta) => sum + meanwhile(held, delta), 0n) >= held.n;
}
