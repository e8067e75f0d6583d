/**
 * `iptables-save [-c]`, also of ip6tables, arptables and ebtables, and of 1.4.7 to 1.8.10: '*table', ':chain policy
 * [packets:bytes]', '[packets:bytes] -A chain ...', 'COMMIT'. 1.4.7 ends every rule with a blank; a paste may be
 * indented and lack its COMMIT. Without -c rules have no counters, while chains keep theirs.
 * Source: iptables/iptables-save.c and xshared.c.
 */
import type { CapturedFile, Line } from '../model.ts';
import type { Firewall, FirewallMatches, FirewallRule, FirewallTool } from './firewall.ts';
import { addressOf, anyPacket, firewallSamples, protocolName } from './firewall.ts';
import { actionOf, addPorts, addStates, hookOf, policyOf, toolOf } from './iptables.ts';
import type { NoteAt } from './parser.ts';
import { defineParser, integer } from './parser.ts';

const chainLine = /^:(\S+) (\S+)(?: \[(\d+):(\d+)\])?$/;
const ruleLine = /^(?:\[(\d+):(\d+)\] )?-A (\S+)(?: (.*))?$/;

function parse(file: CapturedFile, note: NoteAt): Firewall | undefined {
  const firewall: Firewall = { chains: [], rules: [] };
  const tool = toolOf(file.origin);
  let table: string | undefined;
  for (const line of file.lines) {
    const text = line.text.trim();
    if (text.startsWith('*')) table = text.slice(1);
    if (text === '' || text.startsWith('#') || text.startsWith('*') || text === 'COMMIT') continue;
    const chain = chainLine.exec(text);
    const rule = ruleLine.exec(text);
    if (table !== undefined && chain) {
      const [, name = '', policy = ''] = chain;
      const counters = { packets: integer(chain[3]), bytes: integer(chain[4]), exact: true };
      firewall.chains.push({
        tool,
        table,
        name,
        hook: hookOf(name),
        policy: policyOf(policy),
        ...counters,
        line,
      });
    } else if (table !== undefined && rule) {
      firewall.rules.push(ruleOf(rule, tool, table, line));
    } else note(line, { id: 'common/unread-line', args: {} });
  }
  return firewall.chains.length + firewall.rules.length > 0 ? firewall : undefined;
}

function ruleOf(found: RegExpExecArray, tool: FirewallTool, table: string, line: Line): FirewallRule {
  const text = (found[4] ?? '').trim();
  const { matches, target } = optionsOf(words(text));
  return {
    tool,
    table,
    chain: found[3] ?? '',
    text,
    target,
    action: actionOf(target),
    packets: integer(found[1]),
    bytes: integer(found[2]),
    exact: true,
    matches,
    line,
  };
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

export const iptablesSave = defineParser<Firewall>({
  name: 'iptables-save',
  reads: /^(?:ip6?|arp|eb)tables(?:-legacy|-nft)?-save\b/,
  parse,
  samples: firewallSamples,
});
