import { discardingRoutes } from '../host/discarding-routes.ts';
import { forwardingOf } from '../host/forwarding.ts';
import { ipv6Off } from '../host/ipv6.ts';
import { inNamespace } from '../host/shell.ts';
import type { Delta } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { capped, concludeCounted, nothingPrinted, togetherIn } from './counted.ts';
import { inferredDrops, isLoud } from './filter.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, meanwhile } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'No route to the destination',
  why:
    'The routing table has no entry for where a packet should go: a packet of this host is refused to the ' +
    'application at once ("network is unreachable") and counted in OutNoRoutes; a packet to be forwarded, or one ' +
    'whose sender cannot be reached, is dropped on arrival and counted in InNoRoutes. A SYN whose sender has no ' +
    'return route also counts in ListenDrops: the client sees silence. A route of the type blackhole, unreachable or ' +
    'prohibit drops what it matches on purpose: for packets to be forwarded only the statistics of routing ' +
    '(in_no_route) count that, for all namespaces together.',
  problem:
    '{n} packets had no route[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what was to be sent]]',
  suspect:
    '{n} packets had no route since boot[[ ({rate:rate} on average)]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{n} packets had no route since boot, none in the {flat:duration} between the captures',
  ok: 'every packet found a route since boot',
  discards:
    'routing drops {n} packets on purpose[[ in {seconds:duration}]][[, {share:percent} of what arrived]]: {route}',
  'discards-boot':
    'routing dropped up to {n} packets on purpose since boot, {share:percent} of what arrived; when is unknown: {route}',
  swallowed:
    '{n} packets[[ in {seconds:duration}]], {share:percent} of what arrived, were neither delivered nor forwarded, and routing drops on purpose what this matches: {route}',
  'ok-discards':
    'no packet was counted without a route; routing drops on purpose what this matches, and no such drop is seen: {route}',
  'ok-six':
    'no packet was counted without a route; routing drops on purpose what this matches, which nothing counts for IPv6: {route}',
  'drops-on-purpose': 'this drops what it matches',
  meant:
    'Such routes are often meant: against loops, against an attack, or for a range whose smaller parts have routes of their own.',
  'look-discards':
    'See who set it, for which destination, and whether what arrives for it should have another route',
  look: 'Ask the kernel which way it takes to the destination that fails, and add the missing route',
  'few-only':
    '{n} packets had no route: so few come from a ping of the tool that made this bundle, a DHCP renewal, or an application that gave up at once',
  few: 'A few at boot, at a DHCP renewal, or from a ping of the tool that made this bundle are normal.',
  'of-others':
    'All of them came in for addresses to which this host knows no way. Where it is no router they are of others, and no loss of its own.',
  'return-route':
    'ListenDrops rose as much as OutNoRoutes: SYNs of clients to which this host knows no way back.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'no-route',
  layer: 'ip',
  per: 'netns',
  needs: [['Ip.OutNoRoutes', 'IpExt.InNoRoutes']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'rp-filter-drop',
  texts,
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
    const { n } = told.movement;
    if (told.verdict !== 'problem' || n < 10n) {
      const discarding = concludeDiscarding(context, say);
      if (discarding && (discarding.verdict !== 'ok' || told.verdict === 'ok')) return discarding;
    }
    if (told.verdict === 'ok') return told;
    if (n < 10n) return { ...told, verdict: 'ok', severity: 'info', summary: say('few-only', { n }) };
    const others =
      told.movement.deltas.every(({ name }) => name.endsWith('.InNoRoutes')) && !forwards(context);
    const [drops, routes] = [context.counter('TcpExt.ListenDrops'), context.counter('Ip.OutNoRoutes')];
    const noWayBack = drops && routes && drops.increase > 0n && drops.increase === routes.increase;
    const show = ['ip route show table all', 'ip rule', 'ip -6 route show table all'];
    return {
      ...told,
      ...(others ? { severity: capped(told.severity, 'low') } : {}),
      remedies: [
        investigate(
          say('look'),
          show.map((command) => inNamespace(context.netns, command)),
          'network',
          [inNamespace(context.netns, 'nstat -az IpOutNoRoutes IpExtInNoRoutes')],
        ),
      ],
      confirm: [say(others ? 'of-others' : 'few'), ...(noWayBack ? [say('return-route')] : [])],
      consequenceOf: ['device-down'],
    };
  },
});

const forwards = (context: Context) =>
  (['inet', 'inet6'] as const).some((family) => forwardingOf(context, family)?.off === false);

/** Undefined: no route and no rule drops anything. Of IPv6 only that there is one can be told. */
function concludeDiscarding(context: Context, say: Speak): Conclusion | undefined {
  const all = discardingRoutes(context);
  if (all.length === 0) return undefined;
  const four = all.filter(({ family }) => family === 'inet');
  const routes = four.length > 0 ? four : all;
  const named = routes.slice(0, 3);
  const route = named.map(({ name }) => name).join(', ');
  const lines = named.map(({ line }) => cite(line, say('drops-on-purpose')));
  if (routes !== four) return { verdict: 'ok', summary: say('ok-six', { route }), evidence: lines };
  const dropped = discardedBy(context);
  if (!dropped) return { verdict: 'ok', summary: say('ok-discards', { route }), evidence: lines };
  const { movement, refused } = dropped;
  const inside = (command: string) => inNamespace(context.netns, command);
  const look = ['ip route show table all', 'ip rule', 'tcpdump -nn -c 50 ip'].map(inside);
  const verify = [inside('nstat -az IpInReceives IpInDelivers IpForwDatagrams')];
  return {
    verdict: refused ? movement.verdict : 'suspect',
    severity: isLoud(movement) ? capped(movement.severity, refused ? 'high' : 'medium') : 'low',
    certainty: refused && isLoud(movement) ? 'likely' : 'possible',
    summary: say(!refused ? 'swallowed' : movement.verdict === 'problem' ? 'discards' : 'discards-boot', {
      ...movement.args,
      route,
    }),
    share: movement.share ?? 0,
    evidence: [...lines, ...movement.deltas.map(citeCounter)],
    claims: refused ? [claim(refused)] : [],
    remedies: [investigate(say('look-discards'), look, 'network', verify)],
    confirm: [say('meant')],
    consequenceOf: refused ? [] : ['firewall-drop-rule', 'firewall-policy-drop'],
  };
}

/**
 * Of the packets that arrived and ended nowhere, those that routing refused for another reason than the two that the
 * namespace counts. Where its statistics were not collected, all of them may be; only many are told then.
 */
function discardedBy(context: Context): { movement: Movement; refused?: Delta } | undefined {
  const vanished = inferredDrops(context, new Set(['inet']));
  if (!vanished || vanished.n < 10n) return undefined;
  const rising = vanished.deltas.every(({ since }) => since !== 'boot');
  const missing: Movement = { ...vanished, verdict: rising ? 'problem' : 'suspect' };
  const refused = context.counter('rt_cache.in_no_route');
  if (!refused || (missing.verdict === 'problem' && refused.since === 'boot'))
    return isLoud(missing) ? { movement: missing } : undefined;
  const counted = togetherIn(context, missing, ['IpExt.InNoRoutes', 'Ip.InAddrErrors']).n;
  const most = meanwhile(missing, refused) - counted;
  const n = most < missing.n ? most : missing.n;
  if (n < 10n) return undefined;
  const share = ((missing.share ?? 0) * Number(n)) / Number(missing.n);
  const args = { ...missing.args, n, share };
  return { movement: { ...missing, n, share, args, deltas: [refused, ...missing.deltas] }, refused };
}
