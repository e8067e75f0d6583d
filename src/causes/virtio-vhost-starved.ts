import type { Device } from '../host/devices.ts';
import { changeDevice } from '../host/ethtool-settings.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { concludeDevices, deviceLosses } from './device.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Guest and hypervisor do not keep up with each other',
  why:
    'A virtual machine gets its frames through a ring that it shares with the host below (virtio). A thread of the host ' +
    '(vhost) fills it, the guest empties it. When the guest does not run or is too slow, the ring stays full, and the host ' +
    'drops at the tap device of the guest; the guest sees nothing of that loss. When the guest has no memory or takes a ' +
    'frame for broken, it drops itself.',
  problem:
    '{device} had to drop {n} frames that the host below handed over[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]] ({counter}[[, driver {driver}]])',
  suspect:
    '{device} had to drop {n} frames since boot that the host below handed over[[ ({rate:rate} on average)]][[, {share:percent} of all]] ({counter}[[, driver {driver}]]); when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{device} had to drop {n} frames since boot that the host below handed over ({counter}), none in the {flat:duration} between the captures',
  ok: 'no frame was dropped between a guest and its host',
  'port-problem':
    'the guest behind {device} did not take {n} frames[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]]',
  'port-suspect':
    'the guest behind {device} did not take {n} frames since boot[[ ({rate:rate} on average)]][[, {share:percent} of all]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  'port-past':
    'the guest behind {device} did not take {n} frames since boot, none in the {flat:duration} between the captures',
  none: 'this host is no virtio guest, and has no guest behind a tap device',
  'not-counted':
    'this is a virtio guest whose driver counts no drops; what its host drops at the tap device shows only there (ip -s link show vnetN)',
  'more-queues': 'Spread the frames of {device} over all queues that the host offers',
  'keep-queues': 'Keep the number of queues over reboots',
  interrupts: 'Interrupts are spread anew; a few packets may be lost at that moment.',
  'ask-host':
    'Ask whoever runs the host for a larger receive ring (rx_queue_size=1024), several queues and vhost for this guest, and what its tap device dropped',
  'look-guest': 'Look at the guest behind {device}: does it get CPU time, has it several queues, is vhost on',
  'guest-blind': 'The guest does not count what is dropped at the tap device: ask for both sides.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'virtio-vhost-starved',
  layer: 'driver',
  per: 'device',
  needs: [['ethtoolStats', 'linkStats', 'deviceAttributes']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'steal-time',
  texts,
  references: ['drivers/net/virtio_net.c', 'drivers/net/tun.c: tun_net_xmit', 'drivers/vhost/net.c'],

  evaluate(context, say) {
    const told = [asGuest(context, say), asHost(context, say)].flatMap((side) => side ?? []);
    const [worst] = told.sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict));
    if (worst) return worst;
    const drivers = context.all('ethtoolDriver').map(({ value }) => value.driver);
    if (drivers.includes('virtio_net')) return { verdict: 'unknown', summary: say('not-counted') };
    if (drivers.length > 0) return { verdict: 'ok', summary: say('none') };
    return { verdict: 'unknown', summary: { id: 'common/not-collected', args: { what: 'ethtool -i' } } };
  },
});

const order: readonly string[] = ['problem', 'suspect', 'past', 'ok'];

function asGuest(context: Context, say: Speak): Conclusion | undefined {
  const losses = deviceLosses(context, { cause: 'virtio-vhost-starved', kernel: [], way: 'rx' });
  const told = losses && concludeDevices(context, losses, say);
  if (!told || told.verdict === 'ok' || told.verdict === 'past') return told;
  return {
    ...told,
    remedies: guestRemedies(context, losses[0]?.device.name ?? '', say),
    confirm: [say('guest-blind')],
    consequenceOf: ['steal-time', 'rx-alloc-failure'],
  };
}

/** Transmit on the host's end of the wire is receive for the guest. */
function asHost(context: Context, say: Speak): Conclusion | undefined {
  const ids = { problem: 'port-problem', suspect: 'port-suspect', past: 'port-past', ok: 'ok' } as const;
  const losses = deviceLosses(context, {
    cause: '',
    kernel: [['link.tx_dropped', 'dev.tx_drop']],
    way: 'tx',
    except: (device) => !isGuestPort(device),
  });
  const told = losses && concludeDevices(context, losses, (id, args) => say(ids[id], args));
  if (!told || told.verdict === 'ok' || told.verdict === 'past') return told;
  const device = losses[0]?.device.name ?? '';
  const commands = [sh`ip -s link show dev ${device}`, 'top -b -n 1 -H | grep -E "vhost|CPU [0-9]+/KVM"'];
  return {
    ...told,
    remedies: [investigate(say('look-guest', { device }), commands, 'admin', commands.slice(0, 1))],
    confirm: [say('guest-blind')],
  };
}

/** As libvirt, OpenStack and Proxmox name the tap device of a guest. */
const isGuestPort = ({ name }: Device) => /^(?:vnet\d|tap[\da-f]|macvtap\d)/.test(name);

function guestRemedies(context: Context, device: string, say: Speak): Remedy[] {
  const verify = [inNamespace(context.netns, sh`ethtool -S ${device}`)];
  const ask = investigate(say('ask-host'), verify, 'cloud', verify);
  const queues = context.all('ethtoolChannels').find(({ value }) => value.device === device)?.value;
  const [now, most] = [queues?.current.get('Combined')?.value, queues?.maximum.get('Combined')?.value];
  if (now === undefined || most === undefined || most <= now || context.netns !== '') return [ask];
  return [
    ask,
    ...changeDevice(context, {
      device,
      option: '-L',
      set: ['combined', Number(most)],
      before: ['combined', Number(now)],
      connection: { 'ethtool.channels-combined': Number(most) },
      what: say('more-queues', { device }),
      keep: say('keep-queues'),
      sideEffects: say('interrupts'),
      risk: 'none',
      verify,
    }),
  ];
}
