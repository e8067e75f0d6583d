import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'udp-ignored-multi',
  layer: 'udp',
  per: 'netns',
  needs: [['Udp.IgnoredMulti', 'Udp6.IgnoredMulti']],
  verdicts: ['suspect', 'past', 'ok'],
  lookAlike: 'udp-no-listener',
  texts: {
    title: 'Multicast and broadcast that nobody wants',
    why:
      'Datagrams to a broadcast or multicast address reach every host of the segment, whether a program there wants them or ' +
      'not: discovery protocols, name services of desktops, cluster heartbeats. Where no socket waits for one, the kernel ' +
      'drops it and counts it here; nothing that was meant for this host is lost. It matters when they are so many that ' +
      'they cost CPU time, or when a program here does wait for them: on another port, device or group.',
    suspect:
      '{n} broadcast and multicast datagrams that nobody waits for came in {seconds:duration} ({rate:rate}), {share:percent} of all datagrams',
    past: '{n} broadcast and multicast datagrams that nobody waited for came since boot, none in the {flat:duration} between the captures',
    ok: 'broadcast and multicast datagrams that nobody waits for: {n}[[ in {seconds:duration}]]; harmless',
    'see-them':
      'See what they are. IGMP snooping at the switch keeps groups away from hosts that did not join; a program that should get them must join the group on the device where they arrive',
  },
  references: ['net/ipv4/udp.c: __udp4_lib_mcast_deliver', 'net/ipv6/udp.c: __udp6_lib_mcast_deliver'],

  evaluate(context, say) {
    const told = concludeCounted(context, (_, args) => say('ok', args), {
      bad: ['Udp.IgnoredMulti', 'Udp6.IgnoredMulti'],
      seen: ['Udp.InDatagrams', 'Udp6.InDatagrams'],
    });
    if (!told) return nothingPrinted('Udp.IgnoredMulti');
    const { verdict, movement, evidence, claims } = told;
    const { rate = 0, share = 0, args } = movement;
    if (verdict !== 'problem' || rate < 100 || share < 0.5) {
      const quiet = verdict === 'past' ? 'past' : 'ok';
      return { verdict: quiet, summary: say(quiet, args), evidence, claims };
    }
    const inside = (command: string) => inNamespace(context.netns, command);
    const look = ["tcpdump -nn -c 100 'udp and (multicast or broadcast)'", 'ip maddr show'].map(inside);
    const verify = [inside('nstat -az UdpIgnoredMulti Udp6IgnoredMulti')];
    return {
      verdict: 'suspect',
      severity: 'low',
      certainty: 'possible',
      summary: say('suspect', args),
      evidence,
      claims,
      remedies: [investigate(say('see-them'), look, 'network', verify)],
    };
  },
});
