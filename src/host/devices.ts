import type { Context } from '../causes/cause.ts';
import type { CounterMeaning, CounterName } from '../counters/names.ts';
import { meaningOf } from '../counters/names.ts';
import { groupBy } from '../group-by.ts';
import type { Delta, Scope } from '../model.ts';
import type { KnownLink } from './links.ts';
import { linksOf } from './links.ts';
import { remembered } from './remembered.ts';

/** A network device as far as it is known. */
export interface Device {
  name: string;
  driver?: string;
  link?: KnownLink;
  /** Its counters, every one in the scope of the device, in the order in which they were read. */
  deltas: Delta[];
}

/** Devices of the namespace, by name; DEVICE for counters whose device is not told (a pasted `ethtool -S`). */
export const devicesOf = remembered((context: Context): readonly Device[] => {
  const drivers = new Map(context.all('ethtoolDriver').map(({ value }) => [value.device, value.driver]));
  const links = new Map(linksOf(context).map((link) => [link.name, link] as const));
  const devices = new Map<string, Device>(
    [...links].map(([name, link]) => [name, { name, link, deltas: [] }]),
  );
  for (const delta of context.deltas()) {
    const name = delta.scope.device;
    if (name === undefined || delta.kind === 'gauge') continue;
    const device = devices.get(name) ?? { name: deviceWord(name), deltas: [] };
    device.deltas.push(delta);
    devices.set(name, device);
  }
  for (const device of devices.values()) {
    const driver = drivers.get(device.name);
    if (driver !== undefined) device.driver = driver;
  }
  return [...devices.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
});

/** DEVICE where its name is not told, for the reader to put in. */
export function deviceWord(name: string | undefined): string {
  return name === undefined || name === '' ? 'DEVICE' : name;
}

/** A device in a sentence. */
export function deviceLabel(name: string | undefined): string {
  return name === undefined || name === '' ? '?' : name;
}

/** Where a device stands; the namespace alone where its name is not told. */
export function deviceScope(netns: string, device: string | undefined): Scope {
  return device === undefined ? { netns } : { netns, device };
}

/** Made by software on top of others, which count the same frames already. */
export function isStacked({ link, driver }: Device): boolean {
  return (
    /^(?:vlan|bond|bridge|macvlan|team)$/.test(link?.kind ?? '') ||
    /^(?:bonding|bridge|802\.1Q|team)/.test(driver ?? '')
  );
}

/** Without a wire: what it counts are software's own queues. */
export function isVirtual({ name, link, driver }: Device): boolean {
  if (name === 'lo' || /^(?:veth|tun|tap|dummy|docker|br-|virbr|cali|flannel|cni|vnet|wg|ifb)/.test(name))
    return true;
  return (
    /^(?:veth|tun|dummy|vxlan|gre|ipip|wireguard|ifb)$/.test(link?.kind ?? '') ||
    /^(?:veth|tun|dummy)$/.test(driver ?? '')
  );
}

/** The first of the names that the device has; one that was read in several captures before one that was not. */
export function deviceCounter({ deltas }: Device, ...names: readonly CounterName[]): Delta | undefined {
  const known = names.flatMap((name) => deltas.filter((delta) => delta.name === name));
  return known.find(({ since }) => since !== 'boot') ?? known[0];
}

/** Frames that the device took in or sent: by the kernel, else as the driver counts them. */
export function frames(device: Device, way: 'rx' | 'tx'): Delta[] {
  const kernel =
    way === 'rx'
      ? deviceCounter(device, 'link.rx_packets', 'dev.rx_packets')
      : deviceCounter(device, 'link.tx_packets', 'dev.tx_packets');
  if (kernel) return [kernel];
  const whole = device.deltas.filter(({ name }) => name === `ethtool.${way}_packets`);
  return whole.length > 0 ? whole : device.deltas.filter(({ name }) => parts[way].test(name));
}

/** Of drivers that print no sum: by queue ('rxq0: rx_pkts', '[0]: rx_ucast_packets', vmxnet3), or by kind of address. */
const parts = {
  rx: /^ethtool\.(?:rxq\d+: rx_pkts|(?:\[\d+\]: )?rx_[ubm]cast_packets|[ubm]cast pkts rx)$/,
  tx: /^ethtool\.(?:txq\d+: tx_pkts|(?:\[\d+\]: )?tx_[ubm]cast_packets|[ubm]cast pkts tx)$/,
};

/**
 * The driver's own counters that speak for a cause, in groups that count one thing: the queues of one name belong
 * together, while the sum over the device and another name for the same loss stand apart. Never add groups.
 * 'context': instead of losses, what means something only together with something else.
 */
export function driverCounters(device: Device, cause: string, bad: true | 'context' = true): Delta[][] {
  const speaking = meaningsOf(device)
    .filter(([, meaning]) => meaning.bad === bad && meaning.causes.includes(cause))
    .map(([delta]) => delta);
  const groups = groupBy(speaking, ({ name, scope }) =>
    scope.queue === undefined ? name : name.replace(/\d+/g, '#'),
  );
  return [...groups.values()];
}

/** The driver's own counters that are known. */
const meaningsOf = remembered(({ deltas, driver }: Device): readonly (readonly [Delta, CounterMeaning])[] =>
  deltas.flatMap((delta) => {
    const meaning = delta.name.startsWith('ethtool.') ? meaningOf(delta.name, driver) : undefined;
    return meaning ? [[delta, meaning] as const] : [];
  }),
);
