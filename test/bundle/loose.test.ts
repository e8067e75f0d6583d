import { expect, test } from 'vitest';
import { looseCommand } from '../../src/bundle/layouts/command-names.ts';
import { Links } from '../../src/bundle/links.ts';
import { tar } from './archives.ts';
import { filesOf, noteIds, openBytes } from './opened.ts';

test.each([
  ['ss-tanipm', 'ss -tanipm'],
  ['ss-s', 'ss -s'],
  ['netstat-s.txt', 'netstat -s'],
  ['nstat-az', 'nstat -az'],
  ['ip-s-s-link', 'ip -s -s link'],
  ['ip-route', 'ip route'],
  ['ip-6-route', 'ip -6 route'],
  ['tc-s-qdisc', 'tc -s qdisc'],
  ['nft-list-ruleset', 'nft list ruleset'],
  ['conntrack-S', 'conntrack -S'],
  ['sysctl-a', 'sysctl -a'],
  ['iptables-save', 'iptables-save'],
  ['iptables-legacy-save', 'iptables-legacy-save'],
  ['bridge-link', 'bridge link'],
  ['ethtool-S.eth0', 'ethtool -S eth0'],
  ['ethtool-i.eth0.100', 'ethtool -i eth0.100'],
  ['ethtool.eth0', 'ethtool eth0'],
  ['uname', 'uname -a'],
  ['dmesg', 'dmesg'],
  ['dmesg-T.log', 'dmesg -T'],
  ['ss -tan', 'ss -tan'],
  ['netstat_-W_-neopa', 'netstat -W -neopa'],
])('somebody calls a file %s and means %s', (name, command) => {
  expect(looseCommand(name)).toBe(command);
});

test('a loose tree: host files, outputs of commands, and whatever else lies there', async () => {
  const bundle = await openBytes(
    tar(
      { path: 'before/proc/net/snmp', content: 'Ip: InReceives\nIp: 1\n' },
      { path: 'before/cmd/netstat-s.txt', content: 'Ip:\n    1 total packets received\n' },
      { path: 'before/notes.txt', content: 'It is slow.\n' },
      { path: 'after/proc/net/snmp', content: 'Ip: InReceives\nIp: 2\n' },
      { path: 'after/commands/ss -s', content: 'Total: 5\n' },
    ),
  );
  expect([bundle.layout, noteIds(bundle)]).toEqual(['loose', []]);
  expect(bundle.captures.map(({ label }) => label)).toEqual(['input: after', 'input: before']);
  expect(bundle.captures.map((capture) => [...filesOf(capture).keys()])).toEqual([
    ['after/commands/ss -s | ss -s', 'after/proc/net/snmp | /proc/net/snmp'],
    ['before/cmd/netstat-s.txt | netstat -s', 'before/proc/net/snmp | /proc/net/snmp'],
  ]);
});

test('links are followed on paper: along directories, not beyond the root, not for ever', () => {
  const targets = Object.entries({
    'proc/net': 'self/net',
    'proc/self': '12',
    lib: 'usr/lib',
    'usr/lib/os-release': '/etc/os',
    up: '../../../etc/shadow',
    a: 'b/x',
    b: 'a/y',
    here: '.',
  });
  const links = new Links(new Map(targets), 40);
  expect(
    Object.fromEntries(
      [
        'proc/net/snmp',
        'lib/os-release',
        'up',
        'a',
        'here/here/here/x',
        'proc//./self/../net/dev',
        'none/../none',
      ].map((path) => [path, links.resolve(path)]),
    ),
  ).toEqual({
    'proc/net/snmp': 'proc/12/net/snmp',
    'lib/os-release': 'etc/os',
    up: undefined,
    a: undefined,
    'here/here/here/x': 'x',
    'proc//./self/../net/dev': 'proc/12/net/dev',
    'none/../none': 'none',
  });
});
