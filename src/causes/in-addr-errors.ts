import { forwardingOf } from '../host/forwarding.ts';
import { inNamespace } from '../host/shell.ts';
import type { Delta } from '../model.ts';
import type { Context } from './cause.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';

export default defineCause({
  id: 'in-addr-errors',
  layer: 'ip',
  per: 'netns',
  needs: [['Ip.InAddrErrors', 'Ip6.InAddrErrors']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'no-route',
  texts: {
    title: 'Packets for an address that is not ours',
    why:
      'IP packets arrive with a destination that this host neither owns nor forwards: an address that moved away ' +
      '(a virtual IP, a failed-over service), a wrong neighbour entry or route at the sender, or a switch that floods ' +
      'frames. The kernel drops them and counts InAddrErrors.',
    problem:
      '{n} packets arrived for addresses that are not ours[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what arrived]]',
    suspect:
      '{n} packets arrived for addresses that are not ours since boot[[ ({rate:rate} on average)]]; when is unknown',
    past: '{n} packets arrived for addresses that are not ours since boot, none in the {flat:duration} between the captures',
    ok: 'no packet arrived for an address that is not ours',
    look: 'See who sends them and for which address; then correct the route or the virtual address',
  },
  references: ['net/ipv4/route.c: ip_error', 'net/ipv6/ip6_output.c: ip6_forward'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['Ip.InAddrErrors', 'Ip6.InAddrErrors'],
      seen: ['Ip.InReceives', 'Ip6.InReceives'],
      within: true,
      few: 10n,
      atMost: 'medium',
    });
    if (!told) return nothingPrinted('Ip.InAddrErrors');
    if (told.verdict === 'ok') return told;
    return {
      ...told,
      certainty: 'likely',
      remedies: [
        {
          when: 'investigate',
          what: say('look'),
          commands: ['ip addr', 'ip route show table all', 'tcpdump -nne -c 50 ip'].map((command) =>
            inNamespace(context.netns, command),
          ),
          verify: [inNamespace(context.netns, 'nstat -az IpInAddrErrors')],
          undo: [],
          risk: 'none',
          who: 'network',
        },
      ],
      consequenceOf: told.movement.deltas.every((delta) => isNotForwarded(context, delta))
        ? ['forwarding-disabled']
        : [],
    };
  },
});

/** Where one family is forwarded, what is counted of it has another reason than the other family, which is not. */
const isNotForwarded = (context: Context, { name }: Delta) =>
  forwardingOf(context, name === 'Ip6.InAddrErrors' ? 'inet6' : 'inet')?.off === true;
