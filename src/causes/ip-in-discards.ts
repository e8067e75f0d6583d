import { ipv6Off } from '../host/ipv6.ts';
import { loggedEvents } from '../host/kernel-events.ts';
import { inNamespace } from '../host/shell.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'ip-in-discards',
  layer: 'ip',
  per: 'netns',
  needs: [['Ip.InDiscards', 'Ip6.InDiscards']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'ip-header-errors',
  texts: {
    title: 'IP discards packets that arrived well-formed',
    why:
      'InDiscards counts packets with nothing wrong in them that IP could not go on with: no memory for a copy of the ' +
      'packet or of its options, or a filter that cut it shorter than its header says. For IPv6 it also counts what ' +
      'arrives on a device where IPv6 is switched off. On a healthy host the IPv4 counter is 0.',
    problem:
      '{n} well-formed packets discarded by IP[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what arrived]]',
    suspect:
      '{n} well-formed packets discarded by IP since boot[[ ({rate:rate} on average)]][[, {share:percent} of what arrived]]; when is unknown',
    past: '{n} well-formed packets discarded by IP since boot, none in the {flat:duration} between the captures',
    ok: 'IP discarded no well-formed packet',
    memory: 'the kernel had no memory for network buffers at least once',
    look: 'See whether atomic allocations fail (memory, its fragmentation), and for which reason the kernel frees packets',
  },
  references: ['net/ipv4/ip_input.c: ip_rcv_core', 'net/ipv6/ip6_input.c: ip6_rcv_core', 'RFC 4293'],

  evaluate(context, say) {
    // A device without IPv6 drops all of it, and means to: ipv6-disabled-path tells so.
    const off = (ipv6Off(context)?.settings ?? []).length > 0;
    const told = concludeCounted(context, say, {
      bad: off ? ['Ip.InDiscards'] : ['Ip.InDiscards', 'Ip6.InDiscards'],
      seen: ['Ip.InReceives', 'Ip6.InReceives'],
      within: true,
      few: 10n,
      atMost: 'high',
    });
    if (!told) return nothingPrinted('Ip.InDiscards');
    if (told.verdict === 'ok') return told;
    const failed = loggedEvents(context, 'page-allocation-failure');
    return {
      ...told,
      evidence: [...told.evidence, ...(failed ? [cite(failed.last.line, say('memory'))] : [])],
      remedies: [
        investigate(
          say('look'),
          ['cat /proc/buddyinfo', 'dmesg', 'perf record -a -g -e skb:kfree_skb sleep 30'],
          'admin',
          [inNamespace(context.netns, 'nstat -az IpInDiscards Ip6InDiscards')],
        ),
      ],
      consequenceOf: ['rx-alloc-failure', 'host-overload'],
    };
  },
});
