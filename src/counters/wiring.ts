/** How devices stand on each other, as `ip -d link` tells it. */
export interface WiredDevice {
  netns: string;
  name: string;
  /** Bridge or bond that it belongs to. */
  master?: string;
  /** 'eth0' of 'eth0.5@eth0'; 'if7' where the other end is in another namespace. */
  parent?: string;
  /** 'bond', 'bridge', 'vlan', 'veth' ... */
  kind?: string;
}

/** Devices by namespace and name. */
export type Wiring = ReadonlyMap<string, WiredDevice>;

export function wiringOf(devices: Iterable<WiredDevice>): Wiring {
  return new Map([...devices].map((device) => [`${device.netns} ${device.name}`, device]));
}

const sums = /^(?:bond|team)\d/;

/** A bond or team shows the sums of its members' counters. Without `ip -d link` its name tells. */
export function isSumOfOthers(wiring: Wiring, netns: string, device: string): boolean {
  const kind = wiring.get(`${netns} ${device}`)?.kind;
  return kind === undefined ? sums.test(device) : kind === 'bond' || kind === 'team';
}

/** Names of devices that usually stand on others, for hosts of which `ip link` is not known. */
const stacked =
  /^(?:bond|team|br|docker|virbr|veth|vnet|tap|cali|cni|flannel|vlan|macvlan|ovs|vxlan|wg|tun)|\./;

/** Whether its frames go to the IP layer of its namespace itself, and not to a device above it. Undefined: not known. */
export function feedsIp(wiring: Wiring, netns: string, device: string): boolean | undefined {
  const wired = wiring.get(`${netns} ${device}`);
  if (!wired) return stacked.test(device) ? undefined : true;
  if (wired.master !== undefined) return false;
  return wired.parent === undefined || !wiring.has(`${netns} ${wired.parent}`);
}
