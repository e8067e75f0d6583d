/**
 * `nft -j list ruleset`: a list of objects (libnftables-json(5)). A rule's expressions are put back into nft's own
 * language and read as such, so that both formats give the same rules.
 */
import type { CapturedFile, Line } from '../model.ts';
import type { Firewall, FirewallChain } from './firewall.ts';
import { firewallSamples } from './firewall.ts';
import type { Json } from './json.ts';
import { jsonOf, member, textOf } from './json.ts';
import { ruleOf } from './nft.ts';
import type { NamedCounter } from './nft-counters.ts';
import { assignCounters } from './nft-counters.ts';
import type { NamedSet } from './nft-sets.ts';
import { assignSets } from './nft-sets.ts';
import type { NoteAt } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** Expressions are nested a few levels deep; a hostile document may be nested deeper than the stack. */
const deepest = 20;

function parse(file: CapturedFile, note: NoteAt): Firewall | undefined {
  const objects = member(jsonOf(file), 'nftables');
  if (!Array.isArray(objects)) return undefined;
  const firewall: Firewall = { chains: [], rules: [] };
  const counters: NamedCounter[] = [];
  const sets: NamedSet[] = [];
  const lineOf = lineFinder(file);
  for (const object of objects) {
    const chain = member(object, 'chain');
    const rule = member(object, 'rule');
    const counter = member(object, 'counter');
    const set = member(object, 'set') ?? member(object, 'map');
    if (set !== undefined) sets.push(...setOf(set));
    if (counter !== undefined) counters.push(counterOf(counter));
    if (chain !== undefined) firewall.chains.push(chainOf(chain, lineOf('chain', chain)));
    if (rule === undefined) continue;
    const line = lineOf('rule', rule);
    const expressions = member(rule, 'expr');
    if (!Array.isArray(expressions)) note(line, { id: 'common/unread-line', args: {} });
    else firewall.rules.push(ruleOf(ruleText(expressions, rule), line, placeOf(rule, line)));
  }
  assignCounters(firewall.rules, counters);
  assignSets(firewall.rules, sets);
  return firewall;
}

function counterOf(counter: Json): NamedCounter {
  const text = (name: string) => textOf(member(counter, name)) ?? '';
  const table = `${text('family')} ${text('table')}`;
  return { table, name: text('name'), packets: integer(text('packets')), bytes: integer(text('bytes')) };
}

function setOf(set: Json): NamedSet[] {
  const text = (name: string) => textOf(member(set, name)) ?? '';
  const elements = member(set, 'elem');
  if (!Array.isArray(elements)) return [];
  const table = `${text('family')} ${text('table')}`;
  return [{ table, name: text('name'), elements: expression({ set: elements }, 0) }];
}

/** The line where the n-th chain or rule of a pretty-printed document begins; its only line otherwise. */
function lineFinder(file: CapturedFile) {
  const begins: Record<'chain' | 'rule', Line[]> = { chain: [], rule: [] };
  let first: Line | undefined;
  for (const line of file.lines) {
    first ??= line;
    const name = /^\s*(?:\{\s*)?"(chain|rule)"\s*:\s*(?:\{|$)/.exec(line.text)?.[1];
    if (name === 'chain' || name === 'rule') begins[name].push(line);
  }
  const met = { chain: 0, rule: 0 };
  return (name: 'chain' | 'rule', value: Json): Line => {
    const line = begins[name][met[name]] ?? first;
    met[name] += 1;
    return { text: JSON.stringify({ [name]: value }), number: line?.number ?? 1, file };
  };
}

function placeOf(rule: Json, line: Line): FirewallChain {
  return chainOf(
    {
      family: member(rule, 'family') ?? '',
      table: member(rule, 'table') ?? '',
      name: member(rule, 'chain') ?? '',
    },
    line,
  );
}

function chainOf(chain: Json, line: Line): FirewallChain {
  const text = (name: string) => textOf(member(chain, name));
  const hook = text('hook');
  return {
    tool: 'nft',
    table: `${text('family') ?? ''} ${text('table') ?? ''}`,
    name: text('name') ?? '',
    hook,
    policy: hook === undefined ? undefined : text('policy') === 'drop' ? 'drop' : 'accept',
    packets: undefined,
    bytes: undefined,
    exact: true,
    line,
  };
}

function ruleText(expressions: readonly Json[], rule: Json): string {
  const comment = textOf(member(rule, 'comment'));
  const words = expressions.map(statement);
  return [...words, ...(comment === undefined ? [] : [`comment "${comment}"`])].join(' ');
}

/** {"match": {...}}, {"counter": {...}}, {"drop": null} in nft's words. */
function statement(json: Json): string {
  const [name = ''] = json !== null && typeof json === 'object' ? Object.keys(json) : [];
  const body = member(json, name) ?? null;
  const part = (key: string) => expression(member(body, key) ?? null, 0);
  if (name === 'match') {
    const operator = part('op');
    return [part('left'), ...(operator === '==' || operator === 'in' ? [] : [operator]), part('right')].join(
      ' ',
    );
  }
  if (name === 'counter' && member(body, 'packets') !== undefined) {
    return `counter packets ${part('packets')} bytes ${part('bytes')}`;
  }
  if (name === 'counter') return `counter name "${typeof body === 'string' ? body : part('name')}"`;
  if (name === 'xt') return `xt ${part('type')} ${part('name')}`;
  if (name === 'vmap') return `${part('key')} vmap ${part('data')}`;
  if (name === 'jump' || name === 'goto') return `${name} ${part('target')}`;
  if (name === 'log') return member(body, 'prefix') === undefined ? 'log' : `log prefix "${part('prefix')}"`;
  if (body === null || name === 'reject') return name;
  return `${name} ${expression(body, 0)}`;
}

/** The right and left sides of matches: payload fields, sets, ranges, prefixes. */
function expression(json: Json, depth: number): string {
  if (json === null || depth > deepest) return '';
  if (typeof json !== 'object') return String(json);
  const inner = (value: Json | undefined) => expression(value ?? null, depth + 1);
  if (Array.isArray(json)) return json.map(inner).join(',');
  const [name = ''] = Object.keys(json);
  const body = member(json, name);
  if (name === 'payload') return `${inner(member(body, 'protocol'))} ${inner(member(body, 'field'))}`;
  if (name === 'meta') return metaKey(inner(member(body, 'key')));
  if (name === 'ct') return `ct ${inner(member(body, 'key'))}`;
  if (name === 'prefix') return `${inner(member(body, 'addr'))}/${inner(member(body, 'len'))}`;
  if (name === 'range' && Array.isArray(body)) return body.map(inner).join('-');
  if (name === 'jump' || name === 'goto') return `${name} ${inner(member(body, 'target'))}`;
  if (name === 'set' && Array.isArray(body)) return `{ ${body.map(element).join(', ')} }`;
  return Object.entries(json)
    .map(([key, value]) => `${key} ${inner(value)}`.trim())
    .join(' ');

  /** Of a verdict map: [22, {"accept": null}]. */
  function element(value: Json): string {
    if (!Array.isArray(value)) return inner(value);
    return value.map(inner).join(' : ');
  }
}

/** nft prints these keys without 'meta' before them. */
function metaKey(key: string): string {
  return /^(?:iif|iifname|oif|oifname|mark|skuid|skgid)$/.test(key) ? key : `meta ${key}`;
}

export const nftJson = defineParser<Firewall>({
  name: 'nft -j list ruleset',
  reads: /^nft(?: -\S+)* (?:-j|--json)(?: -\S+)* list (?:ruleset|table|chain)\b/,
  parse,
  samples: firewallSamples,
});
