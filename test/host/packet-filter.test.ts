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

  test('a verdict map does to each port what stands there, and named sets stand for their elements', () => {
    const rules = `table inet one {
	set ports {
		type inet_service
		elements = { 23,
			     25 }
	}
	map vm {
		type inet_service : verdict
		elements = { 80 : drop, 443 : jump web, 100-200 : accept }
	}
	chain web {
		drop
	}
	chain input {
		type filter hook input priority 0; policy drop;
		tcp dport @ports accept
		tcp dport vmap @vm
		tcp dport vmap @unknown
	}
}
`;
    const action = (port: number) => fateOf([nft(rules)], { ...web, port }).action;
    expect([23, 25, 80, 150, 443, 500].map(action)).toEqual([
      'accept',
      'accept',
      'drop',
      'accept',
      'drop',
      'drop',
    ]);
    const by = fateOf([nft(rules)], web).by;
    expect(by && 'text' in by && by.text).toBe('tcp dport vmap @vm');
  });

  test('a rule about one family leaves the other alone', () => {
    const rules =
      'table inet one {\n\tchain input {\n\t\ttype filter hook input priority 0; policy accept;\n\t\tmeta nfproto ipv6 tcp dport 80 drop\n\t}\n}\n';
    expect(fateOf([nft(rules)], web).action).toBe('accept');
    expect(fateOf([nft(rules)], { ...web, family: 'inet6' }).action).toBe('drop');
  });
});
