import type { Row } from './row.ts';

/** Groups whose keys are not a fixed list. */
// biome-ignore format: a table, one pattern per line
export const openEnded: readonly (readonly [RegExp, Row])[] = [
  [/^IcmpMsg\.(In|Out)Type\d+$/, ['ip', 'both', 'context', 'packets', 'long', '<=2.6.29', 'ICMP messages by type; only types that were seen are printed', 'icmp-blocked']],
  [/^Icmp6\.(In|Out)Type\d+$/, ['ip', 'both', 'context', 'packets', 'long', '<=2.6.29', 'ICMPv6 messages by type; only types that were seen are printed', 'icmp-blocked']],
  [/^dev_snmp6\.(Ip6|Icmp6)\w+$/, ['ip', 'both', 'context', 'packets', 64, '<=3.10', 'the IPv6 counter of one device']],
  [/^Tcp\.[A-Z]\w+$/, ['tcp', 'both', 'context', 'events', 'long', '', 'a counter of a vendor kernel']],
];
