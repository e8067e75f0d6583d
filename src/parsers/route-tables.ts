import type { Line } from '../model.ts';
import { ipv4FromHex, ipv6Text, prefixLengthOf } from './internet-address.ts';
import type { Route } from './ip-route.ts';
import { count, hexadecimal, present, words } from './numbers.ts';
import { defineParser } from './parser.ts';

/*
 * The main routing table as older tools and the kernel's own files show it. Flags: U up, G gateway, H host, ! reject
 * (include/uapi/linux/route.h: RTF_GATEWAY 2, RTF_REJECT 0x200).
 */

/** `route -n`, `netstat -rn` (and -6): 'Destination Gateway Genmask Flags ... Iface'; other kinds of table are passed over. */
export const routeTable = defineParser<Route[]>({
  name: 'route -n',
  reads: /^(route( .*)?|netstat( -\S+)* -[a-zA-Z]*r[a-zA-Z]*( .*)?)$/,
  parse(file, note) {
    const routes: Route[] = [];
    let columns: string[] | undefined;
    for (const line of file.lines) {
      // 'Next Hop' is one column of the IPv6 table.
      const text = words(line.text.replace('Next Hop', 'Gateway'));
      if (text[0] === 'Destination') columns = text.slice(0, 30);
      else if (/^(Kernel|Active|Proto|Iface)\b/.test(text[0] ?? '')) columns = undefined;
      else if (columns && text.length > 0) {
        const route = rowOf(columns, text, line);
        if (route) routes.push(route);
        else note(line, { id: 'common/unread-line', args: {} });
      }
    }
    return routes.length > 0 ? routes : undefined;
  },
});

function rowOf(columns: readonly string[], text: readonly string[], line: Line): Route | undefined {
  const cell = (...names: string[]) => text[columns.findIndex((name) => names.includes(name))];
  const [target, gateway, flags] = [cell('Destination'), cell('Gateway'), cell('Flags', 'Flag')];
  if (target === undefined || flags === undefined || !/^[UGHSRDMACB!n]+$/.test(flags)) return undefined;
  const [address = '', length] = target.split('/');
  const family = address.includes(':') || gateway === '::' ? 'inet6' : 'inet';
  const isDefault = address === 'default' || address === '[::]';
  const any = family === 'inet6' ? '::' : '0.0.0.0';
  const device = cell('Iface', 'If');
  const noGateway =
    gateway === undefined || gateway === '*' || gateway === '-' || gateway === any || gateway === '[::]';
  return {
    family,
    type: flags.includes('!') ? 'unreachable' : 'unicast',
    destination: isDefault ? any : address,
    prefixLength: count(length) ?? (isDefault ? 0 : prefixLengthOf(cell('Genmask') ?? '0.0.0.0')),
    nexthops: [
      {
        ...present({ gateway: noGateway ? undefined : gateway, device: device === '-' ? undefined : device }),
        flags: [],
      },
    ],
    table: 'main',
    ...present({ metric: metricOf(cell('Metric', 'Met')) }),
    options: [flags],
    line,
  };
}

const hex8 = /^[0-9A-F]{8}$/;

/** A mask is ones, then zeros; read in the wrong byte order most are not. */
function isMask(text: string): boolean {
  const bits = text
    .split('.')
    .map((byte) => Number(byte).toString(2).padStart(8, '0'))
    .join('');
  return !bits.includes('01');
}

function isBigEndian(lines: Iterable<Line>): boolean {
  for (const { text } of lines) {
    const mask = words(text)[7] ?? '';
    if (hex8.test(mask) && !isMask(ipv4FromHex(mask)) && isMask(ipv4FromHex(mask, true))) return true;
  }
  return false;
}

/** /proc/net/route: tab-separated, addresses in hexadecimal of the host's byte order. Source: net/ipv4/fib_trie.c. */
export const procNetRoute = defineParser<Route[]>({
  name: '/proc/net/route',
  reads: /^\/proc\/net\/route$/,
  parse(file, note) {
    const routes: Route[] = [];
    const bigEndian = isBigEndian(file.lines);
    for (const line of file.lines) {
      const [device = '', destination = '', gateway = '', flags, , , metric, mask = '', mtu] = words(
        line.text,
      );
      if (device === '' || device === 'Iface') continue;
      const bits = hexadecimal(flags);
      if (bits === undefined || !hex8.test(destination) || !hex8.test(gateway) || !hex8.test(mask)) {
        note(line, { id: 'common/unread-line', args: {} });
        continue;
      }
      const hop = (bits & 2n) === 0n ? {} : { gateway: ipv4FromHex(gateway, bigEndian) };
      routes.push({
        family: 'inet',
        type: (bits & 0x200n) === 0n ? 'unicast' : 'unreachable',
        destination: ipv4FromHex(destination, bigEndian),
        prefixLength: prefixLengthOf(ipv4FromHex(mask, bigEndian)),
        nexthops: device === '*' ? [] : [{ ...hop, device, flags: [] }],
        table: 'main',
        ...present({ metric: count(metric), mtu: mtu === '0' ? undefined : count(mtu) }),
        options: [],
        line,
      });
    }
    return routes.length > 0 ? routes : undefined;
  },
});

const digits32 = /^[0-9a-f]{32}$/;

/** /proc/net/ipv6_route: 'destination length source length next-hop metric refcount use flags device', hexadecimal. All tables. */
export const procNetIpv6Route = defineParser<Route[]>({
  name: '/proc/net/ipv6_route',
  reads: /^\/proc\/net\/ipv6_route$/,
  parse(file, note) {
    const routes: Route[] = [];
    for (const line of file.lines) {
      const [destination = '', length, , , gateway = '', metric, , , flags, device] = words(line.text);
      const [prefixLength, bits] = [hexadecimal(length), hexadecimal(flags)];
      if (destination === '') continue;
      if (
        !digits32.test(destination) ||
        !digits32.test(gateway) ||
        prefixLength === undefined ||
        bits === undefined ||
        device === undefined
      ) {
        note(line, { id: 'common/unread-line', args: {} });
        continue;
      }
      const hop = (bits & 2n) === 0n ? {} : { gateway: ipv6Text(gateway) };
      routes.push({
        family: 'inet6',
        // RTF_LOCAL, RTF_ANYCAST, RTF_REJECT (include/uapi/linux/ipv6_route.h).
        type:
          (bits & 0x80000000n) !== 0n
            ? 'local'
            : (bits & 0x100000n) !== 0n
              ? 'anycast'
              : (bits & 0x200n) !== 0n
                ? 'unreachable'
                : 'unicast',
        destination: ipv6Text(destination),
        prefixLength: Number(prefixLength),
        nexthops: [{ ...hop, device, flags: [] }],
        table: (bits & 0x80000000n) !== 0n ? 'local' : 'main',
        ...present({ metric: unsigned(hexadecimal(metric)) }),
        options: [],
        line,
      });
    }
    return routes.length > 0 ? routes : undefined;
  },
});

/** Metrics are unsigned; route prints the largest, which a route that rejects everything has, as -1. */
function metricOf(text: string | undefined): number | undefined {
  return text === '-1' ? 0xffffffff : count(text);
}

function unsigned(value: bigint | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}
