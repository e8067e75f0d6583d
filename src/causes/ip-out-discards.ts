import { inNamespace } from '../host/shell.ts';
import type { Delta } from '../model.ts';
import type { Context } from './cause.ts';
import { defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import { amountOf, citeCounter, claim, concludeLoss, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'ip-out-discards',
  layer: 'ip',
  per: 'netns',
  needs: [['Ip.OutDiscards', 'Ip6.OutDiscards']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'qdisc-drops',
  texts: {
    title: 'IP discards packets that it should send',
    why:
      'OutDiscards counts packets of this host that IP had a route for and could not hand on: the queue of the device or ' +
      'the device itself refused them, the MAC address of the next hop could not be found, or no memory was free. It ' +
      'mostly repeats what a lower layer counts under a name that says more; here it speaks only for what no such ' +
      'counter explains.',
    problem:
      '{n} packets discarded by IP before they were sent, and no lower layer counts them[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what was to be sent]]',
    suspect:
      '{n} packets discarded by IP before they were sent since boot, and no lower layer counts them[[, {share:percent} of what was to be sent]]; when is unknown',
    past: '{n} packets discarded by IP before they were sent since boot, none in the {flat:duration} between the captures',
    ok: 'IP discarded no packet that it should send',
    mirrored:
      '{n} packets discarded by IP before they were sent: they are those that {counter} counts, no further loss',
    few: '{n} packets discarded by IP before they were sent: too few to look for a reason',
    elsewhere: 'counted below IP: the same packets',
    below:
      'See which layer refuses them: queues, devices, neighbours; and for which reason the kernel frees them',
  },
  references: ['net/ipv4/ip_output.c: ip_send_skb, ip_finish_output2', 'RFC 4293'],

  evaluate(context, say) {
    const discards = [context.counter('Ip.OutDiscards'), context.counter('Ip6.OutDiscards')];
    const movement = movementOf(discards, {
      seen: [context.counter('Ip.OutRequests'), context.counter('Ip6.OutRequests')],
      within: true,
    });
    if (!movement) return nothingPrinted('Ip.OutDiscards');
    const told = concludeLoss(movement, say);
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    const { n } = movement;
    const rising = told.verdict === 'problem';
    const mirrors = lowerCounters(context).filter((delta) => (delta.since !== 'boot') === rising);
    const explained = mirrors.reduce((sum, delta) => sum + amountOf(delta), 0n);
    const [mirror] = mirrors;
    const evidence = [
      ...told.evidence,
      ...mirrors.slice(0, 4).map((delta) => ({ ...citeCounter(delta), meaning: say('elsewhere') })),
    ];
    if (mirror && explained >= n)
      return {
        verdict: 'ok',
        summary: say('mirrored', { n, counter: mirror.name }),
        evidence,
        claims: movement.deltas.map(claim),
      };
    if (n < 10n) return { verdict: 'ok', summary: say('few', { n }), evidence };
    const commands = [
      'tc -s qdisc show',
      'ip -s -s link',
      'ip -s neigh',
      'nstat -az IpOutDiscards Ip6OutDiscards',
    ];
    return {
      ...told,
      evidence,
      remedies: [
        investigate(
          say('below'),
          commands.map((command) => inNamespace(context.netns, command)),
        ),
      ],
      consequenceOf: [
        'device-down',
        'neighbour-table-overflow',
        'neighbour-unresolved',
        'qdisc-burst',
        'qdisc-drops',
        'tc-shaping',
        'tc-policer',
        'tx-errors-carrier',
        'xfrm-drops',
        'udp-sndbuf-full',
      ],
    };
  },
});

/** Where the same packets are counted with more to say, the greatest first. */
function lowerCounters(context: Context): Delta[] {
  const names = [
    'qdisc.dropped',
    'arp_cache.unresolved_discards',
    'ndisc_cache.unresolved_discards',
    'arp_cache.table_fulls',
    'ndisc_cache.table_fulls',
  ] as const;
  const below = names.flatMap((name) => context.counters(name));
  const queued = below.filter(({ scope }) => !scope.queue || / root$/.test(scope.queue));
  const own = [...context.counters('link.tx_dropped'), ...context.counters('dev.tx_drop')];
  // The device counts what its qdisc drops, and two tables of the kernel count what the device drops.
  const devices = own.filter((delta) => !queued.some((other) => other.scope.device === delta.scope.device));
  const once = devices.filter(
    (delta, i) => devices.findIndex((d) => d.scope.device === delta.scope.device) === i,
  );
  return [...queued, ...once]
    .filter((delta) => amountOf(delta) > 0n)
    .sort((a, b) => (amountOf(b) > amountOf(a) ? 1 : -1));
}
