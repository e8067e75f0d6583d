import { dropSites } from '../host/drop-sites.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { capped } from './counted.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';
import type { RxDropped } from './unclaimed.ts';
import { rxDropped } from './unclaimed.ts';

const texts = {
  title: 'Packets of a protocol that nobody here handles',
  why:
    'Every frame names the protocol it carries. Where no part of the kernel and no program has asked for that protocol ' +
    'the frame is thrown away and counted in rx_dropped of its device: LLDP, spanning tree, CDP, a VLAN without a device ' +
    'of its own, IPX. Switches send such frames every few seconds for ever, and nothing is lost by it. One layer above, ' +
    'IP counts packets of an IP protocol without a handler (InUnknownProtos) and answers with an ICMP error: that is a ' +
    'fault when a tunnel or SCTP should end here and its module is not loaded.',
  suspect:
    '{n} packets of an IP protocol that nobody here handles[[ in {seconds:duration}]][[ ({rate:rate})]]: a tunnel, IPsec or SCTP without its module, or somebody who probes',
  past: '{n} packets of an IP protocol that nobody here handles since boot, none in the {flat:duration} between the captures',
  ok: 'no packet was dropped for a protocol that nobody handles',
  frames:
    '{device} threw away {n} frames[[ in {seconds:duration}]][[ ({rate:rate})]] that neither ring nor backlog nor driver counts: protocols that nobody here handles, harmless',
  trace: 'the trace of dropped packets names {n} frames of a protocol that nobody here handles: harmless',
  few: '{n} packets of an IP protocol that nobody here handles: too few to mean anything',
  'not-compared':
    '{device} threw away frames, and whether ring or backlog counts them as well was not collected',
  'name-frames':
    'To see what they are: tcpdump -nn -e -c 20 -i {device} not ip and not ip6 and not arp. Every 2 s is spanning tree, every 30 s LLDP, every 60 s CDP. While it runs the count stands still.',
  'name-protocol': 'See which protocol it is, and who sends it; then whether its module is loaded here',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'unhandled-protocol',
  layer: 'softirq',
  per: 'device',
  needs: [['Ip.InUnknownProtos', 'Ip6.InUnknownProtos', 'linkStats', 'deviceAttributes', 'dropReasons']],
  verdicts: ['suspect', 'past', 'ok'],
  lookAlike: 'ring-buffer-overflow',
  texts,
  references: [
    'net/core/dev.c: __netif_receive_skb_core',
    'net/ipv4/ip_input.c: ip_protocol_deliver_rcu',
    'include/net/dropreason-core.h: UNHANDLED_PROTO',
  ],

  evaluate(context, say) {
    const above = aboveIp(context, say);
    if (above && above.verdict !== 'ok') return above;
    const site = dropSites(context).find(({ name }) =>
      /^(?:UNHANDLED_PROTO$|__netif_receive_skb_core)/.test(name),
    );
    const losses = rxDropped(context)
      .filter(({ movement, rest }) => movement.n > 0n && rest > 0n)
      .sort((a, b) => (a.rest < b.rest ? 1 : -1));
    const [most] = losses.filter(({ compared }) => compared);
    if (site) {
      const summary = say('trace', { n: site.count });
      return { verdict: 'ok', summary, evidence: [cite(site.line, summary)], ...told(context, losses, say) };
    }
    if (most) return { verdict: 'ok', summary: framesOf(most, say), ...told(context, losses, say) };
    const [unclear] = losses;
    if (unclear) return { verdict: 'unknown', summary: say('not-compared', { device: unclear.device.name }) };
    return above ?? { verdict: 'ok', summary: say('ok') };
  },
});

/** IP protocols: single ones are probes, which every address on the Internet sees. */
function aboveIp(context: Context, say: Speak): Conclusion | undefined {
  const movement = movementOf([
    context.counter('Ip.InUnknownProtos'),
    context.counter('Ip6.InUnknownProtos'),
  ]);
  if (!movement) return undefined;
  const { verdict, n, args, deltas } = movement;
  const about = { evidence: deltas.map(citeCounter), claims: deltas.map(claim) };
  if (verdict === 'past') return { ...about, verdict, summary: say('past', args) };
  if (n < 10n) return { ...about, verdict: 'ok', summary: n > 0n ? say('few', { n }) : say('ok') };
  const commands = [
    'tcpdump -nn -c 50 -i any "ip and not tcp and not udp and not icmp and not igmp"',
    'lsmod',
    'nstat -az IpInUnknownProtos Ip6InUnknownProtos',
  ].map((command) => inNamespace(context.netns, command));
  return {
    ...about,
    verdict: 'suspect',
    severity: capped(movement.severity, 'low'),
    certainty: 'possible',
    summary: say('suspect', args),
    remedies: [investigate(say('name-protocol'), commands, 'admin', commands.slice(2))],
  };
}

function framesOf({ device, movement, rest }: RxDropped, say: Speak) {
  const rate = movement.rate === undefined ? undefined : (movement.rate * Number(rest)) / Number(movement.n);
  return say('frames', { ...movement.args, device: device.name, n: rest, rate });
}

function told(
  context: Context,
  losses: readonly RxDropped[],
  say: Speak,
): Pick<Conclusion, 'instances' | 'confirm'> {
  const compared = losses.filter((loss) => loss.compared);
  return {
    instances: compared.map((loss) =>
      instance(
        { verdict: 'ok', severity: 'info' },
        {
          subject: loss.device.name,
          scope: { netns: context.netns, device: loss.device.name },
          summary: framesOf(loss, say),
          evidence: [citeCounter(loss.delta)],
        },
      ),
    ),
    confirm: compared.slice(0, 1).map(({ device }) => say('name-frames', { device: sh`${device.name}` })),
  };
}
