import { ipv6Off } from '../host/ipv6.ts';
import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';

export default defineCause({
  id: 'no-route',
  layer: 'ip',
  per: 'netns',
  needs: [['Ip.OutNoRoutes', 'IpExt.InNoRoutes']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'rp-filter-drop',
  texts: {
    title: 'No route to the destination',
    why:
      'The routing table has no entry for where a packet should go: a packet of this host is refused to the ' +
      'application at once ("network is unreachable") and counted in OutNoRoutes; a packet to be forwarded, or one ' +
      'whose sender cannot be reached, is dropped on arrival and counted in InNoRoutes. A SYN whose sender has no ' +
      'return route also counts in ListenDrops: the client sees silence.',
    problem:
      '{n} packets had no route[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what was to be sent]]',
    suspect:
      '{n} packets had no route since boot[[ ({rate:rate} on average)]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{n} packets had no route since boot, none in the {flat:duration} between the captures',
    ok: 'every packet found a route since boot',
    look: 'Ask the kernel which way it takes to the destination that fails, and add the missing route',
    'few-only':
      '{n} packets had no route: so few come from a ping of the tool that made this bundle, a DHCP renewal, or an application that gave up at once',
    few: 'A few at boot, at a DHCP renewal, or from a ping of the tool that made this bundle are normal.',
    'return-route':
      'ListenDrops rose as much as OutNoRoutes: SYNs of clients to which this host knows no way back.',
  },
  references: ['net/ipv4/route.c: ip_route_output_key, ip_route_input', 'ip-route(8)'],

  evaluate(context, say) {
    // Where IPv6 is off there is no route for it, and ipv6-disabled-path tells so.
    const six = ipv6Off(context)?.everywhere === true ? [] : (['Ip6.OutNoRoutes', 'Ip6.InNoRoutes'] as const);
    const told = concludeCounted(context, say, {
      bad: ['Ip.OutNoRoutes', 'IpExt.InNoRoutes', ...six],
      seen: ['Ip.OutRequests', 'Ip.ForwDatagrams', 'Ip6.OutRequests'],
      perConnection: true,
    });
    if (!told) return nothingPrinted('Ip.OutNoRoutes');
    if (told.verdict === 'ok') return told;
    const { n } = told.movement;
    if (n < 10n) return { ...told, verdict: 'ok', severity: 'info', summary: say('few-only', { n }) };
    const [drops, routes] = [context.counter('TcpExt.ListenDrops'), context.counter('Ip.OutNoRoutes')];
    const noWayBack = drops && routes && drops.increase > 0n && drops.increase === routes.increase;
    const show = ['ip route show table all', 'ip rule', 'ip -6 route show table all'];
    return {
      ...told,
      remedies: [
        {
          when: 'investigate',
          what: say('look'),
          commands: show.map((command) => inNamespace(context.netns, command)),
          verify: [inNamespace(context.netns, 'nstat -az IpOutNoRoutes IpExtInNoRoutes')],
          undo: [],
          risk: 'none',
          who: 'network',
        },
      ],
      confirm: [say('few'), ...(noWayBack ? [say('return-route')] : [])],
      consequenceOf: ['device-down'],
    };
  },
});
