import { describe, expect, test } from 'vitest';
import { ifconfigAddresses, ifconfigLinks, ifconfigStatistics } from '../../src/parsers/ifconfig.ts';
import { ipAddr, ipAddrLinks } from '../../src/parsers/ip-addr.ts';
import { ipLink } from '../../src/parsers/ip-link.ts';
import { ipStatsLink } from '../../src/parsers/ip-link-statistics.ts';
import type { LinkStatistics } from '../../src/parsers/link-stats.ts';
import { netstatInterfaces } from '../../src/parsers/netstat-i.ts';
import { procNetDev } from '../../src/parsers/proc-net-dev.ts';
import { procNetIfInet6 } from '../../src/parsers/proc-net-if-inet6.ts';
import { sysClassNet } from '../../src/parsers/sys-class-net.ts';
import { parsed } from './captured.ts';

const counters = (devices: LinkStatistics[] | undefined, i = 0) =>
  Object.fromEntries([...(devices?.[i]?.counters ?? [])].map(([name, { value }]) => [name, value]));

describe('/proc/net/dev', () => {
  const header =
    'Inter-|   Receive                                                |  Transmit\n' +
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed\n';

  test('by header; no blank after the colon; numbers above 2^53; names with a colon', () => {
    const { value, samples, notes } = parsed(
      procNetDev,
      '/proc/net/dev',
      `${header}  eth0:18446744073709551615 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\neth0:1: 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n`,
    );
    expect(counters(value)).toMatchObject({
      'dev.rx_bytes': 18446744073709551615n,
      'dev.rx_drop': 4n,
      'dev.tx_bytes': 9n,
      'dev.tx_colls': 14n,
    });
    expect(value?.map(({ device }) => device)).toEqual(['eth0', 'eth0:1']);
    expect(samples[3]).toMatchObject({ name: 'dev.rx_drop', scope: { device: 'eth0' } });
    expect(notes).toEqual([]);
  });

  test('a header that was cut off; a row of another width is noted', () => {
    const { value, notes } = parsed(
      procNetDev,
      '/proc/net/dev',
      'lo: 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16\neth1: 1 2\n',
    );
    expect(counters(value)['dev.tx_compressed']).toBe(16n);
    expect(notes.map(({ line }) => line)).toEqual([2]);
  });
});

describe('ip -s -s link', () => {
  const device =
    '7: eth4@if2: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq master bond0 state UP mode DEFAULT group default qlen 1000\n' +
    '    link/ether 9c:8e:99:53:e3:30 brd ff:ff:ff:ff:ff:ff promiscuity 1  allmulti 0\n' +
    '    veth addrgenmode eui64 numtxqueues 8 numrxqueues 8\n';

  test('old headers: overrun in the first row, missed in the second', () => {
    const { value, samples } = parsed(
      ipStatsLink,
      'ip -s -s -d link',
      `${device}    RX: bytes  packets  errors  dropped overrun mcast\n    1361950677217 1745618628 0       179     47323   12119074\n` +
        '    RX errors: length  crc     frame   fifo    missed\n               0        1       2       3       1725828\n' +
        '    TX: bytes  packets  errors  dropped carrier collsns\n    0          0        0       0       4       5\n' +
        '    TX errors: aborted fifo    window  heartbeat\n               6        7       8       9\n',
    );
    expect(counters(value)).toMatchObject({
      'link.rx_dropped': 179n,
      'link.rx_over_errors': 47323n,
      'link.rx_missed_errors': 1725828n,
      'link.rx_crc_errors': 1n,
      'link.multicast': 12119074n,
      'link.tx_carrier_errors': 4n,
      'link.collisions': 5n,
      'link.tx_heartbeat_errors': 9n,
    });
    expect(samples[0]).toMatchObject({ scope: { device: 'eth4' }, incarnation: '7' });
  });

  test('new headers: missed in the first row, overrun, nohandler, otherhost and transitions in the others', () => {
    const { value, notes } = parsed(
      ipStatsLink,
      'ip -s -s link show eth4',
      `${device}    RX:  bytes packets errors dropped  missed   mcast\n           238       3      0       1       2       0\n` +
        '    RX errors:  length    crc   frame    fifo overrun nohandler otherhost\n                     0      0       0       0       3         4         5\n' +
        '    TX:  bytes packets errors dropped carrier collsns\n           238       3      0       0       0       0\n' +
        '    TX errors: aborted   fifo  window heartbt transns\n                     0      0       0       0       6\n',
    );
    expect(counters(value)).toMatchObject({
      'link.rx_missed_errors': 2n,
      'link.rx_over_errors': 3n,
      'link.rx_nohandler': 4n,
      'link.rx_otherhost_dropped': 5n,
      'link.carrier_changes': 6n,
    });
    expect(notes).toEqual([]);
  });

  test('the device: flags, queue, master, parent, kind, details', () => {
    const [link] = parsed(ipLink, 'ip -s -s -d link', device).value ?? [];
    expect(link).toMatchObject({
      name: 'eth4',
      parent: 'if2',
      ifindex: 7,
      flags: ['BROADCAST', 'MULTICAST', 'UP', 'LOWER_UP'],
      mtu: 1500,
      qdisc: 'mq',
      master: 'bond0',
      operstate: 'UP',
      qlen: 1000,
      type: 'ether',
      address: '9c:8e:99:53:e3:30',
      promiscuity: 1,
      kind: 'veth',
    });
    expect(link?.details.get('numtxqueues')).toBe('8');
  });

  test('VLAN id, alias, XDP program in the old and the new form', () => {
    const text =
      '2: eth0: <UP> mtu 1500 xdpgeneric/id:12 qdisc fq state UP\n    link/ether 00:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n    alias uplink to core\n' +
      '3: eth1: <UP> mtu 1500 xdp qdisc fq state UP\n    link/ether 00:00:00:00:00:02 brd ff:ff:ff:ff:ff:ff\n    prog/xdp id 13 tag 3b185187f1855c4c jited\n' +
      '4: eth0.376@eth0: <UP> mtu 1400\n    link/ether 00:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff\n    vlan protocol 802.1Q id 376 <REORDER_HDR>\n';
    const [generic, driver, vlan] = parsed(ipLink, 'ip -d link', text).value ?? [];
    expect(generic).toMatchObject({ alias: 'uplink to core', xdp: { mode: 'xdpgeneric', program: 12 } });
    expect(driver?.xdp).toMatchObject({ mode: 'xdp', program: 13 });
    expect(vlan).toMatchObject({ name: 'eth0.376', parent: 'eth0', kind: 'vlan', vlanId: 376 });
  });

  test('-o: everything on one line', () => {
    const text =
      '2: eth0: <UP> mtu 1500 qdisc mq state UP \\    link/ether 00:00:00:00:00:01 brd ff:ff:ff:ff:ff:ff\\    RX:  bytes packets errors dropped  missed   mcast           \\    5 4 3 2 1 0 \\    TX:  bytes packets errors dropped carrier collsns           \\    6 7 8 9 10 11 \n';
    expect(parsed(ipLink, 'ip -o -s link', text).value).toMatchObject([
      { name: 'eth0', operstate: 'UP', address: '00:00:00:00:00:01' },
    ]);
    expect(counters(parsed(ipStatsLink, 'ip -o -s link', text).value)).toMatchObject({
      'link.rx_missed_errors': 1n,
      'link.tx_dropped': 9n,
    });
  });

  test.each([
    ['ip -s link show dev eth4', 'eth4'],
    ['ip -s link show eth4', 'eth4'],
    ['ip -s link', ''],
  ])('rows without a device, from %s', (origin, name) => {
    const text = 'RX:  bytes packets errors dropped  missed   mcast\n     5 4 3 2 1 0\n';
    const { value } = parsed(ipStatsLink, origin, text);
    expect(value?.map((one) => one.device)).toEqual([name]);
    expect(counters(value)).toMatchObject({ 'link.rx_dropped': 2n, 'link.rx_missed_errors': 1n });
  });

  test('without counters there are none', () => {
    expect(parsed(ipStatsLink, 'ip link', device).value).toBeUndefined();
  });
});

describe('ifconfig', () => {
  const old =
    'eth0      Link encap:Ethernet  HWaddr 00:0C:29:C2:C8:63  \n          inet addr:192.0.2.1  Bcast:192.0.2.255  Mask:255.255.255.0\n' +
    '          inet6 addr: fe80::c1ca:3dee:39f7:5937/64 Scope:Link\n          UP BROADCAST RUNNING MULTICAST  MTU:1500  Metric:1\n' +
    '          RX packets:36 errors:1 dropped:2 overruns:3 frame:4\n          TX packets:152 errors:5 dropped:6 overruns:7 carrier:8\n' +
    '          collisions:9 txqueuelen:1000 \n          RX bytes:5602 (5.6 KB)  TX bytes:13935 (13.9 KB)\n\n' +
    'eth0:1    Link encap:Ethernet  HWaddr 00:0C:29:C2:C8:63  \n          inet addr:192.0.2.9  Bcast:192.0.2.255  Mask:255.255.255.0\n';
  const fresh =
    'eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n        inet 192.0.2.1  netmask 255.255.255.0  broadcast 192.0.2.255\n' +
    '        inet6 fe80::c1ca:3dee:39f7:5937  prefixlen 64  scopeid 0x20<link>\n        ether 00:0c:29:c2:c8:63  txqueuelen 1000  (Ethernet)\n' +
    '        RX packets 36  bytes 5602 (5.6 KB)\n        RX errors 1  dropped 2  overruns 3  frame 4\n' +
    '        TX packets 152  bytes 13935 (13.9 KB)\n        TX errors 5  dropped 6 overruns 7  carrier 8  collisions 9\n';

  test('both forms give the same', () => {
    const [a, b] = [old, fresh].map((text) => parsed(ifconfigStatistics, 'ifconfig -a', text));
    expect(counters(a?.value)).toEqual(counters(b?.value));
    expect(counters(a?.value)).toEqual({
      'dev.rx_packets': 36n,
      'dev.rx_bytes': 5602n,
      'dev.rx_errs': 1n,
      'dev.rx_drop': 2n,
      'dev.rx_fifo': 3n,
      'dev.rx_frame': 4n,
      'dev.tx_packets': 152n,
      'dev.tx_bytes': 13935n,
      'dev.tx_errs': 5n,
      'dev.tx_drop': 6n,
      'dev.tx_fifo': 7n,
      'dev.tx_carrier': 8n,
      'dev.tx_colls': 9n,
    });
    const strip = (text: string) =>
      (parsed(ifconfigLinks, 'ifconfig', text).value ?? []).map(({ line: _, ...link }) => link);
    expect(strip(old)).toEqual(strip(fresh));
    expect(strip(old)).toMatchObject([
      { name: 'eth0', mtu: 1500, qlen: 1000, address: '00:0c:29:c2:c8:63', type: 'ether' },
    ]);
  });

  test.each([
    [
      'without indentation',
      'ifconfig -a',
      (text: string) => text.replaceAll(/ +/g, ' ').replaceAll('\n ', '\n'),
      'eth0',
    ],
    ['indented as a whole', 'ifconfig -a', (text: string) => text.replaceAll(/^(?=.)/gm, '    '), 'eth0'],
    ['without its first line', 'ifconfig', (text: string) => text.replace(/.*\n/, ''), ''],
    [
      'without its first line, of a device that was asked for',
      'ifconfig eth5',
      (text: string) => text.replace(/.*\n/, ''),
      'eth5',
    ],
  ])('as it is pasted: %s', (_, origin, spoilt, device) => {
    for (const text of [old.split('\n\n')[0] ?? '', fresh]) {
      const { value } = parsed(ifconfigStatistics, origin, spoilt(text));
      expect(value?.map((one) => one.device)).toEqual([device]);
      expect(counters(value)).toMatchObject({
        'dev.rx_frame': 4n,
        'dev.tx_packets': 152n,
        'dev.tx_colls': 9n,
      });
    }
  });

  test('a name that was blanked out is no name', () => {
    const text =
      'Link encap:Ethernet HWaddr 00:00:5E:00:53:01\nRX packets:5 errors:0 dropped:0 overruns:4 frame:0\n';
    expect(parsed(ifconfigStatistics, 'ifconfig', text).value?.map(({ device: name }) => name)).toEqual(['']);
  });

  test('addresses, those of an alias under its device', () => {
    const addresses = parsed(ifconfigAddresses, 'ifconfig', old).value ?? [];
    expect(addresses).toMatchObject([
      { device: 'eth0', family: 'inet', address: '192.0.2.1', prefixLength: 24, broadcast: '192.0.2.255' },
      {
        device: 'eth0',
        family: 'inet6',
        address: 'fe80::c1ca:3dee:39f7:5937',
        prefixLength: 64,
        scope: 'link',
      },
      { device: 'eth0', family: 'inet', address: '192.0.2.9' },
    ]);
    expect(parsed(ifconfigAddresses, 'ifconfig', fresh).value).toHaveLength(2);
  });
});

test('netstat -i with and without the column Met', () => {
  const text = (met: string, value: string) =>
    `Kernel Interface table\nIface       MTU ${met}   RX-OK RX-ERR RX-DRP RX-OVR    TX-OK TX-ERR TX-DRP TX-OVR Flg\neth0       1500 ${value}  422518      1      2      3     1703      4      5      6 BMRU\n`;
  const [with_, without] = [text('Met', '0'), text('', '')].map((each) =>
    counters(parsed(netstatInterfaces, 'netstat -i', each).value),
  );
  expect(with_).toEqual(without);
  expect(with_).toMatchObject({
    'dev.rx_packets': 422518n,
    'dev.rx_drop': 2n,
    'dev.rx_fifo': 3n,
    'dev.tx_drop': 5n,
  });
});

describe('/sys/class/net', () => {
  const read = (attribute: string, text: string) =>
    parsed(sysClassNet, `/sys/class/net/eth0/${attribute}`, text);

  test('statistics and carrier changes are counters, the rest are attributes', () => {
    expect(read('statistics/rx_missed_errors', '17\n').samples).toMatchObject([
      { name: 'link.rx_missed_errors', value: 17n, scope: { device: 'eth0' } },
    ]);
    expect(read('carrier_changes', '4\n').samples).toMatchObject([
      { name: 'link.carrier_changes', value: 4n },
    ]);
    const state = read('operstate', 'lowerlayerdown\n');
    expect(state).toMatchObject({
      value: { device: 'eth0', attribute: 'operstate', value: 'lowerlayerdown' },
      samples: [],
    });
    expect(read('queues/rx-0/rps_cpus', '00,0000000f\n').value?.value).toBe('00,0000000f');
    expect(read('speed', '').value).toBeUndefined();
  });
});

describe('addresses', () => {
  test('ip addr, long and one line each; peers, scopes, flags', () => {
    const long =
      '2: eth0@if2: <UP> mtu 1500 qdisc mq state UP\n    link/ether 0a:d3:9b:26:d1:e0 brd ff:ff:ff:ff:ff:ff\n' +
      '    inet 192.0.2.1/24 brd 192.0.2.255 scope global secondary dynamic eth0\n       valid_lft forever preferred_lft forever\n' +
      '    inet6 fe80::1/64 scope link tentative dadfailed\n5: ppp0: <POINTOPOINT,UP> mtu 1400\n    inet 10.0.0.1 peer 10.0.0.2/32 scope global ppp0\n';
    expect(parsed(ipAddr, 'ip addr', long).value).toMatchObject([
      {
        device: 'eth0',
        family: 'inet',
        address: '192.0.2.1',
        prefixLength: 24,
        broadcast: '192.0.2.255',
        scope: 'global',
        flags: ['secondary', 'dynamic'],
      },
      {
        device: 'eth0',
        family: 'inet6',
        address: 'fe80::1',
        prefixLength: 64,
        scope: 'link',
        flags: ['tentative', 'dadfailed'],
      },
      { device: 'ppp0', address: '10.0.0.1', peer: '10.0.0.2', prefixLength: 32 },
    ]);
    expect(parsed(ipAddrLinks, 'ip addr', long).value).toMatchObject([
      { name: 'eth0', parent: 'if2', mtu: 1500 },
      { name: 'ppp0', mtu: 1400 },
    ]);
    const short =
      '2: eth0    inet 192.0.2.1/24 brd 192.0.2.255 scope global eth0\\       valid_lft forever preferred_lft forever\n';
    expect(parsed(ipAddr, 'ip -o addr', short).value).toMatchObject([
      { device: 'eth0', address: '192.0.2.1', flags: [] },
    ]);
  });

  test('/proc/net/if_inet6', () => {
    const text = 'fe80000000000000020c29fffea4e315 02 40 20 c0    ens33\n';
    expect(parsed(procNetIfInet6, '/proc/net/if_inet6', text).value).toMatchObject([
      {
        device: 'ens33',
        address: 'fe80::20c:29ff:fea4:e315',
        prefixLength: 64,
        scope: 'link',
        flags: ['tentative'],
      },
    ]);
  });
});
