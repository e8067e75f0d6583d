import { groupBy } from '../group-by.ts';
import type { DropRule, DropRules } from '../host/drop-rules.ts';
import { dropRulesOf, isSpecial } from '../host/drop-rules.ts';
import type { Fate } from '../host/packet-filter.ts';
import { fateOf } from '../host/packet-filter.ts';
import type { Service } from '../host/sockets.ts';
import { servicesOf } from '../host/sockets.ts';
import type { Family } from '../host/swallowed.ts';
import type { FirewallRule } from '../parsers/firewall.ts';
import type { Context } from './cause.ts';
import type { InferredDrops } from './filter.ts';
import { droppedBeforeIp, inferredDrops, unsentBy } from './filter.ts';
import type { Movement } from './grade.ts';
import { gradeSinceBoot, movementOf } from './grade.ts';

/** What a rule that drops or rejects is judged by. */
export interface Case extends DropRule {
  movement: Movement | undefined;
  /** Services whose new connections end at this rule always, or under its further conditions. */
  always: readonly Service[];
  sometimes: readonly Service[];
  /** One of them is what the customer complains about. */
  asked: boolean;
  /** An earlier rule accepts some of them: a limit, a list of addresses. */
  spared: boolean;
  /** By where they come from, and by nothing else. */
  listed: boolean;
  /** What IP received and nobody got: all that tells of a rule without a counter. */
  missing: InferredDrops | undefined;
  /** At the hook ingress, the same: what IP did not see. */
  early: Movement | undefined;
  /** Of what this host sends or forwards, the same: what was not sent. */
  unsent: Movement | undefined;
  /** False: it is not known which sockets listen. */
  socketsKnown: boolean;
}

/** Services whose clients' first packets have one fate. */
interface Way {
  number: number;
  services: ReadonlySet<Service>;
  family: Family;
  fate: Fate;
}

export function casesOf(context: Context): Case[] {
  const { rules, ending, touching } = waysOf(context, dropRulesOf(context));
  const seen = [context.counter('Ip.InReceives'), context.counter('Ip6.InReceives')];
  const socketsKnown = context.latest('sockets') !== undefined;
  const servicesOn = gathering();
  return rules.map((rule) => {
    const [certain, possible] = [ending.get(rule) ?? [], touching.get(rule) ?? []];
    // All that comes from outside comes in on some interface.
    const hits = !rule.delta && isByInterface(context, rule.rule) ? [...certain, ...possible] : certain;
    const [always, sometimes] = [servicesOn(hits), servicesOn(possible)];
    const sparing = hits.flatMap(({ fate }) => fate.sometimes.filter(({ action }) => action === 'accept'));
    return {
      ...rule,
      ...inferredOf(context, rule, hits),
      movement: movementOf([rule.delta], { seen, within: true }) ?? abbreviated(rule),
      always,
      sometimes,
      asked: [always, sometimes].some((services) => isAsked(context, services)),
      spared: sparing.length > 0,
      listed: sparing.length > 0 && sparing.every(isByOrigin),
      socketsKnown,
    };
  });
}

/** Which ways end at which rule, and which may end there under further conditions. */
function waysOf(context: Context, { firewalls, rules, kept }: DropRules) {
  const openings = servicesOf(context).flatMap((service) =>
    [...service.families].map((family) => ({
      service,
      family,
      fate: fateOf(firewalls, { ...service, family }),
    })),
  );
  const ways = [...groupBy(openings, ({ fate }) => fate)].map(
    ([fate, alike], number): Way => ({
      number,
      services: new Set(alike.map(({ service }) => service)),
      family: alike[0]?.family ?? 'inet',
      fate,
    }),
  );
  const ending = groupBy(ways, ({ fate: { by } }) => (by && 'text' in by ? kept.get(by) : undefined));
  const conditional = ways.flatMap((way) =>
    [...new Set(way.fate.sometimes.map((rule) => kept.get(rule)))].map((rule) => ({ ...way, rule })),
  );
  const touching = groupBy(conditional, ({ rule }) => rule);
  return { rules, ending, touching };
}

/** Thousands of rules of a block list stand in the same ways: they share one list. */
function gathering(): (ways: readonly Way[]) => readonly Service[] {
  const known = new Map<string, readonly Service[]>();
  return (ways) => {
    const key = ways.map(({ number }) => number).join();
    const services = known.get(key) ?? [...new Set(ways.flatMap((way) => [...way.services]))];
    known.set(key, services);
    return services;
  };
}

/** Of a rule without a counter, what others tell. */
function inferredOf(context: Context, rule: DropRule, hits: readonly Way[]) {
  const isEarly = rule.hooks.has('ingress');
  return {
    unsent: rule.delta ? undefined : unsentOf(context, rule),
    early: isEarly ? droppedBeforeIp(context, rule.rule) : undefined,
    missing: isEarly ? undefined : inferredDrops(context, new Set(hits.map(({ family }) => family))),
  };
}

function unsentOf(context: Context, { rule, hooks }: DropRule): Movement | undefined {
  if (isSpecial(rule)) return undefined;
  const { tool, table, matches } = rule;
  const { protocol, family } = matches;
  if (hooks.has('output')) return unsentBy(context, 'output', { tool, table, protocol, family });
  return hooks.has('forward') ? unsentBy(context, 'forward', { tool, table, family }) : undefined;
}

/** Asks for the interface beside protocol and port, for nothing else, and as much came in there as is missing. */
function isByInterface(context: Context, { matches }: FirewallRule): boolean {
  const { conditional, source, sourcePorts, destination, inInterface } = matches;
  const further = [source, sourcePorts, destination].some((condition) => condition !== undefined);
  if (conditional || further || inInterface === undefined) return false;
  const came = context.counter('dev.rx_packets', { device: inInterface })?.increase ?? 0n;
  const missing = inferredDrops(context, new Set(['inet', 'inet6']));
  return missing !== undefined && missing.n <= came;
}

/** `iptables -L -v` without -x: '2147K packets' is no series, but it did happen. */
function abbreviated({ rule: { packets } }: DropRule): Movement | undefined {
  if (packets === undefined || packets === 0n) return undefined;
  return {
    verdict: 'suspect',
    severity: gradeSinceBoot(packets, undefined),
    n: packets,
    deltas: [],
    args: { n: packets },
  };
}

const isByOrigin = ({ matches: { source, inInterface } }: FirewallRule) =>
  source !== undefined || inInterface !== undefined;

const isAsked = ({ focus: { port } }: Context, services: readonly Service[]) =>
  port !== undefined && services.some((service) => service.port === port);
