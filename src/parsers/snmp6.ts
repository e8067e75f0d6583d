import type { Line } from '../model.ts';
import type { Mib } from './mib.ts';
import { mibSamples } from './mib.ts';
import { words } from './numbers.ts';
import type { NoteAt } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** 'Udp6InErrors' -> 'Udp6.InErrors'. The longest group first: 'Ip6' is also the end of 'UdpLite6'. */
const groups =
  /^(UdpLite6|Icmp6|Udp6|Ip6|MPTcpExt|IcmpMsg|UdpLite|TcpExt|IpExt|Icmp|Sctp|Udp|Tcp|Ip)(?=[A-Z])/;

/** The kernel's group and key of a name that has both in one word; the name itself when its group is not known. */
export function mibName(name: string): string {
  const group = groups.exec(name)?.[1];
  return group === undefined ? name : `${group}.${name.slice(group.length)}`;
}

/** One 'name value' per line. `rename` gives the key in the map; lines of another shape are noted. */
function parseNamePerLine(
  lines: Iterable<Line>,
  rename: (name: string) => string,
  note: NoteAt,
): Mib | undefined {
  const mib: Mib = new Map();
  for (const line of lines) {
    const [name, text, ...rest] = words(line.text);
    if (name === undefined) continue;
    const value = rest.length === 0 ? integer(text) : undefined;
    if (value === undefined) note(line, { id: 'common/unread-line', args: {} });
    else mib.set(rename(name), { value, line });
  }
  return mib.size > 0 ? mib : undefined;
}

/** /proc/net/snmp6: 'Ip6InReceives   \t123'. 'Icmp6InType134' are open-ended. Source: net/ipv6/proc.c. */
export const procNetSnmp6 = defineParser<Mib>({
  name: '/proc/net/snmp6',
  reads: /^\/proc\/net\/snmp6$/,
  parse: (file, note) => parseNamePerLine(file.lines, mibName, note),
  samples: mibSamples,
  equals: 'nstat',
});

/**
 * /proc/net/dev_snmp6/DEVICE: the same for one device, and its ifIndex. Its samples are called 'dev_snmp6.Ip6InReceives',
 * so that they are not taken for the host's.
 */
export const procNetDevSnmp6 = defineParser<Mib>({
  name: '/proc/net/dev_snmp6',
  reads: /^\/proc\/net\/dev_snmp6\/[^/]+$/,
  parse: (file, note) => parseNamePerLine(file.lines, mibName, note),
  samples(mib, file) {
    const device = file.origin.slice('/proc/net/dev_snmp6/'.length);
    const index = mib.get('ifIndex');
    const incarnation = index === undefined ? {} : { incarnation: String(index.value) };
    return [...mib]
      .filter(([name]) => name !== 'ifIndex')
      .map(([name, { value, line }]) => ({
        name: `dev_snmp6.${name.replace('.', '')}`,
        value,
        line,
        scope: { device },
        ...incarnation,
      }));
  },
});

/** /proc/net/xfrm_stat (IPsec), /proc/net/tls_stat and /proc/net/sctp/snmp: the same form. */
export const procNetXfrmStat = defineParser<Mib>({
  name: '/proc/net/xfrm_stat',
  reads: /^\/proc\/net\/xfrm_stat$/,
  parse: (file, note) => parseNamePerLine(file.lines, (name) => `Xfrm.${name}`, note),
  samples: mibSamples,
});
export const procNetTlsStat = defineParser<Mib>({
  name: '/proc/net/tls_stat',
  reads: /^\/proc\/net\/tls_stat$/,
  parse: (file, note) => parseNamePerLine(file.lines, (name) => `Tls.${name}`, note),
  samples: mibSamples,
});
export const procNetSctpSnmp = defineParser<Mib>({
  name: '/proc/net/sctp/snmp',
  reads: /^\/proc\/net\/sctp\/snmp$/,
  parse: (file, note) => parseNamePerLine(file.lines, mibName, note),
  samples: mibSamples,
});
