import type { Device } from '../host/devices.ts';
import { deviceCounter, devicesOf, driverCounters, isStacked } from '../host/devices.ts';
import type { Delta, Evidence, Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';

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

interface Loss {
  device: Device;
  movement: Movement;
  delta: Delta;
  parts: { id: 'missed' | 'backlog' | 'driver'; n: bigint; delta: Delta }[];
  rest: bigint;
  /** Ring and backlog were both looked at. */
  compared: boolean;
}

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
    const losses = devicesOf(context).flatMap((device) => lossOf(context, device));
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

/** What of rx_dropped other counters count again. /proc/net/dev alone holds rx_missed_errors as well. */
function lossOf(context: Context, device: Device): Loss[] {
  const delta = deviceCounter(device, 'link.rx_dropped', 'dev.rx_drop');
  if (!delta || isStacked(device)) return [];
  const movement = movementOf([delta], {
    seen: [deviceCounter(device, 'link.rx_packets', 'dev.rx_packets')],
  });
  const amount = (other: Delta) => (movement.verdict === 'problem' ? other.increase : other.latest.value);
  const missed = missedOf(device);
  const ring = driverCounters(device, 'ring-buffer-overflow');
  const backlog = movementOf(context.counters('softnet.dropped'));
  const twin = device.deltas.find(
    (other) =>
      /^ethtool\..*(?:miss|drop|discard|no_buf|OOB)/i.test(other.name) && amount(other) === movement.n,
  );
  const parts: Loss['parts'] = [];
  if (missed && delta.name === 'dev.rx_drop' && amount(missed) > 0n)
    parts.push({ id: 'missed', n: amount(missed), delta: missed });
  const first = backlog?.deltas[0];
  if (first && backlog.verdict === movement.verdict && backlog.n > 0n && backlog.n <= movement.n)
    parts.push({ id: 'backlog', n: backlog.n, delta: first });
  if (twin && parts.length === 0 && movement.n > 0n)
    parts.push({ id: 'driver', n: amount(twin), delta: twin });
  const rest = parts.reduce((left, { n }) => left - n, movement.n);
  return [
    {
      device,
      movement,
      delta,
      parts,
      rest,
      compared:
        (missed !== undefined || delta.name === 'link.rx_dropped' || ring.length > 0) &&
        backlog !== undefined,
    },
  ];
}

/** As the kernel has it, else as the driver prints it under the same name. */
function missedOf(device: Device): Delta | undefined {
  return (
    deviceCounter(device, 'link.rx_missed_errors') ??
    device.deltas.find(({ name }) => name === 'ethtool.rx_missed_errors')
  );
}

function judge({ movement, rest, compared }: Loss): {
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
}: Loss): Record<string, string | number | bigint | undefined> {
  const listed = parts.map(({ delta, n }) => `${delta.name.replace(/^\w+\./, '')} ${n}`).join(', ');

  const args = movement.args as Record<string, string | number | bigint | undefined>;
  const left = movement.rate === undefined ? undefined : (movement.rate * Number(rest)) / Number(movement.n);
  return { ...args, device: device.name, n: rest > 0n ? rest : movement.n, rate: left, parts: listed };
}

function instanceOf(loss: Loss, context: Context, say: Speak): Instance {
  const { id, verdict } = judge(loss);
  const evidence: Evidence[] = loss.parts.map((part) =>
    cite(
      part.delta.latest.line,
      say(part.id, { n: part.n, counter: part.delta.name.replace('ethtool.', '') }),
    ),
  );
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
