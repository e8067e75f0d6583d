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

const link = (name: string) =>
  `2: ${name}: <BROADCAST,UP> mtu 1500 qdisc mq state UP\n    RX: bytes packets\n    1 1\n`;
const listing = (...rows: string[]) =>
  ['State Recv-Q Send-Q Local Address:Port Peer Address:Port', ...rows, ''].join('\n');
const chain = (name: string, rule = '') =>
  `Chain ${name} (policy ACCEPT 1 packets, 60 bytes)\n pkts bytes target prot opt in out source destination\n${rule}\n`;
const texts = async (files: Record<string, string>) => {
  const bundle = await openBytes(tar(...Object.entries(files).map(([path, content]) => ({ path, content }))));
  return [bundle.layout, bundle.captures.map((capture) => [...filesOf(capture).keys()]), noteIds(bundle)];
};

test('answers about different things are one reading, those about the same are several', async () => {
  expect(await texts({ 'x/eth0.txt': link('eth0'), 'x/eth1.txt': link('eth1') })).toEqual([
    'loose',
    [['x/eth0.txt | ip -s link', 'x/eth1.txt | ip -s link']],
    [],
  ]);
  expect(await texts({ 'x/all-1.txt': link('eth0') + link('lo'), 'x/one-2.txt': link('eth0') })).toEqual([
    'loose',
    [['x/all-1.txt | ip -s link'], ['x/one-2.txt | ip -s link']],
    [],
  ]);
  const listens = listing('LISTEN 0 128 0.0.0.0:80 0.0.0.0:*');
  const connected = listing('ESTAB 0 0 192.0.2.1:80 192.0.2.2:999');
  expect(
    await texts({ 'x/a.txt': listens, 'x/b.txt': connected, 'x/c.txt': listing('UNCONN 0 0 *:53 *:*') }),
  ).toEqual(['loose', [['x/a.txt | ss -an', 'x/b.txt | ss -an', 'x/c.txt | ss -an']], []]);
  expect(await texts({ 'x/a.txt': listens, 'x/b.txt': listens + connected })).toEqual([
    'loose',
    [['x/a.txt | ss -an'], ['x/b.txt | ss -an']],
    [],
  ]);
});

test('the chains of a listing tell its table', async () => {
  const nat =
    chain('PREROUTING', '    1    60 DNAT tcp -- * * 0.0.0.0/0 0.0.0.0/0 to:192.0.2.9') + chain('INPUT');
  const files = {
    'x/1.txt': chain('INPUT') + chain('FORWARD'),
    'x/2.txt': nat,
    'x/3.txt': chain('PREROUTING'),
  };
  expect(await texts(files)).toEqual([
    'loose',
    [['x/1.txt | iptables -nvL', 'x/2.txt | iptables -t nat -nvL', 'x/3.txt | iptables -t mangle -nvL']],
    [],
  ]);
});

test('texts in folders beside copies of /proc belong to them; beside a sosreport they are told', async () => {
  const snmp = 'Ip: InReceives\nIp: 1\n';
  expect(await texts({ 'x/proc/net/snmp': snmp, 'x/outputs/eth0.txt': link('eth0') })).toEqual([
    'loose',
    [['x/outputs/eth0.txt | ip -s link', 'x/proc/net/snmp | /proc/net/snmp']],
    [],
  ]);
  expect(
    await texts({
      'sos-1/sos_commands/networking/netstat_-s': 'Ip:\n    1 total packets received\n',
      'eth0.txt': link('eth0'),
    }),
  ).toEqual(['sosreport', [['sos-1/sos_commands/networking/netstat_-s | netstat -s']], ['text-beside']]);
});

test('folders with numbers for names that somebody made by hand', async () => {
  const snmp = 'Ip: InReceives\nIp: 1\n';
  expect(
    await texts({ '1/proc/net/snmp': snmp, '1/eth0.txt': link('eth0'), '2/proc/net/snmp': snmp }),
  ).toEqual([
    'loose',
    [['1/eth0.txt | ip -s link', '1/proc/net/snmp | /proc/net/snmp'], ['2/proc/net/snmp | /proc/net/snmp']],
    [],
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
