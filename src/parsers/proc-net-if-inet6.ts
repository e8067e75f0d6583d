import { ipv6Text } from './internet-address.ts';
import type { InterfaceAddress } from './ip-addr.ts';
import { hexadecimal, present, words } from './numbers.ts';
import { defineParser } from './parser.ts';

const digits32 = /^[0-9a-f]{32}$/;
const scopes: Record<string, string> = { '00': 'global', '10': 'host', '20': 'link', '40': 'site' };
const addressFlags: [bit: bigint, name: string][] = [
  [0x01n, 'temporary'],
  [0x08n, 'dadfailed'],
  [0x20n, 'deprecated'],
  [0x40n, 'tentative'],
];

/** /proc/net/if_inet6: 'address ifindex length scope flags device', hexadecimal. Source: net/ipv6/addrconf.c. */
export const procNetIfInet6 = defineParser<InterfaceAddress[]>({
  name: '/proc/net/if_inet6',
  reads: /^\/proc\/net\/if_inet6$/,
  parse(file, note) {
    const addresses: InterfaceAddress[] = [];
    for (const line of file.lines) {
      const [digits = '', , length, scope = '', flags, device] = words(line.text);
      const [prefixLength, bits] = [hexadecimal(length), hexadecimal(flags)];
      if (digits === '') continue;
      if (
        !digits32.test(digits) ||
        prefixLength === undefined ||
        bits === undefined ||
        device === undefined
      ) {
        note(line, { id: 'common/unread-line', args: {} });
        continue;
      }
      addresses.push({
        device,
        family: 'inet6',
        address: ipv6Text(digits),
        prefixLength: Number(prefixLength),
        ...present({ scope: Object.hasOwn(scopes, scope) ? scopes[scope] : undefined }),
        flags: addressFlags.filter(([bit]) => (bits & bit) !== 0n).map(([, name]) => name),
        line,
      });
    }
    return addresses.length > 0 ? addresses : undefined;
  },
});
