import type { Context } from '../causes/cause.ts';
import type { Delta, Line } from '../model.ts';
import type { Firewall, FirewallChain, FirewallRule } from '../parsers/firewall.ts';
import { coversPort } from '../parsers/iptables.ts';

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

/** A table of rules, ready to be walked. */
interface Walk {
  rules: Map<string, FirewallRule[]>;
  chains: Map<string, FirewallChain>;
  packet: Opening;
  /** Chains already walked for this packet: their outcome does not depend on the way there. */
  known: Map<string, Fate | undefined>;
}

/** Walks a packet through all hooks on its way to a local socket, as the kernel does: the first match decides. */
export function fateOf(firewalls: readonly Firewall[], packet: Opening): Fate {
  const sometimes: FirewallRule[] = [];
  for (const firewall of firewalls) {
    const walk = prepare(firewall, packet);
    for (const chain of baseChains(firewall, packet)) {
      const end = walkChain(walk, chainKey(chain.tool, chain.table, chain.name));
      sometimes.push(...(end?.sometimes ?? []));
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
function concerns({ tool, table }: { tool: string; table: string }, family: Opening['family']): boolean {
  if (tool === 'iptables') return family === 'inet';
  if (tool === 'ip6tables') return family === 'inet6';
  return (
    tool === 'nft' && (table.startsWith(family === 'inet' ? 'ip ' : 'ip6 ') || /^(inet|netdev) /.test(table))
  );
}

const chainKey = (tool: string, table: string, chain: string) => `${tool}\n${table}\n${chain}`;

function prepare(firewall: Firewall, packet: Opening): Walk {
  const chains = new Map(
    firewall.chains.map((chain) => [chainKey(chain.tool, chain.table, chain.name), chain]),
  );
  const rules = new Map<string, FirewallRule[]>();
  for (const rule of firewall.rules) {
    const key = chainKey(rule.tool, rule.table, rule.chain);
    const known = rules.get(key);
    if (known) known.push(rule);
    else rules.set(key, [rule]);
  }
  return { rules, chains, packet, known: new Map() };
}

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
    sometimes.push(...(end?.sometimes ?? []));
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
  const { protocol, destinationPorts, states, inInterface, outInterface, source, sourcePorts, destination } =
    matches;
  if (
    protocol?.startsWith('!')
      ? protocol === `!${packet.protocol}`
      : protocol !== undefined && protocol !== packet.protocol
  )
    return 'no';
  if (!coversPort(destinationPorts, packet.port) || outInterface !== undefined || inInterface === 'lo')
    return 'no';
  if (states !== undefined && !states.includes('NEW')) return 'no';
  const further = [inInterface, source, sourcePorts, destination].some(
    (condition) => condition !== undefined,
  );
  return matches.conditional || further ? 'maybe' : 'yes';
}

/** The hooks from which a chain is reached, directly or by jumps. */
function hooksOf(firewall: Firewall): (rule: FirewallRule) => ReadonlySet<string> {
  const reached = new Map<string, Set<string>>();
  const callers = new Map<string, Set<string>>();
  for (const { tool, table, chain, action, target } of firewall.rules) {
    if (action !== 'jump') continue;
    const key = chainKey(tool, table, target);
    callers.set(key, (callers.get(key) ?? new Set()).add(chainKey(tool, table, chain)));
  }
  for (const { tool, table, name, hook } of firewall.chains) {
    if (hook !== undefined) reached.set(chainKey(tool, table, name), new Set([hook]));
  }
  const resolve = (key: string): Set<string> => {
    const known = reached.get(key);
    if (known) return known;
    const found = new Set<string>();
    reached.set(key, found);
    for (const caller of callers.get(key) ?? []) for (const hook of resolve(caller)) found.add(hook);
    return found;
  };
  return ({ tool, table, chain }) => resolve(chainKey(tool, table, chain));
}

/** The delta of a counter that was read from this very line: a rule's packets, a policy's packets. */
export function deltaAt(
  context: Context,
  name: 'firewall.packets' | 'firewall.policy_packets',
  line: Line,
): Delta | undefined {
  return context
    .counters(name)
    .find(({ latest }) => latest.line.number === line.number && latest.line.file.path === line.file.path);
}

/** A rule that drops or rejects, once however many listings show it, and how its counter moved. */
export interface DropRule {
  rule: FirewallRule;
  /** Base chains' hooks that lead to it: 'input', 'forward', 'output' ... */
  hooks: ReadonlySet<string>;
  /** Its place in its chain, from 1. */
  position: number;
  /** Its packets as a series; undefined where the listing has no exact counters. */
  delta?: Delta;
}

/** Every listing of the newest capture, and the drop rules in them; `kept` tells which entry stands for a listed rule. */
export interface DropRules {
  firewalls: Firewall[];
  rules: DropRule[];
  kept: ReadonlyMap<FirewallRule, DropRule>;
}

/**
 * iptables-save, `iptables -L` and nft show the same rule in the same place of the same chain: the one with exact
 * counters stands for all. Rules of both backends of iptables at one place differ in what they do, and are both kept.
 */
export function dropRulesOf(context: Context): DropRules {
  const firewalls = context.all('firewall').map(({ value }) => value);
  const byPlace = new Map<string, DropRule>();
  const kept = new Map<FirewallRule, DropRule>();
  for (const firewall of firewalls) {
    const hooksFor = hooksOf(firewall);
    const positions = new Map<string, number>();
    for (const rule of firewall.rules) {
      const chain = placeOf(rule);
      const position = (positions.get(chain) ?? 0) + 1;
      positions.set(chain, position);
      if (rule.action !== 'drop' && rule.action !== 'reject') continue;
      const delta = deltaAt(context, 'firewall.packets', rule.line);
      const entry = { rule, hooks: hooksFor(rule), position, ...(delta === undefined ? {} : { delta }) };
      const key = `${chain} ${position} ${rule.action}`;
      const known = byPlace.get(key);
      if (!known || (!known.delta && delta)) byPlace.set(key, Object.assign(known ?? {}, entry));
      kept.set(rule, byPlace.get(key) ?? entry);
    }
  }
  return { firewalls, rules: [...byPlace.values()], kept };
}

/** A chain, whichever tool lists it: nft calls the table of iptables 'ip filter'. */
function placeOf({ tool, table, chain }: { tool: string; table: string; chain: string }): string {
  return `${tool === 'iptables' ? 'ip ' : tool === 'ip6tables' ? 'ip6 ' : ''}${table} ${chain}`;
}

/** 'iptables filter INPUT: -p tcp --dport 80 -j DROP'. */
export function describeRule({ tool, table, chain, text }: FirewallRule): string {
  return `${tool} ${table} ${chain}: ${text}`;
}

/** Matches whatever arrives: the last rule of a list of exceptions, a policy in all but name. */
export function isBroad({ matches }: FirewallRule): boolean {
  const { protocol, source, destination, inInterface, sourcePorts, destinationPorts, states, conditional } =
    matches;
  const narrow = [source, destination, inInterface, sourcePorts, destinationPorts].some(
    (condition) => condition !== undefined,
  );
  return !narrow && !conditional && (states === undefined || states.includes('NEW')) && !isOther(protocol);
}

/** Not about new connections: packets of no known flow, ICMP and the like, multicast. */
export function isSpecial({ matches }: FirewallRule): boolean {
  const { protocol, destination, states } = matches;
  const multicast = destination !== undefined && /^(22[4-9]|23\d|255)\.|^ff/i.test(destination);
  return (states !== undefined && !states.includes('NEW')) || isOther(protocol) || multicast;
}

function isOther(protocol: string | undefined): boolean {
  return protocol !== undefined && !/^!|^(?:tcp|udp|sctp)$/.test(protocol);
}

/** A base chain that drops what no rule of it decides. */
export interface ClosedChain {
  chain: FirewallChain;
  hook: string;
  /** Some rule lets new connections in, from wherever. */
  opens: boolean;
  /** Answers to connections that this host opens come in: a rule accepts ESTABLISHED, or everything. */
  answers: boolean;
  /** Which listing it stands in: the capture. */
  capture: number;
}

/** Base chains with a policy of drop or reject in any capture, the newest listing of each. */
export function closedChains(context: Context): ClosedChain[] {
  const closed = new Map<string, ClosedChain>();
  for (const { value, capture } of context.history('firewall')) {
    for (const chain of value.chains) {
      if (chain.hook === undefined || (chain.policy !== 'drop' && chain.policy !== 'reject')) continue;
      const key = placeOf({ ...chain, chain: chain.name });
      const known = closed.get(key);
      // Of two listings of one moment, the one with counters speaks.
      if (known?.capture === capture && known.chain.packets !== undefined) continue;
      const accepting = rulesFrom(value, chain).filter(({ action }) => action === 'accept');
      const opens = accepting.some((rule) => lets(rule, 'NEW') && !isOther(rule.matches.protocol));
      closed.set(key, {
        chain,
        hook: chain.hook,
        opens,
        answers: accepting.some((rule) => lets(rule, 'ESTABLISHED')),
        capture,
      });
    }
  }
  return [...closed.values()];
}

function lets({ matches }: FirewallRule, state: string): boolean {
  return matches.inInterface !== 'lo' && (matches.states === undefined || matches.states.includes(state));
}

/** All rules that a packet may meet from this chain on. */
function rulesFrom(firewall: Firewall, start: FirewallChain): FirewallRule[] {
  const byChain = new Map<string, FirewallRule[]>();
  for (const rule of firewall.rules) {
    const key = chainKey(rule.tool, rule.table, rule.chain);
    byChain.set(key, [...(byChain.get(key) ?? []), rule]);
  }
  const seen = new Set<string>();
  const open = [chainKey(start.tool, start.table, start.name)];
  const found: FirewallRule[] = [];
  for (let key = open.pop(); key !== undefined; key = open.pop()) {
    if (seen.has(key)) continue;
    seen.add(key);
    for (const rule of byChain.get(key) ?? []) {
      found.push(rule);
      if (rule.action === 'jump') open.push(chainKey(rule.tool, rule.table, rule.target));
    }
  }
  return found;
}
