/**
 * `nft [-a] list ruleset`: tables hold sets, maps, counters, flow tables and chains; a chain's hook line holds its
 * policy; a rule is a line, and its verdict a word outside of braces. Counters stand only where the rule says
 * 'counter'; 'limit rate ... burst 5 packets' is no counter. Named counters belong to their own block.
 * Source: nftables src/rule.c, src/statement.c (0.8 to 1.1).
 */
import type { CapturedFile, Line } from '../model.ts';
import type { Firewall, FirewallChain, FirewallMatches, FirewallRule } from './firewall.ts';
import { firewallSamples } from './firewall.ts';
import type { NamedCounter } from './nft-counters.ts';
import { assignCounters } from './nft-counters.ts';
import { matchesOf } from './nft-matches.ts';
import type { NamedSet } from './nft-sets.ts';
import { assignSets } from './nft-sets.ts';
import type { NoteAt } from './parser.ts';
import { defineParser, integer } from './parser.ts';

const hookLine =
  /^type (\S+) hook (\S+)(?: devices? .{0,500}?)? priority [^;]{0,100};(?: policy (accept|drop);)?/;
const counter = /\bcounter packets (\d+) bytes (\d+)/;

/** Where the reader stands: in which table, chain or other block, and how deep in braces. */
interface Place {
  table: string | undefined;
  chain: FirewallChain | undefined;
  /** Depth inside a set, map or other block that is no chain. */
  skipped: number;
  /** A named counter whose numbers follow. */
  counter: NamedCounter | undefined;
  /** A named set or map, and what stands in it so far. */
  set: NamedSet | undefined;
  /** A rule whose braces are still open: long anonymous sets are wrapped. */
  open: { parts: string[]; depth: number; length: number; line: Line } | undefined;
}

function parse(file: CapturedFile, note: NoteAt): Firewall | undefined {
  const firewall: Firewall = { chains: [], rules: [] };
  const place: Place = {
    table: undefined,
    chain: undefined,
    skipped: 0,
    counter: undefined,
    set: undefined,
    open: undefined,
  };
  const counters: NamedCounter[] = [];
  const sets: NamedSet[] = [];
  let empty = true;
  for (const line of file.lines) {
    const text = withoutHandle(line.text.trim());
    if (text === '' || text.startsWith('#')) continue;
    empty = false;
    if (place.skipped > 0) inBlock(text, place, counters, sets);
    else if (place.chain) inChain(text, line, place, place.chain, firewall);
    else if (!outsideChain(text, line, place, firewall) && place.table !== undefined) {
      note(line, { id: 'common/unread-line', args: {} });
    }
  }
  assignCounters(firewall.rules, counters);
  assignSets(firewall.rules, sets);
  // nft prints nothing where there is nothing; a complaint of nft is not that.
  return empty || place.table !== undefined ? firewall : undefined;
}

function outsideChain(text: string, line: Line, place: Place, firewall: Firewall): boolean {
  const table = /^table (\S+) (\S+) \{/.exec(text);
  const chain = /^chain (\S+) \{/.exec(text);
  if (table) place.table = `${table[1] ?? ''} ${table[2] ?? ''}`;
  else if (chain && place.table !== undefined) {
    place.chain = chainOf(chain[1] ?? '', place.table, line);
    firewall.chains.push(place.chain);
    if (text.endsWith('}')) place.chain = undefined;
  } else if (place.table !== undefined && text.endsWith('{')) {
    place.skipped = 1;
    const [, kind, name = ''] = /^(counter|set|map) (\S+) \{$/.exec(text) ?? [];
    const named = { table: place.table, name };
    place.counter = kind === 'counter' ? { ...named, packets: undefined, bytes: undefined } : undefined;
    place.set = kind === 'set' || kind === 'map' ? { ...named, elements: '' } : undefined;
  } else if (text !== '}' && !/^(?:flags|comment) /.test(text)) return false;
  return true;
}

/** Of all blocks that are no chain only named counters, sets and maps are read. */
function inBlock(text: string, place: Place, counters: NamedCounter[], sets: NamedSet[]): void {
  const [, packets, bytes] = /^packets (\d+) bytes (\d+)$/.exec(text) ?? [];
  if (place.counter) counters.push({ ...place.counter, packets: integer(packets), bytes: integer(bytes) });
  place.counter = undefined;
  place.skipped += depth(text);
  if (place.set) inSet(text, place, place.set, sets);
}

/** Elements may be wrapped: 'elements = { 22,', '8080 }'. */
function inSet(text: string, place: Place, set: NamedSet, sets: NamedSet[]): void {
  const from = /^elements = (\{.*)/.exec(text)?.[1];
  if (from !== undefined || set.elements !== '') set.elements += ` ${from ?? text}`;
  if (set.elements.length > longestRule) place.set = undefined;
  else if (set.elements !== '' && place.skipped <= 1) {
    sets.push({ ...set, elements: set.elements.trim() });
    place.set = undefined;
  }
}

function chainOf(name: string, table: string, line: Line): FirewallChain {
  const none = { packets: undefined, bytes: undefined, exact: true };
  return { tool: 'nft', table, name, hook: undefined, policy: undefined, ...none, line };
}

function inChain(text: string, line: Line, place: Place, chain: FirewallChain, firewall: Firewall): void {
  const hook = place.open ? null : hookLine.exec(text);
  if (hook) {
    chain.hook = hook[2];
    // Without a word the policy is accept (nft(8)).
    chain.policy = hook[3] === 'drop' ? 'drop' : 'accept';
    chain.line = line;
  } else if (text === '}' && !place.open) place.chain = undefined;
  else {
    const open = place.open ?? { parts: [], depth: 0, length: 0, line };
    open.parts.push(text);
    open.depth += depth(text);
    open.length += text.length;
    place.open = open.depth > 0 && open.length < longestRule ? open : undefined;
    if (place.open || text.startsWith('comment ')) return;
    firewall.rules.push(ruleOf(open.parts.join(' '), open.line, chain));
  }
}

/** Braces that never close must not swallow the rest of a hostile file. In characters. */
const longestRule = 100_000;

/** Open braces minus closed ones, outside of quotes. */
function depth(text: string): number {
  let open = 0;
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === '{') open += 1;
    else if (!quoted && character === '}') open -= 1;
  }
  return open;
}

/** `nft -a` appends '# handle 4'. */
function withoutHandle(text: string): string {
  return text.replace(/ # handle \d+$/, '');
}

/** Reads one rule in nft's own language. */
export function ruleOf(text: string, line: Line, chain: FirewallChain): FirewallRule {
  const read = counter.exec(text);
  const { target, action } = verdictOf(text);
  const matches: FirewallMatches = matchesOf(text);
  return {
    tool: 'nft',
    table: chain.table,
    chain: chain.name,
    text: text.replace(counter, 'counter'),
    target,
    action,
    packets: integer(read?.[1]),
    bytes: integer(read?.[2]),
    exact: true,
    matches,
    line,
  };
}

/** The verdict is a word outside of quotes and braces; a verdict map decides by its elements, so it is 'other'. */
function verdictOf(text: string): Pick<FirewallRule, 'target' | 'action'> {
  const plain = withoutBraces(text.replace(/"[^"]*"/g, '""'));
  const jump = / (?:jump|goto) (\S+)$| (?:jump|goto) (\S+) /.exec(` ${plain}`);
  if (/ vmap /.test(plain)) return { target: 'vmap', action: 'other' };
  if (jump) return { target: jump[1] ?? jump[2] ?? '', action: 'jump' };
  const found =
    / (drop|accept|reject|return|continue|queue|masquerade|dnat|snat|redirect|tproxy|notrack|log)(?= |$)/g;
  const words = [...` ${plain}`.matchAll(found)].map((match) => match[1] ?? '');
  const last = words.at(-1) ?? '';
  if (last === 'drop' || last === 'accept') return { target: last, action: last };
  if (words.includes('reject')) return { target: 'reject', action: 'reject' };
  const foreign = /xt target "?(\w+)/.exec(text)?.[1];
  if (foreign !== undefined) return { target: foreign, action: foreign === 'REJECT' ? 'reject' : 'other' };
  return { target: last, action: 'other' };
}

function withoutBraces(text: string): string {
  let open = 0;
  let plain = '';
  for (const character of text) {
    if (character === '{') open += 1;
    if (open === 0) plain += character;
    if (character === '}' && open > 0) open -= 1;
  }
  return plain;
}

export const nftRuleset = defineParser<Firewall>({
  name: 'nft list ruleset',
  reads: /^nft(?: -(?!j|-json)\S+)* list (?:ruleset|table|chain)\b/,
  parse,
  samples: firewallSamples,
});
