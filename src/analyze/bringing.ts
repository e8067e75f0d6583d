import type { Context } from '../causes/cause.ts';
import type { Source } from '../parsers/index.ts';

/** What was asked of the host for a need, and the command that would bring it. */
interface Bringing {
  what: string;
  command?: string;
  /** The file is there, but without this counter. */
  collected: boolean;
}

/** Counter groups: where the kernel prints them. */
const groups: Record<string, string> = {
  Ip: '/proc/net/snmp',
  Icmp: '/proc/net/snmp',
  Tcp: '/proc/net/snmp',
  Udp: '/proc/net/snmp',
  UdpLite: '/proc/net/snmp',
  TcpExt: '/proc/net/netstat',
  IpExt: '/proc/net/netstat',
  MPTcpExt: '/proc/net/netstat',
};

/** Sources: the command that a customer can run for each. */
const commands: Partial<Record<Source, string>> = {};

export function bringing(need: string, context: Context): Bringing {
  const [group = ''] = need.split('.');
  const file = groups[group];
  if (file !== undefined) {
    return { what: file, command: `cat ${file}`, collected: context.deltas().some((d) => d.name.startsWith(`${group}.`)) };
  }
  const command = commands[need as Source];
  return { what: command ?? need, ...(command === undefined ? {} : { command }), collected: false };
}
