import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import type { SettingChange } from '../../src/model.ts';
import { bundleOf } from './bundles.ts';

/** 'net.core.somaxconn eth0: 128 -> 4096': changes between captures, each a set of files. */
function changes(...captures: Record<string, string>[]): string[] {
  return all(...captures).map(
    ({ key, scope, from, to }) =>
      `${[key, scope.device].filter(Boolean).join(' ')}: ${from ?? '-'} -> ${to ?? '-'}`,
  );
}

function all(...captures: Record<string, string>[]): SettingChange[] {
  const bundle = bundleOf(
    'host',
    captures.map((files, i) => ({ uptime: 1000 + i * 60, files })),
  );
  return analyze([bundle], [], { version: 'test', now: 0 }).settings;
}

const link = (flags: string, more: string) =>
  `2: eth0: <${flags}> mtu ${more} qlen 1000\n    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n`;

describe('settings that changed between captures', () => {
  test('sysctls; states and spacing are none', () => {
    const before =
      'net.core.somaxconn = 128\nnet.ipv4.tcp_mem = 1\t2\t3\nnet.netfilter.nf_conntrack_count = 7\nkernel.random.entropy_avail = 1\n';
    const after =
      'net.core.somaxconn = 4096\nnet.ipv4.tcp_mem = 1 2 3\nnet.netfilter.nf_conntrack_count = 9\nkernel.random.entropy_avail = 2\n';
    expect(changes({ 'sysctl -a': before }, { 'sysctl -a': after })).toEqual([
      'net.core.somaxconn: 128 -> 4096',
    ]);
  });

  test('each change when it was made, with both lines', () => {
    const value = (n: number) => ({ 'sysctl -a': `net.core.somaxconn = ${n}\n` });
    const found = all(value(128), value(128), value(4096), value(128));
    expect(found.map(({ from, to, capture }) => [from, to, capture])).toEqual([
      ['128', '4096', 2],
      ['4096', '128', 3],
    ]);
    expect(found[0]).toMatchObject({
      before: { path: '2/cmd/sysctl -a', line: 1, excerpt: 'net.core.somaxconn = 128' },
      after: { path: '3/cmd/sysctl -a', line: 1 },
    });
  });

  test('a capture without the file is stepped over', () => {
    const value = (n: number) => ({ 'sysctl -a': `net.core.somaxconn = ${n}\n` });
    expect(changes(value(128), {}, value(4096))).toEqual(['net.core.somaxconn: 128 -> 4096']);
  });

  test('two formats tell one change', () => {
    const both = (n: number) => ({
      'sysctl -a': `net.core.somaxconn = ${n}\n`,
      '/proc/sys/net/core/somaxconn': `${n}\n`,
    });
    expect(changes(both(128), both(4096))).toEqual(['net.core.somaxconn: 128 -> 4096']);
  });

  test('a sysctl that one capture does not have is no change: it may not have been asked', () => {
    expect(
      changes({ 'sysctl -a': 'net.core.somaxconn = 1\n' }, { 'sysctl -a': 'net.core.optmem_max = 1\n' }),
    ).toEqual([]);
  });

  test('MTU, queueing discipline, state of a device', () => {
    const before = link('BROADCAST,UP,LOWER_UP', '1500 qdisc fq_codel state UP');
    const after = link('BROADCAST,UP,LOWER_UP', '9000 qdisc tbf state DOWN');
    expect(changes({ 'ip link': before }, { 'ip link': after })).toEqual([
      'mtu eth0: 1500 -> 9000',
      'qdisc eth0: fq_codel -> tbf',
      'state eth0: UP -> DOWN',
    ]);
  });

  test('a device that went away', () => {
    const lo =
      '1: lo: <LOOPBACK,UP> mtu 65536 qdisc noqueue state UNKNOWN\n    link/loopback 00:00:00:00:00:00\n';
    const eth0 = link('BROADCAST,UP', '1500 qdisc fq_codel state UP');
    expect(changes({ 'ip link': lo + eth0 }, { 'ip link': lo })).toEqual(['device eth0: present -> -']);
  });

  test('routes and rules: changed, gone, new; what the kernel keeps by itself is none', () => {
    const before = 'default via 10.0.0.1 dev eth0 proto dhcp metric 100\n10.1.0.0/16 dev eth0 scope link\n';
    const after = 'default via 10.0.0.2 dev eth0 proto dhcp metric 100\n10.2.0.0/16 dev eth0 scope link\n';
    expect(changes({ 'ip route': before }, { 'ip route': after })).toEqual([
      'route 10.1.0.0/16: dev eth0 -> -',
      'route 10.2.0.0/16: - -> dev eth0',
      'route default (inet) metric 100: via 10.0.0.1 dev eth0 -> via 10.0.0.2 dev eth0',
    ]);
    const rule = '0:\tfrom all lookup local\n32766:\tfrom all lookup main\n';
    expect(changes({ 'ip rule': rule }, { 'ip rule': `${rule}100:\tfrom 10.0.0.0/8 lookup 7\n` })).toEqual([
      'rule 100 from 10.0.0.0/8: - -> lookup 7',
    ]);
  });

  test('a neighbour whose MAC changed', () => {
    const neighbour = (mac: string, state: string) => `10.0.0.1 dev eth0 lladdr ${mac} ${state}\n`;
    const [a, b] = [neighbour('52:54:00:00:00:01', 'REACHABLE'), neighbour('52:54:00:00:00:02', 'STALE')];
    expect(changes({ 'ip neigh': a }, { 'ip neigh': b })).toEqual([
      'neighbour 10.0.0.1 eth0: 52:54:00:00:00:01 -> 52:54:00:00:00:02',
    ]);
    expect(changes({ 'ip neigh': a }, { 'ip neigh': neighbour('52:54:00:00:00:01', 'STALE') })).toEqual([]);
  });

  test('rings and offloads', () => {
    const ring = (n: number) => ({
      'ethtool -g eth0': `Ring parameters for eth0:\nPre-set maximums:\nRX:\t4096\nCurrent hardware settings:\nRX:\t${n}\n`,
    });
    expect(changes(ring(256), ring(4096))).toEqual(['ring RX eth0: 256 -> 4096']);
    const features = (state: string) => ({
      'ethtool -k eth0': `Features for eth0:\ngeneric-receive-offload: ${state}\n`,
    });
    expect(changes(features('on'), features('off'))).toEqual(['generic-receive-offload eth0: on -> off']);
  });

  test('rules of the packet filter, and policies; counters are none', () => {
    const rules = (policy: string, ...lines: string[]) => ({
      'iptables-save -c': ['*filter', `:INPUT ${policy} [1:2]`, ...lines, 'COMMIT', ''].join('\n'),
    });
    const before = rules('ACCEPT', '[5:300] -A INPUT -p tcp --dport 22 -j ACCEPT');
    const after = rules(
      'DROP',
      '[9:900] -A INPUT -p tcp --dport 22 -j ACCEPT',
      '[0:0] -A INPUT -p udp -j DROP',
    );
    expect(changes(before, after)).toEqual([
      'iptables filter INPUT policy: accept -> drop',
      'iptables filter INPUT: -p udp -j DROP: - -> present',
    ]);
  });

  test('another kernel', () => {
    expect(changes({ 'uname -r': '6.1.0-20-amd64\n' }, { 'uname -r': '6.1.0-21-amd64\n' })).toEqual([
      'kernel: 6.1.0-20-amd64 -> 6.1.0-21-amd64',
    ]);
  });
});
