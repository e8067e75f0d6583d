import { expect, test } from 'vitest';
import { procNetBonding } from '../../src/parsers/bonding.ts';
import { bpftoolCgroup, bpftoolNet } from '../../src/parsers/bpf-programs.ts';
import { brctlShow, bridgeLink } from '../../src/parsers/bridge.ts';
import { dropReasons } from '../../src/parsers/drop-reasons.ts';
import { ipvs, ipvsStats } from '../../src/parsers/ip-vs.ts';
import { ipset } from '../../src/parsers/ipset.ts';
import { lsmod, procModules } from '../../src/parsers/modules.ts';
import { parsed } from './captured.ts';

test('a bond in LACP mode: slaves, their failures, a partner that is not there', () => {
  const text = `Ethernet Channel Bonding Driver: v5.10.0

Bonding Mode: IEEE 802.3ad Dynamic link aggregation
Transmit Hash Policy: layer3+4 (1)
MII Status: up
MII Polling Interval (ms): 100

802.3ad info
LACP rate: fast
Active Aggregator Info:
	Aggregator ID: 1
	Partner Mac Address: 00:00:00:00:00:00

Slave Interface: eth0
MII Status: up
Speed: 10000 Mbps
Duplex: full
Link Failure Count: 3
Aggregator ID: 1
details actor lacp pdu:
    port state: 77
details partner lacp pdu:
    system mac address: 00:00:00:00:00:00
    port state: 1

Slave Interface: eth1
MII Status: down
Speed: Unknown
Duplex: Unknown
Link Failure Count: 12
Aggregator ID: 2
`;
  const { value, samples } = parsed(procNetBonding, '/proc/net/bonding/bond0', text);
  expect(value).toMatchObject({
    device: 'bond0',
    mode: 'IEEE 802.3ad Dynamic link aggregation',
    partnerMac: { value: '00:00:00:00:00:00' },
    activeAggregator: '1',
    hashPolicy: { value: 'layer3+4 (1)' },
    lacpRate: { value: 'fast' },
    slaves: [
      { device: 'eth0', miiStatus: { value: 'up' }, speed: 10000n, duplex: 'full', aggregator: '1' },
      { device: 'eth1', miiStatus: { value: 'down' }, speed: undefined, duplex: undefined, aggregator: '2' },
    ],
  });
  expect(value?.slaves[0]?.fields.get('actor/port state')?.value).toBe('77');
  expect(value?.slaves[0]?.fields.get('partner/port state')?.value).toBe('1');
  expect(value?.slaves[1]?.line.number).toBe(27);
  expect(samples.map(({ scope, value: n }) => [scope, n])).toEqual([
    [{ device: 'eth0', queue: 'bond0' }, 3n],
    [{ device: 'eth1', queue: 'bond0' }, 12n],
  ]);
});

test('an active-backup bond names its active slave; a torn file is no bond', () => {
  const text =
    'Bonding Mode: fault-tolerance (active-backup)\nPrimary Slave: None\nCurrently Active Slave: eth1\nMII Status: up\n\nSlave Interface: eth1\nMII Status: up\n';
  expect(parsed(procNetBonding, '/proc/net/bonding/bond1', text).value).toMatchObject({
    activeSlave: { value: 'eth1' },
    partnerMac: undefined,
  });
  expect(
    parsed(procNetBonding, '/proc/net/bonding/bond1', 'Link Failure Count: 0\nAggregator ID:\n').value,
  ).toBeUndefined();
});

test('bridge ports', () => {
  const text = `3: eth1: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 master br0 state forwarding priority 32 cost 100 
4: veth1@if2: <BROADCAST,UP> mtu 1500 master docker0 state disabled priority 32 cost 2 
5: eth2 state UP : <BROADCAST,UP> mtu 1500 master br0 state blocking priority 32 cost 4 
    hairpin off guard off root_block off
`;
  expect(
    parsed(bridgeLink, 'bridge -d link', text).value?.map(({ device, bridge, state }) => [
      device,
      bridge,
      state,
    ]),
  ).toEqual([
    ['eth1', 'br0', 'forwarding'],
    ['veth1', 'docker0', 'disabled'],
    ['eth2', 'br0', 'blocking'],
  ]);
  expect(bridgeLink.reads.test('bridge -s -s -d link show')).toBe(true);
  expect(parsed(bridgeLink, 'bridge link', '').value).toEqual([]);
  const brctl =
    'bridge name\tbridge id\t\tSTP enabled\tinterfaces\nbr0\t\t8000.0200\tno\t\teth0\n\t\t\t\t\t\t\tveth1\nbr1\t\t8000.0000\tno\t\t\n';
  expect(parsed(brctlShow, 'brctl show', brctl).value?.map(({ device, bridge }) => [device, bridge])).toEqual(
    [
      ['eth0', 'br0'],
      ['veth1', 'br0'],
    ],
  );
});

test('sets: listed and saved', () => {
  const listed =
    'Name: blocked\nType: hash:ip\nRevision: 4\nHeader: family inet hashsize 1024 maxelem 65536\nSize in memory: 448\nNumber of entries: 65536\nMembers:\n192.0.2.1\n192.0.2.2\n\nName: ports\nType: bitmap:port\nHeader: range 0-1023\nNumber of entries: 1\nMembers:\n22\n';
  expect(
    parsed(ipset, 'ipset list', listed).value?.map(({ name, type, entries, maximum }) => [
      name,
      type,
      entries,
      maximum,
    ]),
  ).toEqual([
    ['blocked', 'hash:ip', 65536n, 65536n],
    ['ports', 'bitmap:port', 1n, undefined],
  ]);
  const saved =
    'create blocked hash:ip family inet hashsize 1024 maxelem 10\nadd blocked 192.0.2.1\nadd blocked 192.0.2.2\n';
  expect(parsed(ipset, 'ipset save', saved).value?.[0]).toMatchObject({
    name: 'blocked',
    entries: 2n,
    maximum: 10n,
  });
  expect(
    parsed(ipset, 'ipset list', 'ipset v7.15: Kernel error received: Operation not permitted\n').value,
  ).toBeUndefined();
});

test('IPVS: hexadecimal from /proc, decimal from ipvsadm, totals', () => {
  const proc =
    'IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port Scheduler Flags\n  -> RemoteAddress:Port Forward Weight ActiveConn InActConn\nTCP  C0A80016:0CEA wlc  \n  -> C0A85216:0CEA      Tunnel  0    248        2         \nFWM  10001000 wlc\n';
  expect(parsed(ipvs, '/proc/net/ip_vs', proc).value).toMatchObject([
    {
      protocol: 'TCP',
      address: '192.168.0.22:3306',
      scheduler: 'wlc',
      destinations: [
        { address: '192.168.82.22:3306', forward: 'Tunnel', weight: 0n, active: 248n, inactive: 2n },
      ],
    },
    { protocol: 'FWM', address: '10001000', destinations: [] },
  ]);
  const stats =
    'IP Virtual Server version 1.2.1 (size=4096)\nProt LocalAddress:Port               Conns   InPkts  OutPkts  InBytes OutBytes\n  -> RemoteAddress:Port\nTCP  192.0.2.1:80                        1        2        3        4        5\n  -> 10.0.0.1:80                         1        2        3        4        5\n';
  expect(parsed(ipvs, 'ipvsadm -Ln --stats', stats).value).toMatchObject([
    {
      address: '192.0.2.1:80',
      scheduler: undefined,
      destinations: [{ address: '10.0.0.1:80', weight: undefined }],
    },
  ]);
  const totals =
    '   Total Incoming Outgoing         Incoming         Outgoing\n   Conns  Packets  Packets            Bytes            Bytes\n 16AA370 E33656E5        0     51D8C8883AB3                0\n\n Conns/s   Pkts/s   Pkts/s          Bytes/s          Bytes/s\n       4    1FB3C        0          1282A8F                0\n';
  expect(
    parsed(ipvsStats, '/proc/net/ip_vs_stats', totals)
      .samples.slice(0, 2)
      .map(({ name, value }) => [name, value]),
  ).toEqual([
    ['ipvs.connections', 0x16aa370n],
    ['ipvs.in_packets', 0xe33656e5n],
  ]);
});

test('modules', () => {
  const proc =
    'br_netfilter 22256 0 - Live 0xffffffffc0ab4000\nbridge 151336 1 br_netfilter, Live 0xffffffffc0a14000\nkvm 1 - - Live 0x0\n';
  expect(
    [...(parsed(procModules, '/proc/modules', proc).value ?? [])].map(([name, { users, usedBy }]) => [
      name,
      users,
      usedBy,
    ]),
  ).toEqual([
    ['br_netfilter', 0n, []],
    ['bridge', 1n, ['br_netfilter']],
    ['kvm', undefined, []],
  ]);
  const listed =
    'Module                  Size  Used by\nnf_conntrack          139264  2 xt_conntrack,nf_nat\n';
  expect(parsed(lsmod, 'lsmod', listed).value?.get('nf_conntrack')).toMatchObject({
    size: 139264n,
    users: 2n,
    usedBy: ['xt_conntrack', 'nf_nat'],
  });
});

test('BPF programs on devices and cgroups; titles alone mean none', () => {
  const net =
    'xdp:\neth0(2) driver id 12\neth1(3) generic id 13\n\ntc:\neth0(2) clsact/ingress cil_from_netdev id 123\neth0(2) tcx/egress deny prog_id 12 link_id 2\n\nflow_dissector:\n\nnetfilter:\n';
  expect(
    parsed(bpftoolNet, 'bpftool net list', net).value?.map(({ hook, device, mode, id, name }) => [
      hook,
      device,
      mode,
      id,
      name,
    ]),
  ).toEqual([
    ['xdp', 'eth0', 'driver', 12, undefined],
    ['xdp', 'eth1', 'generic', 13, undefined],
    ['tc', 'eth0', 'clsact/ingress', 123, 'cil_from_netdev'],
    ['tc', 'eth0', 'tcx/egress', 12, 'deny'],
  ]);
  expect(parsed(bpftoolNet, 'bpftool net', 'xdp:\n\ntc:\n').value).toEqual([]);
  expect(parsed(bpftoolNet, 'bpftool net', 'bpftool: command not found\n').value).toBeUndefined();
  const tree =
    'CgroupPath\nID       AttachType      AttachFlags     Name           \n/sys/fs/cgroup/system.slice/a.service\n    5        ingress                                         \n    4        egress          multi           sd_fw_egress     \n';
  expect(
    parsed(bpftoolCgroup, 'bpftool cgroup tree', tree).value?.map(({ hook, cgroup, id, name }) => [
      hook,
      cgroup,
      id,
      name,
    ]),
  ).toEqual([
    ['ingress', '/sys/fs/cgroup/system.slice/a.service', 5, undefined],
    ['egress', '/sys/fs/cgroup/system.slice/a.service', 4, 'sd_fw_egress'],
  ]);
});

test('drop reasons: perf, ftrace, dropwatch; call chains name bare addresses', () => {
  const perf = `swapper     0 [001]   123.456: skb:kfree_skb: skbaddr=0xffff8 rx_sk=(nil) protocol=2048 location=tcp_v4_rcv+0x1a2 reason: NO_SOCKET
swapper     0 [001]   123.457: skb:kfree_skb: skbaddr=0xffff8 protocol=2048 location=tcp_v4_rcv+0x1a2 reason: NO_SOCKET
nginx   812 [000]   124.000: skb:kfree_skb: skbaddr=0xffff8 protocol=2048 location=0xffffffff81a2b3c4
        ffffffff81a00001 kfree_skb_reason+0x11 (vmlinux)
        ffffffff81a2b3c4 nf_hook_slow+0xa4 (vmlinux)
        ffffffff81a2b3ff ip_local_deliver+0xff (vmlinux)

nginx   812 [000]   125.000: skb:kfree_skb: skbaddr=0xffff8 protocol=2048 location=0xffffffff81ffffff
`;
  const { value } = parsed(dropReasons, 'perf script', perf);
  expect(value?.total).toBe(4);
  expect(
    value?.drops.map(({ reason, location, count, line }) => [reason, location, count, line.number]),
  ).toEqual([
    ['NO_SOCKET', 'tcp_v4_rcv', 2, 1],
    [undefined, 'nf_hook_slow', 1, 3],
    [undefined, '0xffffffff81ffffff', 1, 8],
  ]);
  const trace =
    '# tracer: nop\n          <idle>-0       [001] ..s1.   123.456: kfree_skb: skbaddr=0000 rx_sk=0000 protocol=2048 location=ip_rcv_core+0x1/0x2 reason: IP_CSUM\n';
  expect(parsed(dropReasons, '/sys/kernel/debug/tracing/trace', trace).value?.drops[0]).toMatchObject({
    reason: 'IP_CSUM',
    location: 'ip_rcv_core',
  });
  const watched =
    '1 drops at icmp_rcv+11c (0xffffffff81193bb6) [software]\n3 drops at icmp_rcv+11c (0xffffffff81193bb6) [software]\n';
  expect(parsed(dropReasons, 'dropwatch -l kas', watched).value).toMatchObject({
    total: 4,
    drops: [{ location: 'icmp_rcv', count: 4 }],
  });
  const packets =
    'drop at: __udp4_lib_rcv+0xbb/0x2f0 (0xffffffff81)\norigin: software\ndrop reason: SOCKET_RCVBUFF\n';
  expect(parsed(dropReasons, 'dropwatch -l kas', packets).value?.drops[0]).toMatchObject({
    location: '__udp4_lib_rcv',
    reason: 'SOCKET_RCVBUFF',
  });
});
