import type { Device } from '../host/devices.ts';
import { deviceCounter, devicesOf, driverCounters, frames } from '../host/devices.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Delta, Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, instance, movementOf } from './grade.ts';

const texts = {
  title: 'Frames larger than the MTU arrive',
  why:
    'Both ends of a link must agree on the MTU. A device whose MTU is smaller than that of its neighbour, or of the ' +
    'switch, drops the large frames as they arrive (rx_length_errors; veth pairs count rx_dropped). No ICMP tells the ' +
    'sender, because no router was involved: small packets pass, large ones vanish, and transfers stall after the ' +
    'handshake.',
  problem:
    '{device} dropped {n} frames that were too long[[ in {seconds:duration}]][[, {share:percent} of what arrived]][[; its MTU is {mtu}]]',
  suspect:
    '{device} dropped {n} frames that were too long since boot[[, {share:percent} of what arrived]][[; its MTU is {mtu}]]; when is unknown',
  past: '{device} dropped {n} frames that were too long since boot, none in the {flat:duration} between the captures',
  ok: 'no frame was too long for its device',
  mtu: 'the MTU of the device',
  'before-count':
    'received packets did not rise with them: dropped at the entrance, before they were counted',
  same: 'Give both ends the same MTU: find out what the neighbour and the switch port use',
  probe: 'Try from the peer: a packet of the full size with "do not fragment" must come back',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'oversize-frames',
  layer: 'nic',
  per: 'device',
  needs: [['link.rx_length_errors', 'link.rx_dropped', 'ethtoolStats']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'iface-rx-dropped',
  texts,
  references: ['include/uapi/linux/if_link.h: rx_length_errors', 'net/core/dev.c: is_skb_forwardable'],

  evaluate(context, say) {
    const hit = devicesOf(context).flatMap((device) => {
      const movement = tooLong(device);
      return movement && movement.verdict !== 'ok' ? [{ device, movement }] : [];
    });
    const rank = { problem: 0, suspect: 1, past: 2, ok: 3 };
    const [worst] = [...hit].sort(
      (a, b) => rank[a.movement.verdict] - rank[b.movement.verdict] || (a.movement.n < b.movement.n ? 1 : -1),
    );
    if (!worst) return { verdict: 'ok', summary: say('ok') };
    const { device, movement } = worst;
    const mtu = device.link?.mtu ?? 1500;
    return {
      verdict: movement.verdict,
      severity: movement.severity,
      certainty: 'likely',
      summary: say(movement.verdict, { ...movement.args, device: device.name, mtu: device.link?.mtu }),
      ...(movement.share === undefined ? {} : { share: movement.share }),
      evidence: evidenceOf(device, movement, say),
      instances: hit.map((one) => instanceOf(context, one.device, one.movement, say)),
      claims: hit.flatMap((one) => one.movement.deltas.map(claim)),
      remedies: [
        {
          when: 'investigate',
          what: say('same'),
          commands: [inNamespace(context.netns, sh`ip -d link show dev ${device.name}`)],
          verify: [inNamespace(context.netns, sh`ip -s -s link show dev ${device.name}`)],
          undo: [],
          risk: 'none',
          who: 'network',
        },
        {
          when: 'investigate',
          what: say('probe'),
          commands: [sh`ping -M do -s ${mtu - 28} -c 3 PEER`],
          verify: [],
          undo: [],
          risk: 'none',
          who: 'network',
        },
      ],
    };
  },
});

/** Drivers count frames that are too short as well: those are another fault. */
const tooLongByName = /over(?:size|_m[rt]u)|long|jabber|_mtu|out_of_range/i;

/** Length errors, or on a veth pair drops at the entrance: those are not among the received packets. */
function tooLong(device: Device): Movement | undefined {
  const seen = [deviceCounter(device, 'link.rx_packets', 'dev.rx_packets')];
  const lengths = deviceCounter(device, 'link.rx_length_errors');
  const byLength = movementOf([lengths], { seen });
  if (byLength && byLength.verdict !== 'ok') return byLength;
  const dropped = entranceDrops(device);
  if (dropped) return movementOf([dropped], { seen });
  const counted = driverCounters(device, 'oversize-frames')
    .filter(([first]) => first && tooLongByName.test(first.name))
    .flatMap((group) => movementOf(group, { seen: frames(device, 'rx') }) ?? []);
  return counted.find(({ verdict }) => verdict !== 'ok') ?? byLength ?? counted[0];
}

function entranceDrops(device: Device): Delta | undefined {
  const dropped = deviceCounter(device, 'link.rx_dropped');
  const packets = deviceCounter(device, 'link.rx_packets');
  const isVeth = device.link?.kind === 'veth' || device.driver === 'veth';
  const isMore = dropped && packets && dropped.increase > packets.increase;
  return isVeth && isMore ? dropped : undefined;
}

function evidenceOf(device: Device, movement: Movement, say: Speak) {
  const entrance = movement.deltas.some(({ name }) => name === 'link.rx_dropped');
  const passed = entrance ? deviceCounter(device, 'link.rx_packets') : undefined;
  return [
    ...movement.deltas.map(citeCounter),
    ...(passed ? [{ ...citeCounter(passed), meaning: say('before-count') }] : []),
    ...(device.link ? [cite(device.link.line, say('mtu'))] : []),
  ];
}

function instanceOf(context: Context, device: Device, movement: Movement, say: Speak): Instance {
  const summary = say(movement.verdict, { ...movement.args, device: device.name, mtu: device.link?.mtu });
  return instance(movement, {
    subject: device.name,
    scope: { netns: context.netns, device: device.name },
    summary,
    evidence: movement.deltas.map(citeCounter),
  });
}
