import type { Context } from '../causes/cause.ts';
import { groupBy } from '../group-by.ts';
import type { Delta, Line } from '../model.ts';
import type { Firewall, FirewallChain, FirewallRule } from '../parsers/firewall.ts';
import { coversPort, hookOf } from '../parsers/iptables.ts';
import { remembered } from './remembered.ts';
import { isLoopback } from './sockets.ts';

/** The first packet of a flow, to a port of this host. */
export interface Opening {
  protocol: string;
  port: number;
  family: 'inet' | 'inet6';
}

/** What becomes of it. */
export interface Fate {
  action: 'accept' | 'drop' | 'reject';
  /** What decides; undefined: it passes all chains, or no filter is known. */
  by?: FirewallRule | FirewallChain;
  /** Rules on its way that take it only under further conditions: from some addresses, at some rate. */
  sometimes: FirewallRule[];
}

/** Rules and chains by chainKey. */
interface Index {
  rules: ReadonlyMap<string, FirewallRule[]>;
  chains: ReadonlyMap<string, FirewallChain>;
}

/** A table of rules, ready to be walked. */
interface Walk extends Index {
  packet: Opening;
  /** Chains already walked for this packet: their outcome does not depend on the way there. */
  known: Map<string, Fate | undefined>;
}

/**
 * Every listing of packet filters in the newest capture that has one. A pasted `iptables -S` may lack the lines of its
 * chains: those of the kernel are known all the same.
 */
export const filtersOf = remembered((context: Context): readonly Firewall[] =>
  context.all('firewall').map(({ value }) => withBaseChains(value)),
);

function withBaseChains(firewall: Firewall): Firewall {
  const known = new Set(firewall.chains.map(({ tool, table, name }) => chainKey(tool, table, name)));
  const chains = [...firewall.chains];
  for (const { tool, table, chain, line } of firewall.rules) {
    const [key, hook] = [chainKey(tool, table, chain), tool.endsWith('tables') ? hookOf(chain) : undefined];
    if (hook === undefined || known.has(key)) continue;
    known.add(key);
    chains.push({
      tool,
      table,
      name: chain,
      hook,
      policy: undefined,
      packets: undefined,
      bytes: undefined,
      exact: true,
      line,
    });
  }
  return { ...firewall, chains };
}

/**
 * Walks a packet through all hooks on its way to a local socket, as the kernel does: the first match decides. Packets
 * that no rule tells apart have one fate, and the same object: thousands of ports may be open.
 */
export function fateOf(firewalls: readonly Firewall[], packet: Opening): Fate {
  const { protocol, family, port } = packet;
  const between = firewalls.map((firewall) => borders(firewall).findLastIndex((border) => border <= port));
  const key = [protocol, family, ...between].join(' ');
  const known = fates(firewalls).get(key) ?? walked(firewalls, packet);
  fates(firewalls).set(key, known);
  return known;
}

const fates = remembered((_: readonly Firewall[]) => new Map<string, Fate>());

/** Where a range of ports begins that some rule names, or has just ended. */
const borders = remembered(({ rules }: Firewall): readonly number[] => {
  const named = rules.flatMap(branchesOf).flatMap(({ matches }) => matches.destinationPorts ?? []);
  return [...new Set(named.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b);
});

function walked(firewalls: readonly Firewall[], packet: Opening): Fate {
  const sometimes: FirewallRule[] = [];
  for (const firewall of firewalls) {
    const walk = { ...indexOf(firewall), packet, known: new Map() };
    for (const chain of baseChains(firewall, packet)) {
      const end = walkChain(walk, chainKey(chain.tool, chain.table, chain.name));
      for (const rule of end?.sometimes ?? []) sometimes.push(rule);
      if (end?.by !== undefined && end.action !== 'accept') return { ...end, sometimes };
    }
  }
  return { action: 'accept', sometimes };
}

const hooks = ['ingress', 'prerouting', 'input'];

function baseChains(firewall: Firewall, { family }: Opening): FirewallChain[] {
  return hooks.flatMap((hook) => firewall.chains.filter((c) => c.hook === hook && concerns(c, family)));
}

/** iptables is IPv4, ip6tables IPv6; of nft the family stands before the table's name. */
export function concerns(
  { tool, table }: { tool: string; table: string },
  family: Opening['family'],
): boolean {
  if (tool === 'iptables') return family === 'inet';
  if (tool === 'ip6tables') return family === 'inet6';
  return (
    tool === 'nft' && (table.startsWith(family === 'inet' ? 'ip ' : 'ip6 ') || /^(inet|netdev) /.test(table))
  );
}

/** Names a chain among those of one listing. */
export const chainKey = (tool: string, table: string, chain: string) => `${tool}\n${table}\n${chain}`;

/** The chain that a rule stands in. */
export const chainOf = ({ tool, table, chain }: FirewallRule) => chainKey(tool, table, chain);

const indexOf = remembered(
  ({ chains, rules }: Firewall): Index => ({
    rules: groupBy(rules.flatMap(branchesOf), chainOf),
    chains: new Map(chains.map((chain) => [chainKey(chain.tool, chain.table, chain.name), chain])),
  }),
);

/** What a rule does to whom: a verdict map does several things. */
export const branchesOf = (rule: FirewallRule): FirewallRule[] => rule.branches ?? [rule];

/** Undefined: the packet leaves the chain without a decision. */
function walkChain(walk: Walk, key: string): Fate | undefined {
  if (walk.known.has(key)) return walk.known.get(key);
  walk.known.set(key, undefined);
  const fate = decide(walk, key);
  walk.known.set(key, fate);
  return fate;
}

function decide(walk: Walk, key: string): Fate | undefined {
  const sometimes: FirewallRule[] = [];
  for (const rule of walk.rules.get(key) ?? []) {
    const match = matchOf(rule, walk.packet);
    if (match === 'no') continue;
    if (/^return$/i.test(rule.target) && match === 'yes') break;
    const end = endOf(walk, rule);
    for (const other of end?.sometimes ?? []) sometimes.push(other);
    if (end?.by === undefined) continue;
    if (match === 'yes') return { ...end, sometimes };
    if ('text' in end.by) sometimes.push(end.by);
  }
  const chain = walk.chains.get(key);
  const policy = chain?.policy;
  if (chain && policy !== undefined) return { action: policy, by: chain, sometimes };
  return sometimes.length > 0 ? { action: 'accept', sometimes } : undefined;
}

function endOf(walk: Walk, rule: FirewallRule): Fate | undefined {
  const { action } = rule;
  if (action === 'accept' || action === 'drop' || action === 'reject')
    return { action, by: rule, sometimes: [] };
  return action === 'jump' ? walkChain(walk, chainKey(rule.tool, rule.table, rule.target)) : undefined;
}

/** 'maybe': the rule asks for more than what is known of the packet. */
function matchOf({ matches }: FirewallRule, packet: Opening): 'yes' | 'maybe' | 'no' {
  const {
    protocol,
    family,
    destinationPorts,
    states,
    inInterface,
    outInterface,
    source,
    sourcePorts,
    destination,
  } = matches;
  if (
    protocol?.startsWith('!')
      ? protocol === `!${packet.protocol}`
      : protocol !== undefined && protocol !== packet.protocol
  )
    return 'no';
  if (!coversPort(destinationPorts, packet.port) || outInterface !== undefined) return 'no';
  if (inInterface === 'lo' || isLoopback(source ?? '')) return 'no';
  if (states !== undefined && !states.includes('NEW')) return 'no';
  if (family !== undefined && family !== packet.family) return 'no';
  const further = [inInterface, source, sourcePorts, destination].some(
    (condition) => condition !== undefined,
  );
  return matches.conditional || further ? 'maybe' : 'yes';
}

/** A chain, whichever tool lists it: nft calls the table of iptables 'ip filter'. */
export function placeOf({ tool, table, chain }: { tool: string; table: string; chain: string }): string {
  return `${tool === 'iptables' ? 'ip ' : tool === 'ip6tables' ? 'ip6 ' : ''}${table} ${chain}`;
}

/**
 * The command that shows and changes a rule or chain: of a host with both backends of iptables, only that of the backend
 * which holds it. The plain name is the backend that is the host's default, and nft's rules are listed by it and by nft.
 */
export function commandOf({ tool, line }: { tool: string; line: Line }): string {
  return /^ip6?tables-legacy\b/.test(line.file.origin) ? `${tool}-legacy` : tool;
}

type Counted = 'firewall.packets' | 'firewall.policy_packets';

const placeIn = ({ file, number }: Line) => `${file.path}\n${number}`;

/** Deltas by the line that they were read from: block lists have thousands of rules, and several causes look at each. */
const byLine = remembered(
  (context: Context) =>
    new Map(
      (['firewall.packets', 'firewall.policy_packets'] as const).map((name) => [
        name,
        new Map(context.counters(name).map((delta) => [placeIn(delta.latest.line), delta])),
      ]),
    ),
);

/** The delta of a counter that was read from this very line: a rule's packets, a policy's packets. */
export function deltaAt(context: Context, name: Counted, line: Line): Delta | undefined {
  return byLine(context).get(name)?.get(placeIn(line));
}

/** Neither TCP, UDP nor SCTP: ICMP and the like. */
export function isOther(protocol: string | undefined): boolean {
  return protocol !== undefined && !/^!|^(?:tcp|udp|sctp)$/.test(protocol);
}
