import type { Context } from '../causes/cause.ts';
import type { Delta } from '../model.ts';
import type { Device } from './devices.ts';
import { deviceCounter } from './devices.ts';

/** Frames that a device took in between the captures, and of which IP saw next to none. */
export interface Vanished {
  device: Device;
  n: bigint;
  share: number;
  arrived: Delta;
  received: Delta;
}

const grown = (delta: Delta | undefined) =>
  delta === undefined || delta.since === 'boot' ? 0n : delta.increase;

/**
 * Frames for others reach IP by another device, or not at all: looked at is a device that alone has traffic and does not
 * listen to everything. ARP and spanning tree are small frames; larger ones are packets that something took before IP.
 */
export function vanished(context: Context, devices: readonly Device[]): Vanished | undefined {
  const busy = devices.filter(({ name }) => name !== 'lo').filter((device) => grown(packetsOf(device)) > 0n);
  const [device, ...others] = busy;
  const [v4, v6] = [context.counter('Ip.InReceives'), context.counter('Ip6.InReceives')];
  const arrived = device && packetsOf(device);
  if (!device || !arrived || !v4 || !v6 || others.length > 0 || v4.since === 'boot' || v6.since === 'boot')
    return undefined;
  const { link } = device;
  if (!link || link.master !== undefined || link.flags.includes('PROMISC') || (link.promiscuity ?? 0) > 0)
    return undefined;
  const counted = (['link.rx_dropped', 'link.rx_nohandler', 'link.rx_otherhost_dropped'] as const).map(
    (name) => deviceCounter(device, name),
  );
  const n = counted.reduce(
    (rest, delta) => rest - grown(delta),
    arrived.increase - v4.increase - v6.increase,
  );
  const bytes = grown(deviceCounter(device, 'link.rx_bytes', 'dev.rx_bytes'));
  if (n < 100n || n * 100n < arrived.increase * 99n || bytes < arrived.increase * 100n) return undefined;
  return { device, n, share: Number(n) / Number(arrived.increase), arrived, received: v4 };
}

const packetsOf = (device: Device) => deviceCounter(device, 'link.rx_packets', 'dev.rx_packets');
