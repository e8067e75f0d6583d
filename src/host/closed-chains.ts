import type { Context } from '../causes/cause.ts';
import { groupBy } from '../group-by.ts';
import type { Firewall, FirewallChain, FirewallRule } from '../parsers/firewall.ts';
import { branchesOf, chainKey, chainOf, commandOf, isOther, placeOf } from './packet-filter.ts';
import { remembered } from './remembered.ts';

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
export const closedChains = remembered((context: Context): readonly ClosedChain[] => {
  const closed = new Map<string, ClosedChain>();
  for (const { value, capture } of context.history('firewall')) {
    for (const chain of value.chains) {
      if (chain.hook === undefined || (chain.policy !== 'drop' && chain.policy !== 'reject')) continue;
      const key = placeOf({ ...chain, tool: commandOf(chain), chain: chain.name });
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
});

function lets({ matches }: FirewallRule, state: string): boolean {
  return matches.inInterface !== 'lo' && (matches.states === undefined || matches.states.includes(state));
}

/** All rules that a packet may meet from this chain on. */
function rulesFrom(firewall: Firewall, start: FirewallChain): FirewallRule[] {
  const byChain = groupBy(firewall.rules.flatMap(branchesOf), chainOf);
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
