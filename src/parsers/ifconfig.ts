import type { CapturedFile, Line } from '../model.ts';
import { prefixLengthOf } from './internet-address.ts';
import type { InterfaceAddress } from './ip-addr.ts';
import type { Link } from './ip-link.ts';
import type { LinkStatistics } from './link-stats.ts';
import { linkSamples } from './link-stats.ts';
import { count, present } from './numbers.ts';
import type { Reading } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/*
 * ifconfig of net-tools, old form (until 1.60, and busybox) and new (2.x):
 *
 *   eth0      Link encap:Ethernet  HWaddr 00:0c:29:c2:c8:63        eth0: flags=4163<UP,BROADCAST>  mtu 1500
 *             inet addr:192.0.2.1  Bcast:...  Mask:255.255.255.0           inet 192.0.2.1  netmask 255.255.255.0
 *             UP BROADCAST RUNNING  MTU:1500  Metric:1                     ether 00:0c:29:3b:58:0e  txqueuelen 1000
 *             RX packets:36 errors:0 dropped:0 overruns:0 frame:0          RX packets 0  bytes 0 (0.0 B)
 *
 * The numbers are those of /proc/net/dev: 'dropped' contains missed frames, 'overruns' is its fifo column. Copied from
 * a page or through grep, it has lost the indentation, the device's name, or the first line.
 */

const reads = /^ifconfig( .*)?$/;
const head = /^\s*(?:(?!Link encap:)(\S+?)(?::? +Link encap:|: +flags=)|Link encap:)/;
const tail = /^\s+\S|^(?:RX|TX|inet6?|ether|loop|unspec|UP|BROADCAST|collisions:)/;

interface Block {
  name: string;
  line: Line;
  /** First line included. */
  lines: Line[];
}

function blocksOf({ origin, lines }: CapturedFile): Block[] {
  const asked = /^ifconfig ([^-\s]\S*)/.exec(origin)?.[1] ?? '';
  const blocks: Block[] = [];
  for (const line of lines) {
    const found = head.exec(line.text);
    if (found) blocks.push({ name: found[1] ?? asked, line, lines: [line] });
    else if (tail.test(line.text)) {
      if (blocks.length === 0 && /^\s*[RT]X packets/.test(line.text))
        blocks.push({ name: asked, line, lines: [] });
      blocks.at(-1)?.lines.push(line);
    }
  }
  return blocks;
}

const columns: Record<string, string> = {
  packets: 'packets',
  bytes: 'bytes',
  errors: 'errs',
  dropped: 'drop',
  overruns: 'fifo',
  frame: 'frame',
  carrier: 'carrier',
  collisions: 'colls',
  compressed: 'compressed',
};

/** Every 'word number' or 'word:number' of the lines that begin with RX, TX or collisions. */
function countersOf(block: Block): Map<string, Reading> {
  const counters = new Map<string, Reading>();
  for (const line of block.lines) {
    let direction = /^\s*(RX|TX)\b/.exec(line.text)?.[1]?.toLowerCase();
    if (direction === undefined && !/^\s*collisions:/.test(line.text)) continue;
    for (const [, turn, word = '', number] of line.text.matchAll(
      /(?:\b(RX|TX) )?\b([a-z]+)[: ](\d{1,20})\b/g,
    )) {
      direction = turn?.toLowerCase() ?? direction;
      const column = Object.hasOwn(columns, word) ? columns[word] : undefined;
      const value = integer(number);
      if (column === undefined || value === undefined) continue;
      const side = column === 'colls' || column === 'carrier' ? 'tx' : (direction ?? 'tx');
      counters.set(`dev.${side}_${column}`, { value, line });
    }
  }
  return counters;
}

export const ifconfigStatistics = defineParser<LinkStatistics[]>({
  name: 'ifconfig',
  reads,
  parse(file, note) {
    const devices: LinkStatistics[] = [];
    for (const block of blocksOf(file)) {
      const counters = countersOf(block);
      // An alias ('eth0:1') has no counters of its own, nor has a device of another system.
      if (counters.size > 0) devices.push({ device: block.name, counters, line: block.line });
      else if (!block.name.includes(':')) note(block.line, { id: 'common/unread-line', args: {} });
    }
    return devices.length > 0 ? devices : undefined;
  },
  samples: linkSamples,
  equals: '/proc/net/dev',
});

export const ifconfigLinks = defineParser<Link[]>({
  name: 'ifconfig (links)',
  reads,
  parse(file) {
    // 'eth0:1' is an address of eth0 and no device.
    const links = blocksOf(file)
      .filter(({ name }) => name !== '' && !name.includes(':'))
      .map(linkOf);
    return links.length > 0 ? links : undefined;
  },
});

function linkOf({ name, line, lines }: Block): Link {
  const text = lines.map((each) => each.text).join('\n');
  const find = (pattern: RegExp) => pattern.exec(text)?.[1];
  const old = /^\s*((?:[A-Z]+ )+) ?MTU:/m.exec(text)?.[1]?.trim().split(' ');
  const encapsulation = find(/Link encap:(\w+)/) ?? find(/\((Ethernet|Local Loopback|UNSPEC|InfiniBand)\)/);
  const types: Record<string, string> = {
    Ethernet: 'ether',
    Local: 'loopback',
    'Local Loopback': 'loopback',
    InfiniBand: 'infiniband',
  };
  return {
    name,
    flags:
      old ??
      find(/flags=\d+<([^>]*)>/)
        ?.split(',')
        .filter((flag) => flag !== '') ??
      [],
    ...present({
      mtu: count(find(/\b(?:mtu |MTU:)(\d{1,6})/)),
      qlen: count(find(/txqueuelen[: ](\d{1,9})/)),
      address: find(/(?:HWaddr|ether) ([0-9A-Fa-f:]{17})/)?.toLowerCase(),
      type:
        encapsulation === undefined || !Object.hasOwn(types, encapsulation)
          ? undefined
          : types[encapsulation],
    }),
    details: new Map(),
    line,
  };
}

const oldAddress = /^inet addr:\s?(\S+)(?:\s+P-t-P:(\S+))?(?:\s+Bcast:(\S+))?(?:\s+Mask:(\S+))?/;
const newAddress = /^inet (\S+)\s+netmask (\d[\d.]+)(?:\s+broadcast (\S+))?(?:\s+destination (\S+))?/;
const inet6Address = /^inet6 (?:addr: ?)?([0-9a-fA-F:.]+)(?:%\S+)?(?:\/(\d{1,3})|\s+prefixlen (\d{1,3}))/;

export const ifconfigAddresses = defineParser<InterfaceAddress[]>({
  name: 'ifconfig (addresses)',
  reads,
  parse(file) {
    const found: InterfaceAddress[] = [];
    for (const { name, lines } of blocksOf(file)) {
      for (const line of lines) {
        const address = addressOf(name.split(':')[0] ?? name, line);
        if (address) found.push(address);
      }
    }
    return found.length > 0 ? found : undefined;
  },
});

function addressOf(device: string, line: Line): InterfaceAddress | undefined {
  const text = line.text.trim();
  const [, old, oldPeer, oldBroadcast, oldMask] = oldAddress.exec(text) ?? [];
  const [, fresh, mask, broadcast, peer] = newAddress.exec(text) ?? [];
  const address = old ?? fresh;
  if (address !== undefined) {
    const netmask = oldMask ?? mask;
    return {
      device,
      family: 'inet',
      address,
      ...present({
        prefixLength: netmask === undefined ? undefined : prefixLengthOf(netmask),
        peer: oldPeer ?? peer,
        broadcast: oldBroadcast ?? broadcast,
      }),
      flags: [],
      line,
    };
  }
  const [, six, length, prefixlen] = inet6Address.exec(text) ?? [];
  if (six === undefined) return undefined;
  const [, oldScope, newScope] = /scope:(\w+)|<(\w+)>/i.exec(text) ?? [];
  const prefixLength = count(length ?? prefixlen);
  return {
    device,
    family: 'inet6',
    address: six,
    ...present({ prefixLength, scope: (oldScope ?? newScope)?.toLowerCase() }),
    flags: [],
    line,
  };
}
