/** Which packets an nft rule is about, read from its text: 'iifname "eth0" tcp dport { 22, 80 } ct state new'. */
import type { FirewallMatches } from './firewall.ts';
import { addressOf, anyPacket, otherPorts, portsOf, protocolName } from './firewall.ts';

/** `field [operator] value`, where the value is a word, a quoted word or a set in braces. */
const match =
  /(?:^| )(iifname|iif|oifname|oif|ip6? saddr|ip6? daddr|(?:tcp|udp|sctp|dccp|th) [sd]port|ct state|meta l4proto|meta nfproto|ip protocol|ip6 nexthdr)(?: (!=|==))? (\{[^{}]*\}|"[^"]*"|[^\s{}"]+)/g;

/** What may be left when all matches are taken out: statements that change nothing about who matches. */
const statement =
  /(?:^| )(?:counter name \S+|counter(?: packets \d+ bytes \d+)?|notrack|xt match comment|xt target \w+|accept|drop|continue|return|masquerade(?: \S+)?|reject(?: with .*)?|log(?: (?:prefix|level|flags|group) (?:"[^"]*"|\S+))*|(?:jump|goto) \S+|comment "[^"]*"|meta nftrace set \d)(?= |$)/g;

export function matchesOf(text: string): FirewallMatches {
  const matches = anyPacket();
  for (const [, field = '', operator = '', value = ''] of text.matchAll(match)) {
    condition(matches, field, value, operator === '!=');
  }
  // 'icmpv6 type nd-neighbor-solicit' also tells the protocol, as 'tcp dport 22' does.
  const [, icmp] = /\b(icmp(?:v6)?) (?:type|code)\b/.exec(text) ?? [];
  if (icmp !== undefined) matches.protocol ??= protocolName(icmp);
  const rest = text.replace(match, ' ').replace(statement, ' ').replace(statement, ' ').trim();
  if (rest !== '') matches.conditional = true;
  return matches;
}

function condition(matches: FirewallMatches, field: string, value: string, negated: boolean): void {
  const plain = value.replace(/^[{"]\s*|\s*[}"]$/g, '').replace(/,\s+/g, ',');
  const bang = negated ? '!' : '';
  if (field.endsWith('port')) ports(matches, field, plain, negated);
  // What happens is looked up by this field: every value may match.
  else if (value === 'vmap' || value === 'map') matches.conditional = true;
  else if (field.startsWith('iif')) matches.inInterface = bang + plain;
  else if (field.startsWith('oif')) matches.outInterface = bang + plain;
  else if (field.endsWith('saddr')) matches.source = addressOf(bang + plain);
  else if (field.endsWith('daddr')) matches.destination = addressOf(bang + plain);
  else if (field === 'meta nfproto') matches.family = (plain === 'ipv6') === negated ? 'inet' : 'inet6';
  else if (field === 'ct state' && !negated) matches.states = plain.toUpperCase().split(',');
  else if (/^(?:meta l4proto|ip protocol|ip6 nexthdr)$/.test(field)) protocol(matches, plain, bang);
  else matches.conditional = true;
}

/** 'tcp dport 22' also tells the protocol; 'th dport' does not. */
function ports(matches: FirewallMatches, field: string, value: string, negated: boolean): void {
  if (!field.startsWith('th')) matches.protocol = field.split(' ', 1)[0];
  const ranges = portsOf(value);
  if (!ranges) matches.conditional = true;
  else
    matches[field.endsWith('dport') ? 'destinationPorts' : 'sourcePorts'] = negated
      ? otherPorts(ranges)
      : ranges;
}

function protocol(matches: FirewallMatches, value: string, bang: string): void {
  if (value.includes(',')) matches.conditional = true;
  else matches.protocol = protocolName(bang + value);
}
