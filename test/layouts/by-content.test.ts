import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openBundle } from '../../src/bundle/open.ts';
import type { Bundle } from '../../src/model.ts';
import { wanted } from '../../src/parsers/index.ts';
import { tarOf } from './archive.ts';
import { reportOf, temporary } from './laid.ts';

/** Texts as people paste them, written by hand; every name is 'out.txt' unless the name matters. */
const folder = temporary();
let number = 0;

/** A folder of files; one file alone is given by its own path. */
function written(files: Record<string, string>): string {
  number += 1;
  const root = join(folder, String(number));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  const names = Object.keys(files);
  return names.length === 1 ? join(root, names[0] ?? '') : root;
}

const open = (path: string): Promise<Bundle> => openBundle(path, { wanted });
const origins = async (path: string) =>
  (await open(path)).captures.map(({ files }) => files.map(({ origin }) => origin).sort());

const netstat = `Ip:
    Forwarding: 1
    5231 total packets received
Tcp:
    12 active connection openings
TcpExt:
    68 times the listen queue of a socket overflowed
    68 SYNs to LISTEN sockets dropped
`;
const nic = `NIC statistics:
     rx_packets: 1000
     rx_missed_errors: 17
`;
const dmesg = `[    0.000000] Linux version 5.14.0 (builder@host) #1 SMP
[    1.250000] Command line: ro quiet
[ 1234.567890] TCP: request_sock_TCP: Possible SYN flooding on port 8080. Sending cookies.  Check SNMP counters.
`;

describe('one plain file, called out.txt', () => {
  test.each([
    ['netstat -s', netstat],
    [
      'netstat -s',
      '    68 times the listen queue of a socket overflowed\n    68 SYNs to LISTEN sockets dropped\n',
    ],
    ['netstat -s', `root@web-1:~# netstat -s\n${netstat}`],
    ['netstat -s', netstat.replaceAll('\n', '\r\n')],
    ['ethtool -S ens3', `[root@web-1 ~]# /usr/sbin/ethtool -S ens3 | head -40\n${nic}`],
    ['ethtool -g eth1', 'Ring parameters for eth1:\nPre-set maximums:\nRX:\t\t4096\n'],
    ['ethtool eth1', 'Settings for eth1:\n\tSpeed: 1000Mb/s\n\tDuplex: Half\n'],
    ['dmesg', dmesg],
    ['dmesg -T', '[Sat Nov 21 02:09:36 2026] eth0: Link is Down\n'],
    ['/var/log/messages', 'Nov 21 02:09:36 web-1 kernel: nf_conntrack: table full, dropping packet\n'],
    [
      'ss -an',
      'Netid State  Recv-Q Send-Q Local Address:Port Peer Address:Port\ntcp LISTEN 129 128 0.0.0.0:80 0.0.0.0:*\n',
    ],
    [
      'ss -tlnp',
      '$ ss -tlnp\nState  Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 129 128 0.0.0.0:80 0.0.0.0:*\n',
    ],
    ['ss -s', 'Total: 150\nTCP:   12 (estab 3, closed 1, orphaned 0, timewait 1)\n'],
    ['nstat', '#kernel\nIpInReceives                    5231               0.0\n'],
    ['nstat -az', '# nstat -az\n#kernel\nIpInReceives                    5231               0.0\n'],
    ['/proc/net/snmp', 'Ip: Forwarding DefaultTTL InReceives InHdrErrors\nIp: 1 64 5231 0\n'],
    ['/proc/net/netstat', 'TcpExt: SyncookiesSent SyncookiesRecv ListenDrops\nTcpExt: 0 0 68\n'],
    ['/proc/net/snmp6', 'Ip6InReceives                   \t10\nIp6InHdrErrors                  \t0\n'],
    [
      '/proc/net/dev',
      'Inter-|   Receive                            |  Transmit\n face |bytes packets|bytes packets\n  eth0: 1 2 3 4\n',
    ],
    ['/proc/net/softnet_stat', `${'0000005a '.repeat(12)}0000005a\n`],
    ['/proc/net/sockstat', 'sockets: used 94\nTCP: inuse 5 orphan 0 tw 0 alloc 7 mem 1\n'],
    [
      '/proc/net/udp',
      '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n  412: 00000000:14B4 00000000:0000 07 00000000:00003C00 00:00000000 00000000     0        0 283967 2 0000000000000000 988\n',
    ],
    [
      '/proc/net/tcp6',
      '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n   0: 00000000000000000000000000000000:0016 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0000000000000000 100 0 0 10 0\n',
    ],
    [
      'netstat -an',
      'Active Internet connections (servers and established)\nProto Recv-Q Send-Q Local Address Foreign Address State\ntcp 0 0 0.0.0.0:22 0.0.0.0:* LISTEN\n',
    ],
    [
      'ifconfig -a',
      'eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n        RX errors 0  dropped 3  overruns 0  frame 0\n',
    ],
    [
      'ip -s link',
      '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT\n    RX:  bytes packets errors dropped  missed   mcast\n',
    ],
    [
      'ip -s addr',
      '1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN\n    inet 127.0.0.1/8 scope host lo\n',
    ],
    [
      'iptables-save -c',
      '# Generated by iptables-save v1.8.9\n*filter\n:INPUT ACCEPT [0:0]\n[30:1800] -A INPUT -p tcp --dport 8080 -j DROP\nCOMMIT\n',
    ],
    [
      'iptables -nvL',
      'Chain INPUT (policy DROP 12 packets, 720 bytes)\n pkts bytes target     prot opt in     out     source               destination\n',
    ],
    [
      'nft list ruleset',
      'table inet filter {\n\tchain input {\n\t\ttype filter hook input priority 0; policy drop;\n\t}\n}\n',
    ],
    [
      'conntrack -S',
      'cpu=0   \tfound=0 invalid=3 insert=0 insert_failed=0 drop=7 early_drop=0 error=0 search_restart=0\n',
    ],
    ['netstat -s', '    3 packets pruned from receive queue because of socket buffer overrun\n'],
    ['netstat -s', '# netstat -s | grep reject\n    3 passive connections rejected because of time stamp\n'],
    ['netstat -s', '    TCPTimeWaitOverflow: 65\n'],
    ['netstat -st', `netstat  -st\n${netstat}`],
    ['nstat', 'TcpExtListenOverflows           12                 0.0\n'],
    ['ss -an', 'LISTEN 129    128          *:80           *:*\n'],
    ['ss -ant', '    $ ss -ant\n    State    Recv-Q Send-Q Local Address:Port Peer Address:Port\n'],
    ['netstat -an', 'tcp6     204      0 192.0.2.1:8443      192.0.2.9:56834     CLOSE_WAIT  31014/java\n'],
    ['conntrack -S', 'entries   \t65534\nsearched  \t12\ninsert_failed \t28\ndrop  \t31\n'],
    ['dmesg', 'IPv4: martian source 192.0.2.1 from 192.0.2.9, on dev eth1\n'],
    ['dmesg', 'kernel: [759720.237846] TCP: out of memory -- consider tuning tcp_mem\n'],
    [
      'logread',
      'Sat Nov 21 02:09:36 2026 kern.info kernel: [12.5] neighbour: arp_cache: neighbor table overflow!\n',
    ],
    ['/var/log/messages', '> Nov 21 02:09:36 kernel: nf_queue: full at 1024 entries, dropping packets(s)\n'],
    ['/var/log/messages', 'Nov 21 02:09:36 web-1 hitch[18]: accept failed: Too many open files\n'],
    ['sysctl -a', '~# sysctl -a | grep orph\nnet.ipv4.tcp_max_orphans = 1024\n'],
    [
      'ifconfig',
      '        RX packets 492  bytes 29520 (29.5 KB)\n        RX errors 0  dropped 48  overruns 0  frame 0\n',
    ],
    [
      'ifconfig',
      'Link encap:Ethernet HWaddr 00:00:5e:00:53:01\nRX packets:7 errors:1 dropped:0 overruns:1 frame:1\n',
    ],
    ['ip -s link show', '    RX:  bytes packets errors dropped  missed   mcast\n    5 4 3 2 1 0\n'],
    ['ethtool -S out', '     rx_out_of_buffer: 48\n     rx_steer_missed_packets: 0\n'],
    ['ethtool -S ens3', ' ethtool -S ens3 | grep -i drop\n     rx_queue_0_drops: 48\n'],
    ['ethtool -S ens3', `-bash-4.2# ethtool -S ens3\n${nic}`],
    ['ethtool -S ens3', `web-1:~ # ethtool -S ens3\n${nic}`],
    ['ethtool -S ens3', `~ # ethtool -S ens3\n${nic}`],
    ['ethtool -i', 'driver: e1000e\nversion: 3.2.6-k\n'],
    [
      '/proc/net/bonding/out',
      'Ethernet Channel Bonding Driver: v5.10.0\n\nBonding Mode: load balancing (round-robin)\n',
    ],
    ['/proc/interrupts', ' 56:  271490338          0   PCI-MSI 5767168-edge      ens192-rxtx-0\n'],
    ['/proc/interrupts', ' 104:  44535  0  rp1_irq_chip  6 Level  eth0\n'],
    ['logread', 'Sat Nov 21 02:09:36 2026 kern.err kernel: [  944.727567] eth0: hw csum failure\n'],
    ['dmesg', '[Nov21 02:09] eth0: Link is Down\n[  +2.039974] eth0: Link is Up - 1Gbps/Full\n'],
    [
      'netstat -i',
      'Iface      MTU    RX-OK RX-ERR RX-DRP RX-OVR\neth0      1500  8421344      0      0  52113\n',
    ],
    ['top -b', 'top - 17:03:41 up 5 days, 18 min,  1 user,  load average: 2.06, 1.79, 1.74\n'],
    [
      'vmstat',
      ' r  b   swpd   free   buff  cache   si   so    bi    bo   in   cs us sy id wa st\n 1 0 0 8 1 9 0 0 1 1 10 20 1 1 98 0 0\n',
    ],
    ['sysctl -a', 'abi.vsyscall32 = 1\nkernel.hostname = web-1\nnet.core.somaxconn = 4096\n'],
  ])('%s', async (origin, text) => {
    expect(await origins(written({ 'out.txt': text }))).toEqual([[origin]]);
  });

  test.each([
    ['a letter', 'hello\nthis is no bundle\n'],
    ['nothing', ''],
    [
      'prose about the subject',
      'We saw packet receive errors in netstat -s, and NIC statistics: none.\nRegards\n',
    ],
    ['a program log', '2026-11-21 02:09:36 INFO server started, 30 packets received\n'],
    ['a source file', '# ethtool -S eth0\nimport sys\nprint("NIC statistics:")\n'],
    ['a shell script', '#!/bin/sh\n# ss -tan\necho $1\n'],
    ['a session about something else', '[root@web-1 ~]# ls /tmp\nfile\n'],
    ['settings of a program', 'rx_power: 3\nerrors: 2\ndriver: none\n'],
    ['commands without their outputs', 'ethtool -S eth0\nip -s link\n'],
    ['bytes', `\0\u0001${netstat}`],
    ['a page in which it stands far below', `${'- a line of a page\n'.repeat(30)}${netstat}`],
  ])('%s is no bundle', async (_, text) => {
    await expect(open(written({ 'out.txt': text }))).rejects.toMatchObject({ reason: 'no-capture' });
  });
});

describe('names', () => {
  test.each([
    ['ethtool -S eth0', 'ethtool-S.eth0.txt'],
    ['ethtool -S enp1s0f0', 'stats of enp1s0f0.txt'],
    ['ethtool -S nic', 'nic.txt'],
  ])('%s is told by %s', async (origin, name) => {
    expect(await origins(written({ [name]: nic }))).toEqual([[origin]]);
  });
  test('a name of supportconfig that is none', async () => {
    expect(await origins(written({ 'network.txt': netstat }))).toEqual([['netstat -s']]);
  });
});

describe('folders', () => {
  const six = {
    'a.txt': netstat,
    'nic/eth0.txt': nic,
    'logs/console': dmesg,
    'mail.txt': 'Dear support,\nhere are the files.\n',
  };
  test('one capture of all that is known', async () => {
    expect(await origins(written(six))).toEqual([['dmesg', 'ethtool -S eth0', 'netstat -s']]);
  });
  test('asked twice: two captures, compared', async () => {
    const later = netstat.replaceAll('    68 ', '    90 ').replace('5231', '6000');
    for (const names of [
      ['netstat-1.txt', 'netstat-2.txt'],
      ['before/netstat.txt', 'after/netstat.txt'],
    ]) {
      const report = await reportOf([written({ [names[0] ?? '']: netstat, [names[1] ?? '']: later })]);
      const delta = report.counters.find(({ name }) => name === 'TcpExt.ListenOverflows');
      expect([report.captures.length, delta?.increase]).toEqual([2, 22n]);
    }
  });
  test('asked again and again by a loop: a capture for every round', async () => {
    const rounds = [68, 90, 95]
      .map((n) => `    ${n} times the listen queue of a socket overflowed\n`)
      .join('');
    const report = await reportOf([
      written({ 'out.txt': `$ while sleep 1; do netstat -s | grep -i listen; done\n${rounds}` }),
    ]);
    const delta = report.counters.find(({ name }) => name === 'TcpExt.ListenOverflows');
    expect([report.captures.length, delta?.increase]).toEqual([3, 27n]);
  });
  test('the same words twice are no second round where their numbers fall, or stand', async () => {
    for (const second of ['0', '68'])
      expect(
        await origins(written({ 'out.txt': `    68 packets received\n    ${second} packets received\n` })),
      ).toEqual([['netstat -s']]);
  });
  test('quoted or moved to the right: read as it stood in the terminal', async () => {
    for (const mark of ['> ', '    ', '>    ']) {
      const report = await reportOf([written({ 'out.txt': netstat.replaceAll(/^/gm, mark) })]);
      const names = report.counters.map(({ name }) => name);
      expect(names).toEqual(
        expect.arrayContaining(['Ip.InReceives', 'Tcp.ActiveOpens', 'TcpExt.ListenDrops']),
      );
    }
  });
  test('commands written down without a prompt', async () => {
    const text =
      'netstat -s | grep -i listen\n    15 SYNs to LISTEN sockets dropped\n\nnstat -az | grep Prune\nTcpExtPruneCalled 3 0.0\n';
    expect(await origins(written({ 'out.txt': text }))).toEqual([['netstat -s', 'nstat -az']]);
  });
  test('a session in a terminal: its outputs, each at its lines', async () => {
    const session = `Last login: Sat Nov 21 02:00:00
[root@web-1 ~]# hostname
web-1
[root@web-1 ~]# netstat -s | grep -i listen
    68 times the listen queue of a socket overflowed
[root@web-1 ~]# cat /proc/net/sockstat
sockets: used 94
[root@web-1 ~]# vi notes
[root@web-1 ~]# /sbin/ethtool -S eth0
${nic}[root@web-1 ~]# netstat -s | grep -i listen
    90 times the listen queue of a socket overflowed
[root@web-1 ~]#
`;
    for (const name of ['out.txt', 'network.txt']) {
      const report = await reportOf([written({ [name]: session })]);
      const delta = report.counters.find((c) => c.name === 'TcpExt.ListenOverflows');
      const lines = delta?.steps.map(({ from, to }) => [from.line.number, to.line.number]);
      expect([delta?.increase, lines]).toEqual([22n, [[5, 14]]]);
      expect(report.counters.find((c) => c.name === 'ethtool.rx_missed_errors')).toMatchObject({
        scope: { device: 'eth0' },
        latest: { value: 17n, line: { number: 12 } },
      });
    }
  });
  test('beside a whole report they are left out', async () => {
    const tar = join(folder, 'with-sos.tar');
    const root = 'sosreport-web-1-2026-11-21-abcdefg';
    const report = [
      [`${root}/version.txt`, 'sosreport: 4.2\n'],
      [`${root}/sos_commands/networking/netstat_-s`, netstat],
      [`${root}/notes.txt`, netstat],
      ['out.txt', netstat],
    ] as const;
    writeFileSync(tar, await tarOf(new Map(report)));
    const bundle = await open(tar);
    expect(bundle.layout).toBe('sosreport');
    expect(bundle.captures.map(({ files }) => files.map(({ path }) => path))).toEqual([
      [`${root}/sos_commands/networking/netstat_-s`],
    ]);
  });
});

test('a pasted netstat -s gives a finding that cites its line', async () => {
  const report = await reportOf([written({ 'out.txt': netstat })]);
  const finding = report.findings.find(({ cause }) => cause === 'accept-queue-overflow');
  expect(finding?.verdict).toBe('suspect');
  expect(finding?.evidence.map(({ path, line }) => [path, line])).toContainEqual(['out.txt', 7]);
});
