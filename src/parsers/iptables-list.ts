/**
 * `iptables -L` with -n, -v, -x and --line-numbers in any combination. Columns follow the header, yet a rule without a
 * target leaves its column empty, and ip6tables before 1.8 leaves 'opt' empty, so cells are told by what they hold.
 * Without -x counters above 99999 are abbreviated (K, M, G of 1000). 'prot' is a number since 1.8.9.
 * Source: iptables/xshared.c, print_header, print_rule_details, xtables_print_num.
 */
import type { CapturedFile, Line } from '../model.ts';
import type { Firewall, FirewallChain, FirewallMatches, FirewallRule, FirewallTool } from './firewall.ts';
import { addressOf, anyPacket, firewallSamples, protocolName } from './firewall.ts';
import { actionOf, addPorts, addStates, hookOf, policyOf, toolOf } from './iptables.ts';
import type { NoteAt } from './parser.ts';
import { defineParser } from './parser.ts';

const chainLine = /^Chain (\S+) \((?:policy (\S+)(?: (\S+) packets, (\S+) bytes)?|(\d+|-?\d+) references)\)/;
const units: Record<string, bigint> = { K: 1000n, M: 1000_000n, G: 1000_000_000n, T: 1000_000_000_000n };

interface Place {
  tool: FirewallTool;
  table: string;
  chain: string;
}

function parse(file: CapturedFile, note: NoteAt): Firewall | undefined {
  const firewall: Firewall = { chains: [], rules: [] };
  const place: Place = { tool: toolOf(file.origin), table: tableOf(file.origin), chain: '' };
  let columns: string[] = [];
  for (const line of file.lines) {
    const text = line.text.trim();
    const chain = chainLine.exec(text);
    if (chain) {
      place.chain = chain[1] ?? '';
      firewall.chains.push(chainOf(chain, place, line));
    } else if (/^(?:num +)?(?:pkts +bytes +)?target +prot/.test(text)) columns = text.split(/\s+/);
    else if (text !== '' && !text.startsWith('#')) {
      const rule = place.chain === '' ? undefined : ruleOf(text, columns, place, line);
      if (rule) firewall.rules.push(rule);
      else note(line, { id: 'common/unread-line', args: {} });
    }
  }
  return firewall.chains.length > 0 ? firewall : undefined;
}

function tableOf(origin: string): string {
  return /\s(?:-t|--table)[ =]?(\S+)/.exec(origin)?.[1] ?? 'filter';
}

function chainOf(found: RegExpExecArray, { tool, table }: Place, line: Line): FirewallChain {
  const [, name = '', policy = '', packets, bytes] = found;
  const read = counters(packets, bytes);
  return {
    tool,
    table,
    name,
    hook: policy === '' ? undefined : hookOf(name),
    policy: policyOf(policy),
    ...read,
    line,
  };
}

/** '2147K' is about 2147000; a number without a letter is exact even without -x. */
function counters(packets: string | undefined, bytes: string | undefined) {
  const [p, b] = [packets, bytes].map((text) => /^(\d{1,40})([KMGT])?$/.exec(text ?? ''));
  const value = (found: RegExpExecArray | null | undefined) =>
    found ? BigInt(found[1] ?? '0') * (units[found[2] ?? ''] ?? 1n) : undefined;
  return { packets: value(p), bytes: value(b), exact: p?.[2] === undefined && b?.[2] === undefined };
}

function ruleOf(
  text: string,
  columns: readonly string[],
  place: Place,
  line: Line,
): FirewallRule | undefined {
  const cells = [...text.matchAll(/\S+/g)];
  const take = () => cells.shift()?.[0] ?? '';
  if (columns.includes('num')) take();
  const read = columns.includes('pkts') ? counters(take(), take()) : counters(undefined, undefined);
  const start = cells[0]?.index ?? 0;
  const target = hasTarget(cells.map((cell) => cell[0])) ? take() : '';
  const matches = anyPacket();
  matches.protocol = protocolName(take());
  if (cells[0] && isOption(cells[0][0])) matches.conditional = take().includes('f');
  if (columns.includes('in')) {
    matches.inInterface = addressOf(take());
    matches.outInterface = addressOf(take());
  }
  if (cells.length < 2) return undefined;
  matches.source = addressOf(take());
  matches.destination = addressOf(take());
  furtherMatches(matches, text.slice(cells[0]?.index ?? text.length), target);
  const words = text.slice(start).replace(/\s+/g, ' ');
  return { ...place, text: words, target, action: actionOf(target), ...read, matches, line };
}

/** '--', '-f' (fragments), '!f'; ebtables and new ip6tables print '----' or nothing. */
function isOption(cell: string): boolean {
  return /^(?:-{2,4}|-f|!f)$/.test(cell);
}

const protocol =
  /^!?(?:\d{1,3}|all|tcp|udp|udplite|icmp|icmpv6|ipv6-icmp|esp|ah|sctp|gre|igmp|vrrp|ospf|ipip|ipv6|pim|mh|dccp)$/;

/** The cell before 'opt' is the protocol; where 'opt' is empty, the second of two cells that look like one. */
function hasTarget(cells: readonly string[]): boolean {
  const option = cells.slice(0, 3).findIndex(isOption);
  if (option >= 0) return option === 2;
  return !protocol.test(cells[0] ?? '') || protocol.test(cells[1] ?? '');
}

const known =
  /(?:^| )(?:(?:tcp|udp|sctp|udplite|dccp) )?(?:multiport )?(dpts?|spts?|dports|sports|ctstate|state)[ :](!? ?)(\S+)/g;

/** 'tcp dpt:22 ctstate NEW /- comment -/ reject-with icmp-port-unreachable': all but comments and targets are conditions. */
function furtherMatches(matches: FirewallMatches, text: string, target: string): void {
  const plain = withoutComment(text).replace('[goto]', ' ').trim();
  for (const [, name = '', bang = '', value = ''] of plain.matchAll(known)) {
    const negated = bang.startsWith('!');
    if (name.endsWith('state')) addStates(matches, value, negated);
    else addPorts(matches, name.startsWith('d') ? 'destinationPorts' : 'sourcePorts', value, negated);
  }
  const rest = plain.replace(known, ' ').trim();
  const ofTarget = target === 'REJECT' ? /^reject-with \S+$/ : /^(?:tcp|udp)?$/;
  if (rest !== '' && !ofTarget.test(rest) && actionOf(target) !== 'other') matches.conditional = true;
}

/** Cuts a comment out. By index: a pattern would take quadratic time on a line of nothing but openings. */
function withoutComment(text: string): string {
  const from = text.indexOf('/*');
  const to = text.lastIndexOf('*/');
  return from >= 0 && to > from ? `${text.slice(0, from)} ${text.slice(to + 2)}` : text;
}

const listed = (name: string, reads: RegExp) =>
  defineParser<Firewall>({ name, reads, parse, samples: firewallSamples });

/** As with iptables-save, the two backends are two sources. */
export const iptablesList = listed('iptables -L', /^ip6?tables\s+(?:.*\s)?-(?:[a-zA-Z]*L|-list)/);
export const iptablesLegacyList = listed(
  'iptables-legacy -L',
  /^ip6?tables-legacy\s+(?:.*\s)?-(?:[a-zA-Z]*L|-list)/,
);
export const iptablesNftList = listed('iptables-nft -L', /^ip6?tables-nft\s+(?:.*\s)?-(?:[a-zA-Z]*L|-list)/);
