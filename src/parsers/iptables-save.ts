/**
 * `iptables-save [-c]`, also of ip6tables, arptables and ebtables, and of 1.4.7 to 1.8.10: '*table', ':chain policy
 * [packets:bytes]', '[packets:bytes] -A chain ...', 'COMMIT'. 1.4.7 ends every rule with a blank; a paste may be
 * indented and lack its COMMIT or its beginning. Without -c rules have no counters, while chains keep theirs.
 * `iptables -S` prints the rules of one table alike, chains as '-P INPUT DROP' and '-N chain', counters as '-c 1 60'.
 * Source: iptables/iptables-save.c, iptables.c (list_entries) and xshared.c.
 */
import type { CapturedFile, Line } from '../model.ts';
import type { Firewall, FirewallChain, FirewallMatches, FirewallRule, FirewallTool } from './firewall.ts';
import { addressOf, anyPacket, firewallSamples, protocolName } from './firewall.ts';
import { actionOf, addPorts, addStates, hookOf, policyOf, toolOf } from './iptables.ts';
import type { NoteAt } from './parser.ts';
import { defineParser, integer } from './parser.ts';

const chainLine = /^:(\S+) (\S+)(?: \[(\d+):(\d+)\])?$/;
const listedChain = /^(?:-P (\S+) (\S+)|-N (\S+))(?: -c (\d+) (\d+))?$/;
const ruleLine = /^(?:\[(\d+):(\d+)\] )?-A (\S+)(?: (.*))?$/;

function parse(file: CapturedFile, note: NoteAt): Firewall | undefined {
  const firewall: Firewall = { chains: [], rules: [] };
  const tool = toolOf(file.origin);
  let table = / -S\b/.test(file.origin) ? (/ -t (\S+)/.exec(file.origin)?.[1] ?? 'filter') : undefined;
  const unread: Line[] = [];
  for (const line of file.lines) {
    const text = line.text.trim();
    if (text.startsWith('*')) table = text.slice(1);
    if (text === '' || text.startsWith('#') || text.startsWith('*') || text === 'COMMIT') continue;
    const chain = chainOf(text, tool, table, line);
    const rule = ruleLine.exec(text);
    if (chain) firewall.chains.push(chain);
    else if (rule) firewall.rules.push(ruleOf(rule, tool, table, line));
    else unread.push(line);
  }
  const found = firewall.chains.length + firewall.rules.length > 0;
  if (found) for (const line of unread) note(line, { id: 'common/unread-line', args: {} });
  // The tool prints nothing where no table is in use; a complaint of the tool is not that.
  return found || unread.length === 0 ? firewall : undefined;
}

function chainOf(text: string, tool: FirewallTool, table = 'filter', line: Line): FirewallChain | undefined {
  const saved = chainLine.exec(text);
  const listed = listedChain.exec(text);
  const found = saved ?? (listed && ['', listed[1] ?? listed[3], listed[2], listed[4], listed[5]]);
  if (!found) return undefined;
  const [, name = '', policy = '-', packets, bytes] = found;
  const counters = { packets: integer(packets), bytes: integer(bytes), exact: true };
  return { tool, table, name, hook: hookOf(name), policy: policyOf(policy), ...counters, line };
}

/** Counters of `iptables -S -v`, which stand before the target. */
const listedCounters = / ?-c (\d+) (\d+)(?= |$)/;

function ruleOf(
  found: RegExpExecArray,
  tool: FirewallTool,
  table: string | undefined,
  line: Line,
): FirewallRule {
  const listed = listedCounters.exec(found[4] ?? '');
  const text = (found[4] ?? '').replace(listedCounters, '').trim();
  const { matches, target } = optionsOf(words(text));
  return {
    tool,
    table: table ?? tableOf(target),
    chain: found[3] ?? '',
    text,
    target,
    action: actionOf(target),
    packets: integer(found[1] ?? listed?.[1]),
    bytes: integer(found[2] ?? listed?.[2]),
    exact: true,
    matches,
    line,
  };
}

/** A paste may begin below '*nat': most targets work in one table only (iptables-extensions(8)). */
function tableOf(target: string): string {
  if (/^(?:MASQUERADE|[SD]NAT|REDIRECT|NETMAP)$/.test(target)) return 'nat';
  if (/^(?:NOTRACK|CT)$/.test(target)) return 'raw';
  return /^(?:MARK|TCPMSS|DSCP|TOS|TTL|HL|TPROXY|CLASSIFY)$/.test(target) ? 'mangle' : 'filter';
}

/** Words as a shell would split them: "..." with \" inside is one word. */
function words(text: string): string[] {
  return [...text.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map((found) => found[1] ?? found[2] ?? '');
}

/** Options that say nothing about which packets match. */
const silent = new Set(['-m', '--match', '--comment']);

function optionsOf(options: readonly string[]): { matches: FirewallMatches; target: string } {
  const matches = anyPacket();
  for (let i = 0; i < options.length; i++) {
    const negated = options[i] === '!';
    if (negated) i += 1;
    const option = options[i] ?? '';
    // iptables 1.4.2 and older write the '!' after the option.
    const late = options[i + 1] === '!';
    const value = options[i + (late ? 2 : 1)] ?? '';
    // All that follows the target belongs to the target.
    if (/^(?:-j|--jump|-g|--goto)$/.test(option)) return { matches, target: value };
    if (!option.startsWith('-')) continue;
    if (!silent.has(option)) condition(matches, option, value, negated || late);
    if (!value.startsWith('-')) i += late ? 2 : 1;
  }
  return { matches, target: '' };
}

function condition(matches: FirewallMatches, option: string, value: string, negated: boolean): void {
  const bang = negated ? '!' : '';
  if (/^(?:-p|--protocol)$/.test(option)) matches.protocol = protocolName(bang + value);
  else if (/^(?:-s|--source|--src)$/.test(option)) matches.source = addressOf(bang + value);
  else if (/^(?:-d|--destination|--dst)$/.test(option)) matches.destination = addressOf(bang + value);
  else if (/^(?:-i|--in-interface)$/.test(option)) matches.inInterface = bang + value;
  else if (/^(?:-o|--out-interface)$/.test(option)) matches.outInterface = bang + value;
  else if (/^--(?:dports?|destination-ports?)$/.test(option))
    addPorts(matches, 'destinationPorts', value, negated);
  else if (/^--(?:sports?|source-ports?)$/.test(option)) addPorts(matches, 'sourcePorts', value, negated);
  else if (/^--(?:ct)?state$/.test(option)) addStates(matches, value, negated);
  else matches.conditional = true;
}

const saved = (name: string, reads: RegExp) =>
  defineParser<Firewall>({ name, reads, parse, samples: firewallSamples });

/**
 * A host may filter with both backends at once, and their rules may read the same: the counters of one are no
 * reading of the other's. The plain name is whichever backend is the host's default.
 */
export const iptablesSave = saved(
  'iptables-save',
  /^(?:(?:ip6?|arp|eb)tables-save\b|ip6?tables (?:\S+ )*-S\b)/,
);
export const iptablesLegacySave = saved(
  'iptables-legacy-save',
  /^ip6?tables-legacy(?:-save\b| (?:\S+ )*-S\b)/,
);
export const iptablesNftSave = saved(
  'iptables-nft-save',
  /^(?:ip6?|arp|eb)tables-nft(?:-save\b| (?:\S+ )*-S\b)/,
);
