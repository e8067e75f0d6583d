import type { Context } from '../causes/cause.ts';
import type { Link } from '../parsers/ip-link.ts';
import { count, present } from '../parsers/numbers.ts';
import type { DeviceAttribute } from '../parsers/sys-class-net.ts';
import { remembered } from './remembered.ts';

/** A device as all sources together know it. */
export interface KnownLink extends Link {
  /** Attributes of /sys/class/net by name ('speed', 'queues/rx-0/rps_cpus'), without the counters. */
  attributes: Map<string, DeviceAttribute>;
}

/** Every device once, best source first: what `ip link` leaves out, `ip addr`, ifconfig and /sys/class/net add. */
export const linksOf = remembered((context: Context): readonly KnownLink[] => {
  const links = new Map<string, KnownLink>();
  for (const { value } of context.all('links')) {
    for (const link of value) {
      const known = links.get(link.name);
      const details = new Map([...link.details, ...(known?.details ?? [])]);
      links.set(link.name, {
        ...link,
        ...known,
        details,
        attributes: known?.attributes ?? new Map<string, DeviceAttribute>(),
      });
    }
  }
  for (const { value } of context.all('deviceAttributes')) {
    if (value.attribute.startsWith('statistics/')) continue;
    const known = links.get(value.device) ?? bare(value);
    known.attributes.set(value.attribute, value);
    links.set(value.device, known);
  }
  return [...links.values()].map(completed);
});

function bare({ device, line }: DeviceAttribute): KnownLink {
  return { name: device, flags: [], details: new Map(), attributes: new Map(), line };
}

/** Bits of /sys/class/net/DEVICE/flags (include/uapi/linux/if.h) under the names that ip prints. */
const flagBits: [bit: number, name: string][] = [
  [0x1, 'UP'],
  [0x2, 'BROADCAST'],
  [0x8, 'LOOPBACK'],
  [0x10, 'POINTOPOINT'],
  [0x80, 'NOARP'],
  [0x100, 'PROMISC'],
  [0x200, 'ALLMULTI'],
  [0x400, 'MASTER'],
  [0x800, 'SLAVE'],
  [0x1000, 'MULTICAST'],
];

function completed(link: KnownLink): KnownLink {
  const text = (name: string) => link.attributes.get(name)?.value;
  const bits = Number.parseInt(text('flags') ?? '', 16);
  const flags = flagBits.filter(([bit]) => (bits & bit) !== 0).map(([, name]) => name);
  return {
    ...present<Partial<KnownLink>>({
      ifindex: count(text('ifindex')),
      mtu: count(text('mtu')),
      qlen: count(text('tx_queue_len')),
      operstate: text('operstate')?.toUpperCase(),
      address: text('address'),
    }),
    ...link,
    flags: link.flags.length > 0 ? link.flags : flags,
  };
}
