import type { Instance, Message } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, claim, instance } from './grade.ts';
import type { RxDropped } from './unclaimed.ts';
import { rxDropped } from './unclaimed.ts';

const texts = {
  title: 'RX dropped of an interface',
  why:
    'rx_dropped counts frames that reached the host and that nobody took. That sounds worse than it mostly is: since ' +
    'kernel 2.6.37 frames of a protocol that no program asked for count here (LLDP, STP, CDP, unknown VLAN tags, IPv6 ' +
    'where it is off), and on most networks they drip in for ever. Real losses have a second witness: the ring ' +
    '(rx_missed_errors, which /proc/net/dev adds to its column), the backlog (softnet_stat), or the driver.',
  unhandled:
    '{device} dropped {n} frames[[ in {seconds:duration}]][[ ({rate:rate})]] that no other counter claims: frames of protocols that this host does not speak, harmless',
  'unhandled-maybe':
    '{device} dropped {n} frames[[ in {seconds:duration}]][[ ({rate:rate})]]; most likely frames of protocols that this host does not speak, but ring and backlog were not collected to compare',
  'found-elsewhere': 'the {n} frames dropped by {device} are counted elsewhere: {parts}',
  past: '{device} dropped {n} frames since boot, none in the {flat:duration} between the captures',
  ok: 'no interface counted dropped frames',
  missed: 'rx_missed_errors, the receive ring: {n}',
  backlog: 'the backlog queues (softnet_stat): {n}',
  driver: '{counter} of the driver: {n}',
  'no-ring': 'Do not enlarge the ring for these: frames that nobody wants are dropped after it.',
  'name-them':
    'See what they are: tcpdump -nn -e -i {device} not ip and not ip6 and not arp. While it runs the count stands still, because tcpdump takes every frame.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'iface-rx-dropped',
  layer: 'driver',
  per: 'device',
  needs: [['linkStats', 'deviceAttributes']],
  verdicts: ['suspect', 'past', 'ok'],
  lookAlike: 'ring-buffer-overflow',
  texts,
  references: [
    'net/core/dev.c: __netif_receive_skb_core',
    'net/core/net-procfs.c: dev_seq_printf_stats',
    'include/uapi/linux/if_link.h: rx_dropped',
  ],

  evaluate(context, say) {
    const losses = rxDropped(context);
    const hit = losses
      .filter(({ movement }) => movement.n > 0n)
      .sort((a, b) => (a.movement.n < b.movement.n ? 1 : -1));
    const worst = hit.find(({ rest, compared }) => rest > 0n && !compared) ?? hit[0];
    if (!worst)
      return losses[0]
        ? { verdict: 'ok', summary: say('ok'), evidence: [citeCounter(losses[0].delta)] }
        : { verdict: 'unknown', summary: { id: 'common/not-collected', args: { what: 'ip -s -s link' } } };
    const { id, verdict } = judge(worst);
    return {
      verdict,
      certainty: 'likely',
      summary: say(id, argsOf(worst)),
      instances: hit.map((loss) => instanceOf(loss, context, say)),
      claims: hit.map(({ delta }) => claim(delta)),
      ruledOut: [say('no-ring')],
      confirm: [say('name-them', { device: worst.device.name })],
      consequenceOf: [
        'ring-buffer-overflow',
        'netdev-backlog-overflow',
        'oversize-frames',
        'xdp-drops',
        'virtio-vhost-starved',
      ],
    };
  },
});

function judge({ movement, rest, compared }: RxDropped): {
  id: 'past' | 'found-elsewhere' | 'unhandled' | 'unhandled-maybe';
  verdict: Instance['verdict'];
} {
  if (movement.verdict === 'past') return { id: 'past', verdict: 'past' };
  if (rest <= 0n) return { id: 'found-elsewhere', verdict: 'ok' };
  return compared ? { id: 'unhandled', verdict: 'ok' } : { id: 'unhandled-maybe', verdict: 'suspect' };
}

function argsOf({
  device,
  movement,
  parts,
  rest,
}: RxDropped): Record<string, string | number | bigint | undefined> {
  const listed = parts.map(({ delta, n }) => `${delta.name.replace(/^\w+\./, '')} ${n}`).join(', ');

  const args = movement.args as Record<string, string | number | bigint | undefined>;
  const n = rest > 0n ? rest : movement.n;
  const rate = movement.rate === undefined ? undefined : (movement.rate * Number(n)) / Number(movement.n);
  return { ...args, device: device.name, n, rate, parts: listed };
}

function instanceOf(loss: RxDropped, context: Context, say: Speak): Instance {
  const { id, verdict } = judge(loss);
  const evidence = loss.parts.map((part) => cite(part.delta.latest.line, tellPart(part, say)));
  return instance(
    { ...loss.movement, verdict, severity: 'info' },
    {
      subject: loss.device.name,
      scope: { netns: context.netns, device: loss.device.name },
      summary: say(id, argsOf(loss)),
      evidence: [citeCounter(loss.delta), ...evidence],
    },
  );
}

function tellPart({ id, n, delta }: RxDropped['parts'][number], say: Speak): Message {
  if (id === 'missed') return say('missed', { n });
  return id === 'backlog'
    ? say('backlog', { n })
    : say('driver', { n, counter: delta.name.replace('ethtool.', '') });
}
