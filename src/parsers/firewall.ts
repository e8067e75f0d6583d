/** One shape for what iptables, ip6tables, nft and firewalld tell about a packet filter. */
import type { Line } from '../model.ts';
import type { SampleSeed } from './parser.ts';

export type FirewallTool = 'iptables' | 'ip6tables' | 'arptables' | 'ebtables' | 'nft' | 'firewalld';

/** What happens to a packet that a rule matches. 'other': it goes on to the next rule, or user space decides. */
export type FirewallAction = 'drop' | 'reject' | 'accept' | 'jump' | 'other';

/** Both ends included. */
export interface PortRange {
  from: number;
  to: number;
}

/** What a packet must look like. Undefined: any. A negated address or interface starts with '!'. */
export interface FirewallMatches {
  /** 'tcp', 'udp', 'icmp' ...; numbers are turned into names where IANA has a common one. */
  protocol: string | undefined;
  /** Only packets of this family, in a table of both. */
  family: 'inet' | 'inet6' | undefined;
  source: string | undefined;
  destination: string | undefined;
  inInterface: string | undefined;
  outInterface: string | undefined;
  sourcePorts: PortRange[] | undefined;
  destinationPorts: PortRange[] | undefined;
  /** Connection tracking states, in capitals: 'NEW', 'INVALID'. */
  states: string[] | undefined;
  /** True: there are conditions beyond the fields above, so that a packet that fits them all may still not match. */
  conditional: boolean;
}

export interface FirewallRule {
  tool: FirewallTool;
  /** 'filter'; of nft with its family: 'inet filter'. Of firewalld: the zone. */
  table: string;
  chain: string;
  /** As printed, without counters and handles. */
  text: string;
  /** 'DROP', 'REJECT', 'LOG', the name of a chain; in nft's spelling for nft: 'drop'. '' for a rule that only counts. */
  target: string;
  action: FirewallAction;
  packets: bigint | undefined;
  bytes: bigint | undefined;
  /** False: the counters are abbreviated ('2147K') and good for their order of magnitude only. */
  exact: boolean;
  matches: FirewallMatches;
  /** Of a verdict map (nft): a rule per verdict, in its place. Absent for other rules, and for a map not listed. */
  branches?: FirewallRule[];
  line: Line;
}

export interface FirewallChain {
  tool: FirewallTool;
  table: string;
  name: string;
  /** 'input', 'forward', 'output', 'prerouting', 'postrouting', 'ingress', 'egress'; undefined for chains that are jumped to. */
  hook: string | undefined;
  policy: 'accept' | 'drop' | 'reject' | undefined;
  /** Of the policy. */
  packets: bigint | undefined;
  bytes: bigint | undefined;
  exact: boolean;
  line: Line;
}

export interface Firewall {
  chains: FirewallChain[];
  rules: FirewallRule[];
}

/** Matches anything. */
export function anyPacket(): FirewallMatches {
  return {
    protocol: undefined,
    family: undefined,
    source: undefined,
    destination: undefined,
    inInterface: undefined,
    outInterface: undefined,
    sourcePorts: undefined,
    destinationPorts: undefined,
    states: undefined,
    conditional: false,
  };
}

/** Protocol numbers (IANA) that rules commonly name; iptables 1.8.9 prints numbers. */
const protocols = new Map([
  ['1', 'icmp'],
  ['2', 'igmp'],
  ['4', 'ipip'],
  ['6', 'tcp'],
  ['17', 'udp'],
  ['41', 'ipv6'],
  ['47', 'gre'],
  ['50', 'esp'],
  ['51', 'ah'],
  ['58', 'ipv6-icmp'],
  ['89', 'ospf'],
  ['103', 'pim'],
  ['112', 'vrrp'],
  ['132', 'sctp'],
  ['136', 'udplite'],
]);

/** '6' and 'TCP' become 'tcp', 'all' and '0' become undefined; a leading '!' is kept. */
export function protocolName(text: string): string | undefined {
  const negated = text.startsWith('!') ? '!' : '';
  const name = text.slice(negated.length).toLowerCase();
  if (name === 'all' || name === '0' || name === 'ip' || name === '') return undefined;
  const known = name === 'icmpv6' ? 'ipv6-icmp' : (protocols.get(name) ?? name);
  return negated + known;
}

/** An address that means any is undefined. */
export function addressOf(text: string): string | undefined {
  return ['0.0.0.0/0', '::/0', 'anywhere', 'any', '*'].includes(text) ? undefined : text;
}

/** '22', '1024:65535', '1024-65535', '80,443'; undefined when a part is no number (a service's name, a set). */
export function portsOf(text: string): PortRange[] | undefined {
  const ranges: PortRange[] = [];
  for (const part of text.split(',')) {
    const found = /^(\d{0,5})(?:[:-](\d{0,5}))?$/.exec(part.trim());
    if (!found || part.trim() === '') return undefined;
    const from = Number(found[1] || '0');
    const to = found[2] === undefined ? from : Number(found[2] || '65535');
    if (from > to || to > 65535) return undefined;
    ranges.push({ from, to });
  }
  return ranges;
}

/** Every port that is in none of the ranges: '! --dport 22'. */
export function otherPorts(ranges: readonly PortRange[]): PortRange[] {
  const others: PortRange[] = [];
  let from = 0;
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    if (range.from > from) others.push({ from, to: range.from - 1 });
    from = Math.max(from, range.to + 1);
  }
  if (from <= 65535) others.push({ from, to: 65535 });
  return others;
}

/** Counters of rules and policies. Abbreviated numbers are no samples: a difference of two would be invented. */
export function firewallSamples({ rules, chains }: Firewall): SampleSeed[] {
  const seeds: SampleSeed[] = [];
  const seen = new Map<string, number>();
  for (const rule of rules) {
    const text = `${rule.tool} ${rule.table} ${rule.chain} ${rule.text}`;
    const times = (seen.get(text) ?? 0) + 1;
    seen.set(text, times);
    const scope = { rule: times === 1 ? text : `${text} #${times}` };
    if (!rule.exact) continue;
    if (rule.packets !== undefined)
      seeds.push({ name: 'firewall.packets', value: rule.packets, scope, line: rule.line });
    if (rule.bytes !== undefined)
      seeds.push({ name: 'firewall.bytes', value: rule.bytes, scope, line: rule.line });
  }
  for (const { tool, table, name, policy, packets, exact, line } of chains) {
    if (policy === undefined || packets === undefined || !exact) continue;
    const scope = { rule: `${tool} ${table} ${name} policy ${policy.toUpperCase()}` };
    seeds.push({ name: 'firewall.policy_packets', value: packets, scope, line });
  }
  return seeds;
}
