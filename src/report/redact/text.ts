import type { Aliases } from './aliases.ts';

// Two digits and a colon also start times of day; what is no address stays as it is.
const macRun = /(?<![\w:])[0-9a-f]{2}(?:([:-])[0-9a-f]{2}){5,19}(?![\w:])/gi;
const bareMac = /(?<=\b(?:enx|wlx|[0-9a-f]{4}\.))[0-9a-f]{12}(?![0-9a-f])/gi;
const v6 = String.raw`(?<![\w:.])((?:[0-9a-f]{0,4}:){2,7}(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{0,4}))(?:\/(\d{1,3}))?(?![\w:])`;
const v4 = String.raw`(?<![\d.])(\d{1,3}(?:\.\d{1,3}){3})(?:\/(\d{1,2}))?(?!\d)`;
// In one go, so that no alias is taken for an original.
const anyAddress = new RegExp(`${v6}|${v4}`, 'gi');

/** The text with every address and link-layer address in it replaced, as people and commands write them. */
export function withoutAddresses(text: string, aliases: Aliases): string {
  return text
    .replace(macRun, (whole, separator: string) => macs(whole, separator, aliases))
    .replace(bareMac, (whole) => aliases.mac(pairs(whole)).join(''))
    .replace(anyAddress, (whole, six?: string, sixLength?: string, four?: string, fourLength?: string) => {
      const length = sixLength ?? fourLength;
      const alias = aliases.address(six ?? four ?? '', length === undefined ? undefined : Number(length));
      return alias === undefined ? whole : `${alias}${length === undefined ? '' : `/${length}`}`;
    });
}

/** One address, or the receiver's, the sender's and the type, as the log of a packet filter prints them. */
function macs(text: string, separator: string, aliases: Aliases): string {
  const bytes = text.toLowerCase().split(separator);
  const parts = bytes.length === 14 ? [bytes.slice(0, 6), bytes.slice(6, 12)] : [bytes];
  const rest = bytes.length === 14 ? bytes.slice(12) : [];
  return [...parts.flatMap((part) => aliases.mac(part)), ...rest].join(separator);
}

function pairs(digits: string): string[] {
  return digits.toLowerCase().match(/../g) ?? [];
}

/** Tables of /proc/net that print addresses as hexadecimal numbers. */
const v4Table = /\/proc\/net\/(tcp|udp|udplite|raw|icmp|route)$/;
const v6Table = /\/proc\/net\/(tcp6|udp6|udplite6|raw6|icmp6)$/;
const v6Plain = /\/proc\/net\/(if_inet6|ipv6_route|anycast6)$/;

/** A line of such a table. `path` ends with the kernel's own path, whatever the archive puts before it. */
export function withoutHexAddresses(text: string, path: string, aliases: Aliases): string {
  if (v4Table.test(path)) {
    const wanted = path.endsWith('/route') ? /\b[0-9a-f]{8}\b/gi : /\b[0-9a-f]{8}(?=:[0-9a-f]{4}\b)/gi;
    return text.replace(wanted, (digits) => littleEndian(digits, aliases));
  }
  if (v6Table.test(path))
    return text.replace(/\b[0-9a-f]{32}(?=:)/gi, (digits) => littleEndian(digits, aliases));
  return v6Plain.test(path)
    ? text.replace(/\b[0-9a-f]{32}\b/gi, (digits) => hexAlias(digits, aliases))
    : text;
}

/** Words of 32 bits with the last byte first, as a little-endian host prints them. */
function littleEndian(digits: string, aliases: Aliases): string {
  const turned = (text: string) =>
    (text.match(/.{8}/g) ?? []).map((word) => pairs(word).reverse().join('')).join('');
  return turned(hexAlias(turned(digits), aliases)).toUpperCase();
}

function hexAlias(digits: string, aliases: Aliases): string {
  const text =
    digits.length === 8
      ? pairs(digits)
          .map((pair) => Number.parseInt(pair, 16))
          .join('.')
      : (digits.match(/.{4}/g) ?? []).join(':');
  const alias = aliases.address(text);
  if (alias === undefined) return digits;
  return digits.length === 8
    ? alias
        .split('.')
        .map((octet) => Number(octet).toString(16).padStart(2, '0'))
        .join('')
    : expanded(alias);
}

/** All 32 digits of an IPv6 address. */
function expanded(text: string): string {
  const [head = '', tail] = text.split('::');
  const groups = (half: string) =>
    (half === '' ? [] : half.split(':')).map((group) => group.padStart(4, '0'));
  const behind = tail === undefined ? [] : groups(tail);
  const before = groups(head);
  const zeros = Array.from({ length: 8 - before.length - behind.length }, () => '0000');
  return [...before, ...zeros, ...behind].join('');
}
