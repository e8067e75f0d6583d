import type { Line } from '../model.ts';
import { ipv4FromHex } from './internet-address.ts';
import { defineParser } from './parser.ts';

/** A multicast group that sockets of this host have joined on a device. */
export interface MulticastGroup {
  device: string;
  address: string;
  /** Sockets, and the kernel itself, that hold it. */
  users: number;
  line: Line;
}

const device = /^\d+\s+(\S+?)\s*:/;
const group = /^\s+([0-9A-F]{8})\s+(\d{1,9})\s/;

/**
 * /proc/net/igmp: a line per device, then one per group: '				FB0000E0     1 0:00000000		0', the address in the
 * host's byte order. Source: net/ipv4/igmp.c, igmp_mc_seq_show.
 */
export const procNetIgmp = defineParser<MulticastGroup[]>({
  name: '/proc/net/igmp',
  reads: /^\/proc\/net\/igmp$/,
  parse(file, note) {
    const groups: MulticastGroup[] = [];
    let current: string | undefined;
    for (const line of file.lines) {
      const text = line.text.slice(0, 200);
      const [, name] = device.exec(text) ?? [];
      const [, address, users] = group.exec(text) ?? [];
      if (name !== undefined) current = name;
      else if (current !== undefined && address !== undefined)
        groups.push({ device: current, address: ipv4FromHex(address), users: Number(users), line });
      else if (text.trim() !== '' && !text.startsWith('Idx'))
        note(line, { id: 'common/unread-line', args: {} });
    }
    return current === undefined ? undefined : groups;
  },
});
