import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'ip-truncated',
  layer: 'ip',
  per: 'netns',
  needs: [['IpExt.InTruncatedPkts', 'Ip6.InTruncatedPkts']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'ip-header-errors',
  texts: {
    title: 'IP packets shorter than their header says',
    why:
      'The IP header promises more bytes than the frame brought: something cut the packet after it was made. A NIC or ' +
      'driver that loses the end of a frame, a tunnel or bridge with a smaller MTU that cuts where it should refuse, or ' +
      'a program that writes broken packets. The packet is dropped; its sender repeats it, the same way.',
    problem:
      '{n} packets came cut off[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what arrived]]',
    suspect:
      '{n} packets came cut off since boot[[ ({rate:rate} on average)]][[, {share:percent} of what arrived]]; when is unknown',
    past: '{n} packets came cut off since boot, none in the {flat:duration} between the captures',
    ok: 'no packet came cut off',
    capture: 'See on which device and from which neighbour they come; compare the MTU along that way',
    driver:
      'One device only: update its driver and firmware, and try with its receive offloads (GRO, LRO) off.',
  },
  references: ['net/ipv4/ip_input.c: ip_rcv_core', 'net/ipv6/ip6_input.c: ip6_rcv_core'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['IpExt.InTruncatedPkts', 'Ip6.InTruncatedPkts'],
      seen: ['Ip.InReceives', 'Ip6.InReceives'],
      within: true,
      few: 10n,
      atMost: 'high',
    });
    if (!told) return nothingPrinted('IpExt.InTruncatedPkts');
    if (told.verdict === 'ok') return told;
    const commands = [`tcpdump -envv -c 2000 | grep -B1 -E 'truncated|missing'`, 'ip -d link'];
    return {
      ...told,
      remedies: [
        investigate(
          say('capture'),
          commands.map((command) => inNamespace(context.netns, command)),
          'network',
          [inNamespace(context.netns, 'nstat -az IpExtInTruncatedPkts Ip6InTruncatedPkts')],
        ),
      ],
      confirm: [say('driver')],
      consequenceOf: ['nic-rx-errors', 'oversize-frames', 'nic-frame-alignment'],
    };
  },
});
