/** Sets and maps of nft: rules ask for ports and verdicts by their elements. */
import type { FirewallRule } from './firewall.ts';
import { matchesOf } from './nft-matches.ts';

/** 'set ports { elements = { 23, 8080 } }' or a map: rules of its table refer to it by name. */
export interface NamedSet {
  table: string;
  name: string;
  /** As a rule would write them: '{ 23, 8080 }', '{ 22 : accept, 8080 : drop }'. */
  elements: string;
}

/** A set of ports, or a map of verdicts, by its name. Of other sets a rule's condition stays what it is. */
const reference = /((?:^| )(?:(?:tcp|udp|sctp|dccp|th) [sd]port(?: (?:!=|==))?|vmap)) @([^\s{}]+)/g;

/** Puts the elements in the place of the name, and says of a verdict map what becomes of which packets. */
export function assignSets(rules: readonly FirewallRule[], sets: readonly NamedSet[]): void {
  const known = new Map(sets.map(({ table, name, elements }) => [`${table} ${name}`, elements]));
  for (const rule of rules) {
    const text = rule.text.replace(
      reference,
      (_, before: string, name: string) => `${before} ${known.get(`${rule.table} ${name}`) ?? `@${name}`}`,
    );
    if (text !== rule.text) rule.matches = matchesOf(text);
    const branches = branchesOf(rule, text);
    if (branches) rule.branches = branches;
  }
}

/** A rule per verdict: the keys of a map are disjoint, so their order means nothing. Undefined: the map is not known. */
function branchesOf(rule: FirewallRule, text: string): FirewallRule[] | undefined {
  const start = text.indexOf(' vmap {');
  const end = text.indexOf('}', start);
  if (start < 0 || end < 0) return undefined;
  const [before, after] = [text.slice(0, start), text.slice(end + 1)];
  const keys = new Map<string, string[]>();
  for (const element of text.slice(start + ' vmap {'.length, end).split(',')) {
    const colon = element.lastIndexOf(' : ');
    const verdict = element.slice(colon + 3).trim();
    if (colon < 0 || verdict === '') return undefined;
    keys.set(verdict, [...(keys.get(verdict) ?? []), element.slice(0, colon).trim()]);
  }
  // The counter of the rule has counted all of them together.
  return [...keys].map(([verdict, those]) => ({
    ...rule,
    ...endOf(verdict),
    packets: undefined,
    bytes: undefined,
    matches: matchesOf(
      `${before} ${those.length === 1 ? those.join('') : `{ ${those.join(', ')} }`}${after}`,
    ),
  }));
}

function endOf(verdict: string): Pick<FirewallRule, 'target' | 'action'> {
  const [word = '', chain = ''] = verdict.split(' ');
  if (word === 'jump' || word === 'goto') return { target: chain, action: 'jump' };
  return { target: word, action: word === 'accept' || word === 'drop' ? word : 'other' };
}
