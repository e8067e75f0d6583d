import type { Device } from '../host/devices.ts';
import { devicesOf, driverCounters, isVirtual } from '../host/devices.ts';
import { changeDevice } from '../host/ethtool-settings.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Evidence, Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { concludeDevices, deviceLosses } from './device.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'The driver drops what it should send',
  why:
    'Packets to be sent wait in the transmit ring of the card. When it is full, the driver stops its queue, and the kernel ' +
    'keeps the packets in the queueing discipline above until there is room again: that is normal on every busy host, and ' +
    'loses nothing. Loss begins where the driver throws a packet away instead: no room towards the host below, no memory, ' +
    'a packet that the card cannot take.',
  problem:
    '{device} threw away {n} packets that it should send[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]] ({counter}[[, driver {driver}]])',
  suspect:
    '{device} threw away {n} packets since boot that it should send[[ ({rate:rate} on average)]][[, {share:percent} of all]] ({counter}[[, driver {driver}]]); when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{device} threw away {n} packets since boot that it should send ({counter}), none in the {flat:duration} between the captures',
  ok: 'no driver threw away a packet that it should send',
  pressed:
    'the transmit ring of {device} was full {n} times for a moment[[ in {seconds:duration}]]: the kernel waited, nothing was lost',
  'host-full':
    'the ring of {device} towards the host below was so full {n} times[[ in {seconds:duration}]] that not even received frames could be acknowledged',
  'ask-host':
    'Ask whoever runs the host whether it was overloaded. Before Linux 4.18 (and the kernels of distributions that took the fix later) hv_netvsc could stop receiving after this: update the kernel',
  'not-counted': 'no driver here counts packets that it threw away instead of sending',
  'larger-ring': 'Give the transmit ring of {device} its full size',
  'keep-ring': 'Keep the ring size over reboots',
  'link-goes-down': 'Most drivers reset the card for this: the link goes down for some seconds.',
  look: 'Compare what the driver of {device} dropped with what waits in the queue above it',
  'not-qdisc': 'Not the queueing discipline: what it drops is counted in tc -s qdisc, before the driver.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'tx-queue-stopped',
  layer: 'driver',
  per: 'device',
  needs: ['ethtoolStats'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'qdisc-drops',
  texts,
  references: ['include/linux/netdevice.h: netif_tx_stop_queue', 'net/core/dev.c: dev_hard_start_xmit'],

  evaluate(context, say) {
    const losses = deviceLosses(context, {
      cause: 'tx-queue-stopped',
      kernel: [],
      way: 'tx',
      except: isVirtual,
    });
    const pressed = devicesOf(context).flatMap((device) => pressureOf(device, say));
    const [first] = pressed;
    const full = devicesOf(context).flatMap((device) => unacknowledged(device))[0];
    const told = losses && concludeDevices(context, losses, say);
    if (!told || told.verdict === 'ok') {
      if (full) return concludeFull(context, full, pressed, say);
      if (first) return { verdict: 'ok', summary: first.meaning, evidence: pressed.slice(0, 8) };
      return told ?? { verdict: 'unknown', summary: say('not-counted') };
    }
    const device = losses[0]?.device.name ?? '';
    return {
      ...told,
      evidence: [...(told.evidence ?? []), ...pressed.slice(0, 4)],
      remedies: told.verdict === 'past' ? [] : remediesOf(context, device, say),
      ruledOut: [say('not-qdisc')],
      consequenceOf: ['nic-hang-reset', 'pause-frames', 'steal-time'],
    };
  },
});

interface Full {
  device: string;
  movement: Movement;
}

/** hv_netvsc stops sending while a tenth of its ring is left, for the acknowledgements of what it received. */
function unacknowledged({ name, deltas }: Device): Full[] {
  const movement = movementOf(deltas.filter((delta) => delta.name === 'ethtool.rx_comp_busy'));
  return movement && movement.n > 0n ? [{ device: name, movement }] : [];
}

function concludeFull(
  context: Context,
  { device, movement }: Full,
  pressed: Evidence[],
  say: Speak,
): Conclusion {
  const commands = [sh`ethtool -S ${device}`, 'uname -r'].map((command) =>
    inNamespace(context.netns, command),
  );
  return {
    verdict: movement.verdict,
    severity: movement.verdict === 'past' ? 'info' : 'low',
    certainty: 'possible',
    summary: say('host-full', { ...movement.args, device }),
    evidence: [...movement.deltas.map(citeCounter), ...pressed.slice(0, 4)],
    claims: movement.deltas.map(claim),
    remedies:
      movement.verdict === 'past'
        ? []
        : [investigate(say('ask-host'), commands, 'cloud', commands.slice(0, 1))],
  };
}

/** How often the ring was full, told as what it is. */
function pressureOf(device: Device, say: Speak): Evidence[] {
  const groups = driverCounters(device, 'tx-queue-stopped', 'context');
  return groups.flatMap((group) => {
    const movement = movementOf(group);
    const [first] = movement?.deltas ?? [];
    if (!movement || movement.n === 0n || !first) return [];
    const { n, args } = movement;
    const seconds = args['seconds'];
    return [{ ...citeCounter(first), meaning: say('pressed', { device: device.name, n, seconds }) }];
  });
}

function remediesOf(context: Context, device: string, say: Speak): Remedy[] {
  const here = (command: string) => inNamespace(context.netns, command);
  const verify = [here(sh`ethtool -S ${device}`)];
  const look = investigate(
    say('look', { device }),
    [...verify, here(sh`tc -s qdisc show dev ${device}`)],
    'admin',
    verify,
  );
  const rings = context.all('ethtoolRings').find(({ value }) => value.device === device)?.value;
  const [now, most] = [rings?.current.get('TX')?.value, rings?.maximum.get('TX')?.value];
  if (now === undefined || most === undefined || most <= now || context.netns !== '') return [look];
  return [
    look,
    ...changeDevice(context, {
      device,
      option: '-G',
      set: ['tx', Number(most)],
      before: ['tx', Number(now)],
      connection: { 'ethtool.ring-tx': Number(most) },
      what: say('larger-ring', { device }),
      keep: say('keep-ring'),
      sideEffects: say('link-goes-down'),
      risk: 'link-reset',
      verify,
    }),
  ];
}
