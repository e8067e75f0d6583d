import { describe, expect, test } from 'vitest';
import { ipAddr } from '../../src/parsers/ip-addr.ts';
import { ipRoute } from '../../src/parsers/ip-route.ts';
import { ipRule } from '../../src/parsers/ip-rule.ts';
import { procNetStatCache } from '../../src/parsers/neighbour-stats.ts';
import { arp, ipNeigh, procNetArp } from '../../src/parsers/neighbours.ts';
import { procNetIpv6Route, procNetRoute, routeTable } from '../../src/parsers/route-tables.ts';
import { parsed } from './captured.ts';

describe('ip route', () => {
  test('types, tables, metrics, MTU and both families', () => {
    const { value, notes } = parsed(
      ipRoute,
      'ip route show table all',
      'default via 192.0.2.1 dev eth0 proto dhcp src 192.0.2.9 metric 100\n' +
        '10.0.0.0/8 via 192.0.2.2 dev eth1 table 100 mtu lock 1400 advmss 1360\n' +
        'blackhole 198.51.100.0/24\n' +
        'local 192.0.2.9 dev eth0 table local proto kernel scope host src 192.0.2.9\n' +
        '2001:db8::/32 via fe80::1 dev eth0 metric 1024 pref medium\n' +
        'unreachable default dev lo table unspec proto kernel metric 4294967295 error -101 pref medium\n' +
        '203.0.113.0/24 dev eth2 linkdown\n',
    );
    expect(notes).toEqual([]);
    expect(value).toMatchObject([
      {
        family: 'inet',
        type: 'unicast',
        destination: '0.0.0.0',
        prefixLength: 0,
        table: 'main',
        metric: 100,
        source: '192.0.2.9',
        nexthops: [{ gateway: '192.0.2.1', device: 'eth0' }],
      },
      { destination: '10.0.0.0', prefixLength: 8, table: '100', mtu: 1400, mtuLocked: true, advmss: 1360 },
      { type: 'blackhole', destination: '198.51.100.0', nexthops: [] },
      { type: 'local', prefixLength: 32, table: 'local', scope: 'host' },
      { family: 'inet6', destination: '2001:db8::', prefixLength: 32, nexthops: [{ gateway: 'fe80::1' }] },
      { type: 'unreachable', prefixLength: 0, metric: 4294967295 },
      { nexthops: [{ device: 'eth2', flags: ['linkdown'] }] },
    ]);
  });

  test('next hops on lines of their own; an IPv6 gateway for IPv4; the table of the command', () => {
    const text =
      'default proto static metric 20 \n\tnexthop via 192.0.2.1 dev eth0 weight 1 \n\tnexthop via 192.0.2.2 dev eth1 weight 2 dead linkdown \n10.1.0.0/16 via inet6 fe80::1 dev eth0\n';
    const { value } = parsed(ipRoute, 'ip -4 route show table 7', text);
    expect(value).toMatchObject([
      {
        table: '7',
        nexthops: [
          { gateway: '192.0.2.1', weight: 1 },
          { gateway: '192.0.2.2', weight: 2, flags: ['dead', 'linkdown'] },
        ],
      },
      { family: 'inet', nexthops: [{ gateway: 'fe80::1' }] },
    ]);
  });

  test('an error text holds no routes', () => {
    expect(
      parsed(ipRoute, 'ip route', 'Error: ipv4: FIB table does not exist.\nDump terminated\n'),
    ).toMatchObject({ value: undefined });
  });

  test('-6 makes a default route one of IPv6', () => {
    expect(parsed(ipRoute, 'ip -6 route', 'default dev ppp0 metric 1024\n').value).toMatchObject([
      { family: 'inet6', destination: '::' },
    ]);
  });
});

test('ip rule: selectors, actions, family', () => {
  const text =
    '0:\tfrom all lookup local\n100:\tfrom 10.0.0.0/8 iif eth0 fwmark 0x1/0xff lookup 100\n200:\tfrom all to 2001:db8::/32 blackhole\n32766:\tfrom all lookup main\n';
  const { value, notes } = parsed(ipRule, 'ip rule', text);
  expect(notes).toEqual([]);
  expect(value).toMatchObject([
    { priority: 0, from: 'all', action: 'lookup', table: 'local', family: 'inet' },
    {
      priority: 100,
      from: '10.0.0.0/8',
      iif: 'eth0',
      fwmark: '0x1/0xff',
      table: '100',
      selector: 'from 10.0.0.0/8 iif eth0 fwmark 0x1/0xff',
    },
    { priority: 200, to: '2001:db8::/32', action: 'blackhole', family: 'inet6' },
    { priority: 32766, table: 'main' },
  ]);
  expect(parsed(ipRule, 'ip -6 rule list', '0:\tfrom all lookup local\n').value?.[0]?.family).toBe('inet6');
});

describe('older tables', () => {
  test('route -n, netstat -rn with its own columns, and other tables of netstat', () => {
    const text =
      'Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n' +
      '0.0.0.0         192.0.2.1       0.0.0.0         UG    100    0        0 eth0\n192.0.2.0       0.0.0.0         255.255.255.0   U     0      0        0 eth0\n' +
      '198.51.100.0    -               255.255.255.0   !     0      -        0 -\n';
    expect(parsed(routeTable, 'route -n', text).value).toMatchObject([
      {
        destination: '0.0.0.0',
        prefixLength: 0,
        metric: 100,
        nexthops: [{ gateway: '192.0.2.1', device: 'eth0' }],
      },
      { destination: '192.0.2.0', prefixLength: 24, nexthops: [{ device: 'eth0' }] },
      { type: 'unreachable', prefixLength: 24 },
    ]);
    const netstat =
      'Kernel IP routing table\nDestination Gateway Genmask Flags   MSS Window  irtt Iface\ndefault     gw.example 0.0.0.0   UG        0 0          0 eth0\nKernel Interface table\nIface MTU RX-OK\neth0 1500 1\n';
    const { value, notes } = parsed(routeTable, 'netstat -rni', netstat);
    expect(value).toMatchObject([
      { destination: '0.0.0.0', nexthops: [{ gateway: 'gw.example', device: 'eth0' }] },
    ]);
    expect(notes).toEqual([]);
  });

  test('/proc/net/route and ipv6_route', () => {
    const four =
      'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT\neth0\t00000000\t010200C0\t0003\t0\t0\t100\t00000000\t1400\t0\t0\neth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0\n';
    expect(parsed(procNetRoute, '/proc/net/route', four).value).toMatchObject([
      {
        destination: '0.0.0.0',
        prefixLength: 0,
        metric: 100,
        mtu: 1400,
        nexthops: [{ gateway: '192.0.2.1', device: 'eth0' }],
      },
      { destination: '192.0.2.0', prefixLength: 24, nexthops: [{ device: 'eth0' }] },
    ]);
    const s390x =
      'Iface\tDestination\tGateway\tFlags\tRefCnt\tUse\tMetric\tMask\tMTU\tWindow\tIRTT\nenc1\t00000000\tC0000201\t0003\t0\t0\t0\t00000000\t0\t0\t0\nenc1\tC0000200\t00000000\t0001\t0\t0\t0\tFFFFFF00\t0\t0\t0\n';
    expect(parsed(procNetRoute, '/proc/net/route', s390x).value).toMatchObject([
      { destination: '0.0.0.0', nexthops: [{ gateway: '192.0.2.1' }] },
      { destination: '192.0.2.0', prefixLength: 24 },
    ]);
    const zero = '0'.repeat(32);
    const six = `${zero} 00 ${zero} 00 fe800000000000000000000000000001 00000400 00000001 00000000 00450003     eth0\n${zero} 00 ${zero} 00 ${zero} ffffffff 00000001 00000000 00200200       lo\n`;
    expect(parsed(procNetIpv6Route, '/proc/net/ipv6_route', six).value).toMatchObject([
      {
        family: 'inet6',
        destination: '::',
        prefixLength: 0,
        metric: 1024,
        nexthops: [{ gateway: 'fe80::1', device: 'eth0' }],
      },
      { type: 'unreachable', metric: 0xffffffff },
    ]);
  });
});

describe('neighbours', () => {
  test('asked for one device, ip does not name it', () => {
    const text = '192.0.2.1 lladdr 26:b0:13:f5:9c:ab REACHABLE \n192.0.2.7 FAILED \n';
    const { value } = parsed(ipNeigh, 'ip -4 neigh show dev eth0', text);
    expect(value).toMatchObject([
      { device: 'eth0', state: 'REACHABLE' },
      { device: 'eth0', state: 'FAILED' },
    ]);
  });

  test('ip -s neigh: probes glued to the counters, failed and incomplete ones, routers', () => {
    const text =
      '192.0.2.1 dev eth0 lladdr 26:b0:13:f5:9c:ab ref 1 used 1/61/1probes 0 DELAY\nfe80::1 dev eth0 lladdr 00:2a:6a:65:c3:c2 router used 3/4/5 probes 4 STALE\n' +
      '192.0.2.7 dev eth0  used 1398/1458/1394probes 6 FAILED\n192.0.2.8 dev eth0 INCOMPLETE\n192.0.2.9\n';
    const { value, notes } = parsed(ipNeigh, 'ip -s -s neigh show', text);
    expect(value).toMatchObject([
      {
        family: 'inet',
        address: '192.0.2.1',
        device: 'eth0',
        lladdr: '26:b0:13:f5:9c:ab',
        state: 'DELAY',
        probes: 0,
      },
      { family: 'inet6', state: 'STALE', flags: ['router'], probes: 4 },
      { state: 'FAILED', probes: 6 },
      { state: 'INCOMPLETE' },
    ]);
    expect(notes.map(({ line }) => line)).toEqual([5]);
  });

  test('/proc/net/arp and arp, numeric and BSD form', () => {
    const proc =
      'IP address       HW type     Flags       HW address            Mask     Device\n192.0.2.1        0x1         0x2         02:fc:00:00:00:05     *        eth0\n192.0.2.2        0x1         0x0         00:00:00:00:00:00     *        eth0\n192.0.2.3        0x1         0x6         02:fc:00:00:00:06     *        eth0\n';
    const known = [
      { address: '192.0.2.1', lladdr: '02:fc:00:00:00:05', device: 'eth0' },
      { address: '192.0.2.2', state: 'INCOMPLETE' },
      { address: '192.0.2.3', state: 'PERMANENT' },
    ];
    expect(parsed(procNetArp, '/proc/net/arp', proc).value).toMatchObject(known);
    const numeric =
      'Address                  HWtype  HWaddress           Flags Mask            Iface\n192.0.2.1                ether   02:fc:00:00:00:05   C                     eth0\n192.0.2.2                        (incomplete)                              eth0\n192.0.2.3                ether   02:fc:00:00:00:06   CM                    eth0\n';
    expect(parsed(arp, 'arp -n', numeric).value).toMatchObject(known);
    const bsd =
      '? (192.0.2.1) at 02:fc:00:00:00:05 [ether] on eth0\n? (192.0.2.2) at <incomplete> on eth0\n? (192.0.2.3) at 02:fc:00:00:00:06 [ether] PERM on eth0\n';
    expect(parsed(arp, 'arp -an', bsd).value).toMatchObject(known);
  });

  test('/proc/net/stat: summed over CPUs, entries not; the row that adds most is cited', () => {
    const text =
      'entries  allocs   destroys  unresolved_discards table_fulls\n000003e8 00000001 00000000  0000000a            00000002\n000003e8 00000001 00000000  000000f0            00000001\n';
    const { samples } = parsed(procNetStatCache, '/proc/net/stat/ndisc_cache', text);
    const of = (name: string) => samples.find((sample) => sample.name === `ndisc_cache.${name}`);
    expect(of('entries')).toMatchObject({ value: 1000n, kind: 'gauge' });
    expect(of('unresolved_discards')).toMatchObject({ value: 250n, line: { number: 3 } });
    expect(of('table_fulls')).toMatchObject({ value: 3n, line: { number: 2 } });
  });
});

test.each([
  ['ip addr', true],
  ['ip a s eth0', true],
  ['ip -d address', true],
  ['ip -f inet6 addr show dev eth0', true],
  ['ip --details -family inet addr', true],
  ['ip addr add 192.0.2.1/24 dev eth0', false],
  ['ip address_family', false],
  [`ip${' -f'.repeat(80)} addr`, false],
])('%s is read: %s', (origin, reads) => {
  expect(ipAddr.reads.test(origin)).toBe(reads);
});
