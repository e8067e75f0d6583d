import { describe, expect, test } from 'vitest';
import { wholeFile } from '../../src/bundle/captured-file.ts';
import type { Opening } from '../../src/host/packet-filter.ts';
import { fateOf } from '../../src/host/packet-filter.ts';
import type { Firewall } from '../../src/parsers/firewall.ts';
import { iptablesSave } from '../../src/parsers/iptables-save.ts';
import { nftRuleset } from '../../src/parsers/nft.ts';

const file = (origin: string, text: string) =>
  wholeFile({ path: origin, origin, netns: '' }, new TextEncoder().encode(text));
const iptables = (rules: string): Firewall => {
  const listing = `*filter\n${rules}\nCOMMIT\n`;
  return iptablesSave.parse(file('iptables-save -c', listing), () => {}) ?? { chains: [], rules: [] };
};
const nft = (rules: string): Firewall =>
  nftRuleset.parse(file('nft list ruleset', rules), () => {}) ?? { chains: [], rules: [] };
const web: Opening = { protocol: 'tcp', port: 80, family: 'inet' };

describe('the way of a packet through the filter', () => {
  test('the first match decides', () => {
    const both = iptables(
      ':INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT\n-A INPUT -p tcp -m tcp --dport 80 -j DROP',
    );
    expect(fateOf([both], web).action).toBe('accept');
    const swapped = iptables(
      ':INPUT ACCEPT [0:0]\n-A INPUT -p tcp -m tcp --dport 80 -j DROP\n-A INPUT -p tcp -m tcp --dport 80 -j ACCEPT',
    );
    expect(fateOf([swapped], web).action).toBe('drop');
  });

  test('jumps are followed, RETURN goes back, the policy comes last', () => {
    const rules =
      ':INPUT DROP [0:0]\n:WEB - [0:0]\n-A INPUT -p tcp -j WEB\n-A WEB -p tcp -m tcp --dport 443 -j RETURN\n-A WEB -j ACCEPT';
    expect(fateOf([iptables(rules)], web).action).toBe('accept');
    expect(fateOf([iptables(rules)], { ...web, port: 443 }).action).toBe('drop');
    expect(fateOf([iptables(rules)], { ...web, protocol: 'udp' }).action).toBe('drop');
  });

  test('a chain that jumps to itself ends', () => {
    expect(fateOf([iptables(':INPUT DROP [0:0]\n:A - [0:0]\n-A INPUT -j A\n-A A -j A')], web).action).toBe(
      'drop',
    );
  });

  test('rules for lo, other states and other directions do not concern it', () => {
    const rules =
      ':INPUT DROP [0:0]\n-A INPUT -i lo -j ACCEPT\n-A INPUT -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT';
    expect(fateOf([iptables(rules)], web).action).toBe('drop');
  });

  test('what asks for more than is known is taken sometimes', () => {
    const fate = fateOf([iptables(':INPUT ACCEPT [0:0]\n-A INPUT -s 203.0.113.0/24 -j DROP')], web);
    expect(fate.action).toBe('accept');
    expect(fate.sometimes.map(({ action }) => action)).toEqual(['drop']);
  });

  test('IPv6 passes its own tables', () => {
    expect(fateOf([iptables(':INPUT DROP [0:0]')], { ...web, family: 'inet6' }).action).toBe('accept');
  });

  test('with nft every base chain of the hook must let it in', () => {
    const rules = `table inet one {
	chain input {
		type filter hook input priority 0; policy accept;
	}
}
table inet two {
	chain input {
		type filter hook input priority 10; policy drop;
		tcp dport { 22, 443 } accept
	}
}
`;
    expect(fateOf([nft(rules)], web).action).toBe('drop');
    expect(fateOf([nft(rules)], { ...web, port: 443 }).action).toBe('accept');
  });
});
