import { expect, test } from 'vitest';
import { searchedFile } from '../../src/bundle/captured-file.ts';
import { kernelLog } from '../../src/parsers/kernel-log.ts';
import { parsed } from './captured.ts';

const read = (text: string, origin = 'dmesg') => {
  const { value } = parsed(kernelLog, origin, text);
  if (!value) throw new Error('no log');
  return value;
};

/** A message after its time, its kind, its device, and some of its parts. */
const messages: [string, string, (string | undefined)?, Record<string, string>?][] = [
  ['possible SYN flooding on port 80. Sending cookies.', 'syn-flood', undefined, { port: '80' }],
  [
    'TCP: request_sock_TCP: Possible SYN flooding on port 8080. Dropping request.  Check SNMP counters.',
    'syn-flood',
    undefined,
    { port: '8080', action: 'Dropping request' },
  ],
  [
    'TCP: request_sock_TCP: Possible SYN flooding on port 10.9.9.1:57805. Dropping request.',
    'syn-flood',
    undefined,
    { port: '57805', address: '10.9.9.1' },
  ],
  [
    'TCP: request_sock_TCPv6: Possible SYN flooding on port [::]:443. Sending cookies.',
    'syn-flood',
    undefined,
    { port: '443', address: '[::]' },
  ],
  ['TCP: drop open request from 192.0.2.7/41234', 'open-request-drop', undefined, { source: '192.0.2.7' }],
  ['TCP: too many orphaned sockets', 'tcp-orphans'],
  ['Out of socket memory', 'socket-memory'],
  ['TCP: out of memory -- consider tuning tcp_mem', 'tcp-memory'],
  ['TCP: time wait bucket table overflow', 'time-wait-overflow'],
  ['TCP: time wait bucket table overflow (CT101)', 'time-wait-overflow'],
  [
    'UDP: bad checksum. From 192.0.2.1:53 to 10.0.0.1:4242 ulen 60',
    'udp-bad-checksum',
    undefined,
    { source: '192.0.2.1' },
  ],
  [
    'UDP: short packet: From 192.0.2.1:12345 500/60 to 10.0.0.1:53',
    'udp-short-packet',
    undefined,
    { source: '192.0.2.1' },
  ],
  ['nf_conntrack: table full, dropping packet.', 'conntrack-full'],
  [
    'nf_conntrack: nf_conntrack: table full in netns 4026532200, dropping packet',
    'conntrack-full',
    undefined,
    { netns: '4026532200' },
  ],
  ['ip_conntrack: table full, dropping packet.', 'conntrack-full'],
  ['nf_conntrack: expectation table full', 'conntrack-expect-full'],
  [
    'nf_ct_sip: dropping packet: cannot add expectation IN= OUT=',
    'conntrack-helper-drop',
    undefined,
    { helper: 'sip' },
  ],
  ['nf_queue: full at 1024 entries, dropping packets(s)', 'nfqueue-full', undefined, { entries: '1024' }],
  ['Set blocked is full, maxelem 65536 reached', 'ipset-full', undefined, { set: 'blocked' }],
  ['ipv4: Neighbour table overflow.', 'neighbour-table-overflow'],
  [
    'neighbour: ndisc_cache: neighbor table overflow!',
    'neighbour-table-overflow',
    undefined,
    { table: 'ndisc_cache' },
  ],
  [
    'IPv4: martian source 10.0.0.1 from 192.0.2.1, on dev eth0',
    'martian',
    'eth0',
    { source: '192.0.2.1', destination: '10.0.0.1' },
  ],
  [
    'IPv4: martian source (src=192.0.2.1, dst=10.0.0.1, dev=eth0)',
    'martian',
    'eth0',
    { source: '192.0.2.1', destination: '10.0.0.1' },
  ],
  ['martian destination 0.0.0.0 from 192.0.2.1, dev eth1', 'martian', 'eth1', { source: '192.0.2.1' }],
  [
    'IPVS: wlc: TCP 192.0.2.1:80 - no destination available',
    'ipvs-no-destination',
    undefined,
    { service: 'TCP 192.0.2.1:80' },
  ],
  [
    'IPv6: eth0: IPv6 duplicate address fe80::1 used by 02:00:00:00:00:01 detected!',
    'duplicate-address',
    'eth0',
    { address: 'fe80::1', mac: '02:00:00:00:00:01' },
  ],
  [
    'br0: received packet on eth1 with own address as source address (addr:02:00:00:00:00:01, vlan:0)',
    'own-source-address',
    'eth1',
    { bridge: 'br0' },
  ],
  ['eth0: hw csum failure', 'hw-checksum-failure', 'eth0'],
  ['skbuff: eth0: received packets cannot be forwarded while LRO is enabled', 'lro-forwarding', 'eth0'],
  [
    'TCP: eth0: Driver has suspect GRO implementation, TCP performance may be compromised.',
    'suspect-gro',
    'eth0',
  ],
  [
    'unregister_netdevice: waiting for lo to become free. Usage count = 2',
    'netdev-in-use',
    'lo',
    { users: '2' },
  ],
  [
    'fw-drop: IN=eth0 OUT= MAC=02:00 SRC=192.0.2.1 DST=10.0.0.1 LEN=60 TOS=0x00 PREC=0x00 TTL=49 ID=1 DF PROTO=TCP SPT=40000 DPT=3306 WINDOW=1 SYN URGP=0',
    'firewall-log',
    'eth0',
    { prefix: 'fw-drop: ', source: '192.0.2.1', protocol: 'TCP', port: '3306' },
  ],
  [
    'IN= OUT=eth1 SRC=10.0.0.1 DST=192.0.2.1 LEN=84 TOS=0x00 PREC=0x00 TTL=64 ID=0 DF PROTO=ICMP TYPE=8',
    'firewall-log',
    undefined,
    { out: 'eth1', protocol: 'ICMP' },
  ],
  [
    'NETDEV WATCHDOG: eth0 (igb): transmit queue 3 timed out',
    'netdev-watchdog',
    'eth0',
    { driver: 'igb', queue: '3' },
  ],
  ['NETDEV WATCHDOG: eth0: transmit timed out', 'netdev-watchdog', 'eth0'],
  [
    'r8169 0000:02:00.0 eth4: NETDEV WATCHDOG: CPU: 3: transmit queue 0 timed out 5010 ms',
    'netdev-watchdog',
    'eth4',
    { queue: '0', milliseconds: '5010' },
  ],
  ['e1000e: eth0 NIC Link is Down', 'link-down', 'eth0'],
  [
    'igb 0000:01:00.0 eth1: igb: eth1 NIC Link is Up 1000 Mbps Full Duplex, Flow Control: RX/TX',
    'link-up',
    'eth1',
    { speed: '1000 Mbps', duplex: 'Full' },
  ],
  [
    'bnx2: eth0 NIC Copper Link is Up, 100 Mbps half duplex',
    'link-up',
    'eth0',
    { speed: '100 Mbps', duplex: 'half' },
  ],
  ['tg3 0000:02:00.0: eth0: Link is up at 1000 Mbps, full duplex', 'link-up', 'eth0', { speed: '1000 Mbps' }],
  ['mlx5_core 0000:03:00.0 ens1f0: Link down', 'link-down', 'ens1f0'],
  [
    'r8169 0000:02:00.0 enp2s0: Link is Up - 1Gbps/Full - flow control off',
    'link-up',
    'enp2s0',
    { speed: '1Gbps', duplex: 'Full' },
  ],
  [
    'eth0: link up, 100Mbps, full-duplex, lpa 0x45E1',
    'link-up',
    'eth0',
    { speed: '100Mbps', duplex: 'full' },
  ],
  [
    'bond0: link status definitely down for interface eth1, disabling it',
    'bond-slave-down',
    'eth1',
    { bond: 'bond0', state: 'definitely down' },
  ],
  [
    'bond0: (slave eth1): link status definitely up, 10000 Mbps full duplex',
    'bond-slave-up',
    'eth1',
    { bond: 'bond0' },
  ],
  ['bonding: bond0: making interface eth2 the new active one.', 'bond-failover', 'eth2', { bond: 'bond0' }],
  ['bond0: now running without any active interface!', 'bond-no-active', undefined, { bond: 'bond0' }],
  [
    'bond0: Warning: No 802.3ad response from the link partner for any adapters in the bond',
    'lacp-no-partner',
    undefined,
    { bond: 'bond0' },
  ],
  ['e1000e 0000:00:19.0 eno1: Detected Hardware Unit Hang:', 'tx-hang', 'eno1'],
  ['ixgbe 0000:01:00.0: eth2: initiating reset due to tx timeout', 'tx-hang', 'eth2'],
  ['bnxt_en 0000:19:00.0 p4p1: TX timeout detected, starting reset task!', 'tx-hang', 'p4p1'],
  ['e1000e 0000:00:19.0 eno1: Reset adapter unexpectedly', 'nic-reset', 'eno1'],
  ['i40e 0000:3b:00.0: PF reset failed, -15', 'nic-reset'],
  ['e1000 0000:02:01.0 eth0: BUG! Tx Ring full when queue awake!', 'nic-ring-full', 'eth0'],
  [
    'mlx5_core 0000:5e:00.0: 63.008 Gb/s available PCIe bandwidth, limited by 8.0 GT/s PCIe x8 link at 0000:5d:00.0 (capable of 126.016 Gb/s with 8.0 GT/s PCIe x16 link)',
    'pcie-limited',
    undefined,
    { bus: '0000:5e:00.0', limit: '8.0 GT/s PCIe x8' },
  ],
  ['device eth0 entered promiscuous mode', 'promiscuous-on', 'eth0'],
  ['eth0: left promiscuous mode', 'promiscuous-off', 'eth0'],
  ['IPv6: ADDRCONF(NETDEV_UP): eth0: link is not ready', 'link-not-ready', 'eth0'],
  [
    'swapper/0: page allocation failure: order:1, mode:0x484020(GFP_ATOMIC|__GFP_COMP), nodemask=(null)',
    'page-allocation-failure',
    undefined,
    { order: '1', process: 'swapper/0' },
  ],
  [
    'Out of memory: Killed process 812 (nginx) total-vm:1kB, anon-rss:1kB',
    'oom-kill',
    undefined,
    { pid: '812', process: 'nginx' },
  ],
  [
    'Memory cgroup out of memory: Kill process 99 (java) score 1000 or sacrifice child',
    'oom-kill',
    undefined,
    { process: 'java', scope: 'Memory cgroup out of memory' },
  ],
  [
    'watchdog: BUG: soft lockup - CPU#3 stuck for 22s! [kworker/3:1:400]',
    'soft-lockup',
    undefined,
    { cpu: '3', seconds: '22', process: 'kworker/3:1' },
  ],
  [
    'INFO: task nginx:812 blocked for more than 120 seconds.',
    'hung-task',
    undefined,
    { process: 'nginx', pid: '812', seconds: '120' },
  ],
  ['rcu: INFO: rcu_sched self-detected stall on CPU', 'rcu-stall'],
  ['INFO: rcu_sched detected stalls on CPUs/tasks: { 1}', 'rcu-stall', undefined, { flavour: 'rcu_sched' }],
  [
    'nginx[812]: segfault at 8 ip 000055d sp 00007ff error 4 in nginx[55d+1]',
    'segfault',
    undefined,
    { process: 'nginx', pid: '812' },
  ],
  ['VFS: file-max limit 65536 reached', 'file-max', undefined, { limit: '65536' }],
  [
    "clocksource: Marking clocksource 'tsc' as unstable because the skew is too large:",
    'clocksource-unstable',
  ],
  [
    'audit: type=1400 audit(1644446386.626:298): avc:  denied  { name_bind } for  pid=1 comm="httpd" src=8081 scontext=a tcontext=b tclass=tcp_socket permissive=0',
    'lsm-denial',
    undefined,
    { permission: 'name_bind', process: 'httpd', class: 'tcp_socket', port: '8081', permissive: '0' },
  ],
  [
    'audit: type=1400 audit(1644446386.626:299): avc:  denied  { recv } for  pid=0 comm="swapper/3" saddr=192.0.2.1 src=40000 daddr=192.0.2.2 dest=80 netif=eth0 scontext=system_u:system_r:httpd_t:s0 tcontext=system_u:object_r:netlabel_peer_t:s0 tclass=peer',
    'lsm-denial',
    undefined,
    { permission: 'recv', process: 'swapper/3', port: '80', domain: 'httpd_t', class: 'peer' },
  ],
  [
    'audit: type=1400 audit(1644446386.626:300): avc:  denied  { name_connect } for  pid=9 comm="php-fpm" dest=3306 scontext=system_u:system_r:httpd_t:s0 tcontext=system_u:object_r:mysqld_port_t:s0 tclass=tcp_socket permissive=1',
    'lsm-denial',
    undefined,
    { permission: 'name_connect', process: 'php-fpm', port: '3306', domain: 'httpd_t', permissive: '1' },
  ],
  [
    'audit: type=1400 audit(1644446386.626:301): apparmor="DENIED" operation="create" profile="/usr/sbin/mysqld" pid=12 comm="mysqld" family="inet6" sock_type="stream" protocol=6 requested_mask="create" denied_mask="create"',
    'lsm-denial',
    undefined,
    { operation: 'create', profile: '/usr/sbin/mysqld', comm: 'mysqld', family: 'inet6' },
  ],
];

test.each(messages)('%s', (message, kind, device, args) => {
  const [event, ...others] = read(`[ 12.345678] ${message}\n`).events;
  expect(event).toMatchObject({ kind, count: 1, suppressed: 0, at: { monotonic: 12.345678 } });
  expect(event?.device).toBe(device);
  for (const [name, value] of Object.entries(args ?? {})) expect(event?.args.get(name), name).toBe(value);
  expect(others).toEqual([]);
  // The bundle reader keeps only lines that hold a needle.
  expect(kernelLog.search?.some((needle) => message.includes(needle))).toBe(true);
});

test.each([
  'MPTCP: out of memory: force closing socket',
  'ata3: SATA link up 6.0 Gbps (SStatus 133 SControl 300)',
  'pcieport 0000:00:1c.0: pciehp: Slot(0): Link Down',
  'audit: type=1400 audit(1.2:3): apparmor="DENIED" operation="file_lock" name="/x" comm="etcd" requested_mask="k"',
  'e1000e: Intel(R) PRO/1000 Network Driver',
])('not an event: %s', (message) => {
  expect(read(`[ 12.345678] ${message}\n`).events).toEqual([]);
});

test('what programs say is not the kernel speaking, and the other way round', () => {
  const kinds = (text: string) => read(text, '/var/log/messages').events.map(({ kind, tag }) => [kind, tag]);
  expect(kinds('Jul 12 10:00:00 h monitor[7]: saw "nf_conntrack: table full" yesterday\n')).toEqual([]);
  expect(
    kinds('Jul 12 10:00:00 h systemd[1]: Failed to allocate directory watch: Too many open files\n'),
  ).toEqual([]);
  expect(kinds('Jul 12 10:00:00 h nginx: accept4() failed (24: Too many open files)\n')).toEqual([
    ['too-many-open-files', 'nginx'],
  ]);
  expect(kinds('Jul 12 10:00:00 h systemd-journald[9]: Forwarding to syslog missed 12 messages.\n')).toEqual([
    ['syslog-missed', 'systemd-journald'],
  ]);
  expect(kinds('Jul 12 10:00:00 h kernel: [1.5] nf_conntrack: table full, dropping packet\n')).toEqual([
    ['conntrack-full', 'kernel'],
  ]);
  expect(
    kinds('Jul 12 10:00:00 h NetworkManager[9]: <info>  [1612.1] device (eth0): carrier: link connected\n'),
  ).toEqual([['carrier-gained', 'NetworkManager']]);
  expect(
    kinds(
      'type=AVC msg=audit(1700000000.123:9): avc:  denied  { name_connect } for  pid=1 comm="curl" dest=8443 scontext=a tcontext=b tclass=tcp_socket\n',
    ),
  ).toEqual([['lsm-denial', 'audit']]);
});

test('repetitions count, and what was suppressed is told apart', () => {
  const log = read(
    `Jul 28 19:47:44 sunburn kernel: Neighbour table overflow.
Jul 28 19:47:44 sunburn last message repeated 9 times
Jul 28 19:47:49 sunburn kernel: NET: 53 messages suppressed.
Jul 28 19:47:49 sunburn kernel: Neighbour table overflow.
Jul 28 19:47:50 sunburn kernel: message repeated 3 times: [ Neighbour table overflow.]
Jul 28 19:47:51 sunburn kernel: net_ratelimit: 273 callbacks suppressed
Jul 28 19:47:51 sunburn kernel: something else
Jul 28 19:47:52 sunburn last message repeated 4 times
`,
    '/var/log/messages',
  );
  expect(log.events.map(({ count, suppressed, line }) => [count, suppressed, line.number])).toEqual([
    [10, 0, 1],
    [1, 53, 4],
    [3, 0, 5],
  ]);
  expect(log.suppressed).toBe(53 + 273);
});

test('a call trace tells that the memory was for a packet', () => {
  const log = read(`[5.1] swapper: page allocation failure: order:3, mode:0x20
[5.1] Call Trace:
[5.1]  [<ffffffff8142dfa8>] ? __netdev_alloc_skb+0x48/0x1c0
[9.1] tcpdump: page allocation failure: order:9, mode:0x20
[9.1]  [<ffffffff8142dfa8>] ? alloc_dma_memory+0x8a/0xe0 [fbcapture]
`);
  expect(log.events.map(({ args }) => args.get('path'))).toEqual(['packet', undefined]);
});

test('a flood of one message is folded, and nothing is lost from the count', () => {
  const lines = Array.from({ length: 1000 }, (_, i) => `[${100 + i}.000001] TCP: too many orphaned sockets`);
  const { events } = read(`${lines.join('\n')}\n`);
  expect(events).toHaveLength(200);
  expect(events.reduce((sum, { count }) => sum + count, 0)).toBe(1000);
  expect(events.at(-1)).toMatchObject({ at: { monotonic: 299.000001 }, until: { monotonic: 1099.000001 } });
});

test('messages before the last boot are of an earlier boot', () => {
  const text = `Jul 12 10:00:00 h kernel: [900.1] nf_conntrack: table full, dropping packet
Jul 12 11:00:00 h kernel: [0.0] Linux version 5.10.0-8-amd64 (b) #1 SMP
Jul 12 11:10:00 h kernel: [600.1] nf_conntrack: table full, dropping packet
`;
  expect(read(text, '/var/log/kern.log').events.map(({ kind, earlierBoot }) => [kind, earlierBoot])).toEqual([
    ['conntrack-full', true],
    ['boot', false],
    ['conntrack-full', false],
  ]);
  expect(read('[1.1] TCP: too many orphaned sockets\n', '/var/log/dmesg.0').events[0]?.earlierBoot).toBe(
    true,
  );
});

test('what the log covers', () => {
  expect(read('[    0.000000] Linux version 6.1.0\n[  900.5] eth0: link up\n')).toMatchObject({
    sinceBoot: true,
    first: { monotonic: 0 },
    last: { monotonic: 900.5 },
  });
  expect(read('[ 4301.999258] audit: something\n').sinceBoot).toBe(false);
  expect(parsed(kernelLog, 'dmesg', '').value).toBeUndefined();
});

test('a searched file gives its hits with their true line numbers', () => {
  const about = { path: 'var/log/messages', origin: '/var/log/messages', netns: '' };
  const file = searchedFile(about, [
    { text: 'Jul 12 10:00:00 h systemd: started', number: 1 },
    { text: 'Jul 12 10:00:01 h kernel: Neighbour table overflow.', number: 900_001 },
    { text: 'Jul 12 10:00:02 h last message repeated 2 times', number: 900_002 },
    { text: 'Jul 12 10:00:09 h last message repeated 5 times', number: 900_400 },
  ]);
  const value = kernelLog.parse(file, () => undefined);
  expect(value?.events.map(({ count, line }) => [count, line.number])).toEqual([[3, 900_001]]);
});

test.each([
  ['dmesg', true],
  ['dmesg -T', true],
  ['journalctl --no-pager --catalog --boot', true],
  ['journalctl --list-boots', false],
  ['/var/log/messages', true],
  ['/var/log/messages-20240107', true],
  ['/var/log/syslog.1', true],
  ['/var/log/kern.log', true],
  ['/var/log/boot.msg', true],
  ['/var/log/dpkg.log', false],
])('%s is a log: %s', (origin, yes) => {
  expect(kernelLog.reads.test(origin)).toBe(yes);
});
