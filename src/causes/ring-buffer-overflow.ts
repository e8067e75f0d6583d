import { meaningOf } from '../counters/names.ts';
import type { Device } from '../host/devices.ts';
import { changeDevice } from '../host/ethtool-settings.ts';
import { interruptShare } from '../host/interrupts.ts';
import { sh } from '../host/shell.ts';
import type { Evidence, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { DeviceLoss } from './device.ts';
import { concludeDevices, deviceLosses } from './device.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Receive ring overflow',
  why:
    'The network card writes frames into buffers that the driver has laid ready in the receive ring. When the CPU ' +
    'does not empty the ring in time, the card finds no free buffer, its own small memory fills, and it drops the ' +
    'next frames by itself: nothing above the driver ever sees them. Each driver has its own names for it. Bursts that ' +
    'are longer than the ring, or one busy CPU that serves all queues, are the usual reasons.',
  problem:
    '{device} dropped {n} frames for want of receive buffers[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the frames]][[, {times} times the usual rate]]',
  suspect:
    '{device} dropped {n} frames since boot for want of receive buffers[[ ({rate:rate} on average)]][[, {share:percent} of the frames]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
  past: '{device} dropped {n} frames since boot for want of receive buffers, none in the {flat:duration} between the captures',
  ok: 'no receive ring overflowed',
  'ring-small': 'the receive ring of {device} holds {now} descriptors, the hardware could {max}',
  'ring-full-size': 'the receive ring of {device} is as large as the hardware allows ({max})',
  'one-cpu':
    'CPU {cpu} serves {share:percent} of the interrupts of {device}: spread them before anything else',
  enlarge: 'Enlarge the receive ring of {device} from {now} to {max}, the most that the hardware takes',
  'keep-ring': 'Keep the ring of {device} over reboots',
  'link-resets':
    'Many drivers reset the link for a moment when the ring changes. Larger rings take memory and add delay in a burst.',
  'spread-irqs':
    'Spread the queues of {device} over the CPUs: irqbalance, or smp_affinity by hand; more queues with ethtool -L where it has fewer than CPUs',
  'not-backlog':
    'Another queue than net.core.netdev_max_backlog: that one comes after the driver and would show in the second column of softnet_stat.',
  twice:
    'Twice, ten seconds apart under load: ethtool -S {device} | grep -Ei "miss|fifo|no_buf|no_dma|discard|out_of_buffer"',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'ring-buffer-overflow',
  layer: 'nic',
  per: 'device',
  needs: [['linkStats', 'ethtoolStats', 'deviceAttributes']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'netdev-backlog-overflow',
  texts,
  references: [
    'include/uapi/linux/if_link.h: rx_missed_errors',
    'ethtool(8)',
    'https://docs.kernel.org/networking/statistics.html',
  ],

  evaluate(context, say) {
    const kernel = [
      ['link.rx_missed_errors'],
      ['link.rx_fifo_errors', 'dev.rx_fifo'],
      ['link.rx_over_errors'],
    ] as const;
    const losses = deviceLosses(context, { cause: 'ring-buffer-overflow', kernel, way: 'rx' });
    const told = concludeDevices(context, losses ?? [], say);
    const worst = losses?.[0]?.device;
    if (!worst || told.verdict === 'ok') return told;
    return {
      ...told,
      evidence: [...(told.evidence ?? []), ...ringOf(context, worst, say), ...oneCpu(context, worst, say)],
      remedies: remediesOf(context, worst, say),
      ruledOut: [say('not-backlog')],
      confirm: [say('twice', { device: worst.name })],
      consequenceOf: ['soft-lockup', 'pcie-bottleneck', 'steal-time', 'rx-alloc-failure', ...portOf(losses)],
    };
  },
});

/** Some drivers have one counter for the port's memory and the ring: the port's cause explains both. */
function portOf(losses: readonly DeviceLoss[] | undefined): string[] {
  const counters = losses?.[0]?.movement.deltas ?? [];
  const port = 'nic-phy-buffer-discard';
  return counters.some(({ name }) => meaningOf(name)?.causes.includes(port)) ? [port] : [];
}

function rings(context: Context, { name }: Device) {
  const found = context.all('ethtoolRings').find(({ value }) => value.device === name)?.value;
  const [now, max] = [found?.current.get('RX'), found?.maximum.get('RX')];
  return now && max ? { now, max } : undefined;
}

function ringOf(context: Context, device: Device, say: Speak): Evidence[] {
  const ring = rings(context, device);
  if (!ring) return [];
  const args = { device: device.name, now: ring.now.value, max: ring.max.value };
  return [cite(ring.now.line, say(ring.now.value < ring.max.value ? 'ring-small' : 'ring-full-size', args))];
}

function oneCpu(context: Context, device: Device, say: Speak): Evidence[] {
  const top = interruptShare(context, device.name);
  return top && top.cpus >= 2 && top.share > 0.7
    ? [cite(top.line, say('one-cpu', { cpu: top.cpu, share: top.share, device: device.name }))]
    : [];
}

function remediesOf(context: Context, device: Device, say: Speak): Remedy[] {
  const { name } = device;
  const ring = rings(context, device);
  const verify = [
    sh`ethtool -g ${name}`,
    sh`ethtool -S ${name} | grep -Ei 'miss|fifo|no_buf|no_dma|discard|out_of_buffer'`,
  ];
  const spread: Remedy = investigate(say('spread-irqs', { device: name }), [
    sh`grep ${name} /proc/interrupts`,
    sh`ethtool -l ${name}`,
    'systemctl status irqbalance',
  ]);
  if (!ring || ring.now.value >= ring.max.value) return [spread];
  const [now, max] = [Number(ring.now.value), Number(ring.max.value)];
  const args = { device: name, now, max };
  const change = {
    device: name,
    option: '-G',
    set: ['rx', max],
    before: ['rx', now],
    connection: { 'ethtool.ring-rx': max },
  };
  const words = { what: say('enlarge', args), keep: say('keep-ring', args), sideEffects: say('link-resets') };
  return [spread, ...changeDevice(context, { ...change, ...words, risk: 'link-reset', verify })];
}
