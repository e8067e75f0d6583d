/** What iptables-save and `iptables -L` have in common: targets, and how matches are written after the columns. */
import type { FirewallAction, FirewallMatches, FirewallTool, PortRange } from './firewall.ts';
import { otherPorts, portsOf } from './firewall.ts';

/** The tool by the command that was run: 'ip6tables-legacy-save -c' is ip6tables. */
export function toolOf(origin: string): FirewallTool {
  const name = /^(ip6|ip|arp|eb)tables/.exec(origin)?.[1];
  return name === 'ip6'
    ? 'ip6tables'
    : name === 'arp'
      ? 'arptables'
      : name === 'eb'
        ? 'ebtables'
        : 'iptables';
}

/** Targets that come with iptables and are no chains (iptables-extensions(8)). Those missing here are chains. */
const extensions = new Set(
  (
    'AUDIT CHECKSUM CLASSIFY CLUSTERIP CONNMARK CONNSECMARK CONTINUE CT DNAT DNPT DSCP ECN HL HMARK IDLETIMER LED LOG MARK ' +
    'MASQUERADE NETMAP NFLOG NFQUEUE NOTRACK QUEUE RATEEST REDIRECT RETURN SECMARK SET SNAT SNPT SYNPROXY TARPIT TCPMSS ' +
    'TCPOPTSTRIP TEE TOS TPROXY TRACE TTL ULOG mark snat dnat redirect arpreply'
  ).split(' '),
);

export function actionOf(target: string): FirewallAction {
  if (target === 'DROP' || target === 'TARPIT') return 'drop';
  if (target === 'REJECT') return 'reject';
  if (target === 'ACCEPT') return 'accept';
  return target === '' || extensions.has(target) ? 'other' : 'jump';
}

/** The hook of a built-in chain; undefined for chains of the user, which have no policy. */
export function hookOf(chain: string): string | undefined {
  return /^(?:PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING|BROUTING)$/.test(chain)
    ? chain.toLowerCase()
    : undefined;
}

/** 'DROP' as a policy; undefined for the '-' of a user's chain. */
export function policyOf(word: string): 'accept' | 'drop' | undefined {
  return word === 'ACCEPT' ? 'accept' : word === 'DROP' ? 'drop' : undefined;
}

/** Notes a condition on ports; names of services that no number stands for make the rule conditional. */
export function addPorts(
  matches: FirewallMatches,
  field: 'sourcePorts' | 'destinationPorts',
  text: string,
  negated: boolean,
): void {
  const ranges = portsOf(text);
  if (ranges) matches[field] = negated ? otherPorts(ranges) : ranges;
  else matches.conditional = true;
}

/** Notes a condition on connection tracking states. */
export function addStates(matches: FirewallMatches, text: string, negated: boolean): void {
  if (negated) matches.conditional = true;
  else matches.states = text.toUpperCase().split(',');
}

/** True when the port is in one of the ranges, or any port matches. */
export function coversPort(ranges: readonly PortRange[] | undefined, port: number): boolean {
  return ranges === undefined || ranges.some(({ from, to }) => from <= port && port <= to);
}
