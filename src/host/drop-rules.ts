import type { Context } from '../causes/cause.ts';
import type { Delta } from '../model.ts';
import type { Firewall, FirewallRule } from '../parsers/firewall.ts';
import {
  branchesOf,
  chainKey,
  chainOf,
  commandOf,
  deltaAt,
  filtersOf,
  isOther,
  placeOf,
} from './packet-filter.ts';
import { remembered } from './remembered.ts';

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
  firewalls: readonly Firewall[];
  rules: readonly DropRule[];
  kept: ReadonlyMap<FirewallRule, DropRule>;
}

/**
 * iptables-save, `iptables -L` and nft show the same rule in the same place of the same chain: the one with exact
 * counters stands for all. Rules of both backends of iptables at one place are two rules.
 */
export const dropRulesOf = remembered((context: Context): DropRules => {
  const firewalls = filtersOf(context);
  const byPlace = new Map<string, DropRule>();
  const kept = new Map<FirewallRule, DropRule>();
  for (const firewall of firewalls) {
    const hooksFor = hooksOf(firewall);
    const positions = new Map<string, number>();
    for (const listed of firewall.rules) {
      const chain = placeOf({ ...listed, tool: commandOf(listed) });
      const position = (positions.get(chain) ?? 0) + 1;
      positions.set(chain, position);
      for (const rule of branchesOf(listed)) {
        if (rule.action !== 'drop' && rule.action !== 'reject') continue;
        const delta =
          rule.packets === undefined ? undefined : deltaAt(context, 'firewall.packets', rule.line);
        const entry = { rule, hooks: hooksFor(rule), position, ...(delta === undefined ? {} : { delta }) };
        const key = `${chain} ${position} ${rule.action}`;
        const known = byPlace.get(key);
        if (!known || (!known.delta && delta)) byPlace.set(key, Object.assign(known ?? {}, entry));
        kept.set(rule, byPlace.get(key) ?? entry);
      }
    }
  }
  return { firewalls, rules: [...byPlace.values()], kept };
});

/** 'iptables filter INPUT: -p tcp --dport 80 -j DROP', 'iptables-legacy filter INPUT: ...'. */
export function describeRule(rule: FirewallRule): string {
  const { table, chain, text } = rule;
  return `${commandOf(rule)} ${table} ${chain}: ${text}`;
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

/** Drops packets that connection tracking gives to no flow, and lets new ones pass. */
export function dropsInvalid({ rule: { matches } }: DropRule): boolean {
  return matches.states?.includes('INVALID') === true && !matches.states.includes('NEW');
}

/** The hooks from which a chain is reached, directly or by jumps. */
function hooksOf(firewall: Firewall): (rule: FirewallRule) => ReadonlySet<string> {
  const reached = new Map<string, Set<string>>();
  const callers = new Map<string, Set<string>>();
  for (const { tool, table, chain, action, target } of firewall.rules.flatMap(branchesOf)) {
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
  return (rule) => resolve(chainOf(rule));
}
