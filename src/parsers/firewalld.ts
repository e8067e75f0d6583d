/**
 * `firewall-cmd --list-all-zones`: a zone per block, unindented title, 'label: values' below. What no line allows meets
 * the zone's target: 'default' rejects. Services are names whose ports firewalld keeps elsewhere. Source: firewall-cmd(1).
 */
import type { CapturedFile, Line } from '../model.ts';
import type { Firewall, FirewallAction, FirewallChain, FirewallMatches, FirewallRule } from './firewall.ts';
import { anyPacket, portsOf } from './firewall.ts';
import { defineParser } from './parser.ts';

/** Lists go on in lines without a label: rich rules, forwarded ports. Some versions leave the colon out after an empty list. */
const labelled = /^([a-z][a-z -]{0,40})(?::|$)(.*)$/;
/** In characters. */
const longest = 2000;
const title = /^([\w-]+)(?: \((?:default|active|default, ?active)\))?\s*$/;
const targets: Record<string, FirewallChain['policy']> = { ACCEPT: 'accept', DROP: 'drop' };

function parse(file: CapturedFile): Firewall | undefined {
  const firewall: Firewall = { chains: [], rules: [] };
  let zone: FirewallChain | undefined;
  let list = '';
  for (const line of file.lines) {
    const text = line.text.slice(0, longest);
    const found = title.exec(text);
    const words = text.trim();
    if (found) {
      zone = zoneOf(found, line);
      firewall.chains.push(zone);
    } else if (zone && words !== '') {
      const [label = '', values = ''] = labelled.exec(words)?.slice(1) ?? [];
      if (label !== '') list = label;
      firewall.rules.push(...rulesOf(zone, list, label === '' ? words : values.trim(), line));
    }
  }
  return firewall.chains.some((chain) => chain.policy !== undefined) ? firewall : undefined;
}

/** Only an active zone sees packets. */
function zoneOf(found: RegExpExecArray, line: Line): FirewallChain {
  const hook = found[0].includes('active') ? 'input' : undefined;
  const none = { policy: undefined, packets: undefined, bytes: undefined, exact: true };
  return { tool: 'firewalld', table: 'zone', name: found[1] ?? '', hook, ...none, line };
}

function rulesOf(zone: FirewallChain, list: string, values: string, line: Line): FirewallRule[] {
  const rule = (text: string, action: FirewallAction, matches: Partial<FirewallMatches>): FirewallRule => ({
    tool: 'firewalld',
    table: zone.table,
    chain: zone.name,
    text,
    target: action,
    action,
    packets: undefined,
    bytes: undefined,
    exact: true,
    matches: { ...anyPacket(), ...matches },
    line,
  });
  if (list === 'target') zone.policy = targets[values] ?? 'reject';
  if (list === 'rich rules') {
    const action = /\b(accept|drop|reject)\b/.exec(values)?.[1] as FirewallAction | undefined;
    return values === '' ? [] : [rule(values, action ?? 'other', { conditional: true })];
  }
  const words = values.split(/\s+/).filter((word) => word !== '');
  if (list === 'services')
    return words.map((name) => rule(`service ${name}`, 'accept', { conditional: true }));
  if (list !== 'ports') return [];
  return words.map((word) => {
    const [ports = '', protocol] = word.split('/');
    return rule(`port ${word}`, 'accept', { protocol, destinationPorts: portsOf(ports) });
  });
}

export const firewalldZones = defineParser<Firewall>({
  name: 'firewall-cmd --list-all-zones',
  reads: /^firewall-cmd (?:\S+ )*--list-all(?:-zones)?\b/,
  parse,
});
