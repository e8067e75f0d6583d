import type { Line } from '../model.ts';
import { count, headerWords, hexadecimal, present, words } from './numbers.ts';
import { defineParser, integer } from './parser.ts';

/** A packet socket: a sniffer, a DHCP client, lldpd. */
export interface PacketSocket {
  /** 'SOCK_RAW', 'SOCK_DGRAM', or the number. */
  type: string;
  /** Ethertype that it listens for; 3 is all. */
  protocol: number;
  /** 0: all devices. */
  ifindex: number;
  /** Bytes that wait to be read. */
  rmem: number;
  uid?: number;
  inode?: string;
  line: Line;
}

export interface NetlinkSocket {
  /** NETLINK_* number (include/uapi/linux/netlink.h): 0 is ROUTE, 12 NETFILTER. */
  protocol: number;
  /** Port id: the pid of its first user, 0 for the kernel's own. */
  portId: number;
  rmem: number;
  /** Messages lost because the reader was too slow. */
  drops?: bigint;
  inode?: string;
  line: Line;
}

const socketTypes: Record<string, string> = { '2': 'SOCK_DGRAM', '3': 'SOCK_RAW' };

/** A table with a header of one word per column: rows as maps from column to text. */
function* rowsByHeader(
  lines: Iterable<Line>,
): Generator<{ cell: (name: string) => string | undefined; line: Line }> {
  let header: string[] | undefined;
  for (const line of lines) {
    const row = words(line.text);
    if (row.length === 0) continue;
    if (header === undefined) header = headerWords(line.text);
    else {
      const columns = header;
      yield { cell: (name) => (columns.includes(name) ? row[columns.indexOf(name)] : undefined), line };
    }
  }
}

/** /proc/net/packet: 'sk RefCnt Type Proto Iface R Rmem User Inode'; Proto is hexadecimal. Source: net/packet/af_packet.c. */
export const procNetPacket = defineParser<PacketSocket[]>({
  name: '/proc/net/packet',
  reads: /^\/proc\/net\/packet$/,
  parse(file, note) {
    const sockets: PacketSocket[] = [];
    for (const { cell, line } of rowsByHeader(file.lines)) {
      const type = cell('Type') ?? '';
      const [protocol, ifindex, rmem] = [
        hexadecimal(cell('Proto')),
        count(cell('Iface')),
        count(cell('Rmem')),
      ];
      if (protocol === undefined || ifindex === undefined || rmem === undefined)
        note(line, { id: 'common/unread-line', args: {} });
      else
        sockets.push({
          type: Object.hasOwn(socketTypes, type) ? (socketTypes[type] ?? type) : type,
          protocol: Number(protocol),
          ifindex,
          rmem,
          ...present({ uid: count(cell('User')), inode: cell('Inode') }),
          line,
        });
    }
    return sockets.length > 0 ? sockets : undefined;
  },
});

/** /proc/net/netlink: 'sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode'; Drops since 2.6.38. Source: net/netlink/af_netlink.c. */
export const procNetNetlink = defineParser<NetlinkSocket[]>({
  name: '/proc/net/netlink',
  reads: /^\/proc\/net\/netlink$/,
  parse(file, note) {
    const sockets: NetlinkSocket[] = [];
    for (const { cell, line } of rowsByHeader(file.lines)) {
      const [protocol, portId, rmem] = [
        count(cell('Eth')),
        count(cell('Pid')?.replace(/^-/, '')),
        count(cell('Rmem')),
      ];
      if (protocol === undefined || portId === undefined || rmem === undefined)
        note(line, { id: 'common/unread-line', args: {} });
      else
        sockets.push({
          protocol,
          portId,
          rmem,
          ...present({ drops: integer(cell('Drops')), inode: cell('Inode') }),
          line,
        });
    }
    return sockets.length > 0 ? sockets : undefined;
  },
  samples: (sockets) =>
    sockets.flatMap(({ protocol, portId, drops, inode, line }) =>
      drops === undefined
        ? []
        : [
            {
              name: 'netlink.drops',
              value: drops,
              line,
              bits: 32 as const,
              scope: { socket: `netlink ${protocol} ${portId}` },
              ...present({ incarnation: inode }),
            },
          ],
    ),
});
