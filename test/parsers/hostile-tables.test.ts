import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsers } from '../../src/parsers/index.ts';
import type { Parser } from '../../src/parsers/parser.ts';
import { captured, parsed } from './captured.ts';

/** What a host is asked, with a head of the answer that leads a parser into its rows. */
const heads: [origin: string, head: string][] = [
  ['hostname', ''],
  ['/etc/machine-id', ''],
  ['uname -a', 'Linux host '],
  ['/proc/version', 'Linux version '],
  ['/etc/os-release', 'PRETTY_NAME="'],
  ['uptime', ' 19:43:06 up 2 days, '],
  ['date', 'Sat Nov 21 '],
  ['timedatectl', 'Universal time: '],
  ['/proc/net/snmp', 'Ip: A B\nIp: 1 2\nIp: '],
  ['/proc/net/snmp6', 'Ip6InReceives 1\n'],
  ['/proc/net/dev_snmp6/eth0', 'ifIndex 1\n'],
  ['nstat -az', '#kernel\nIpInReceives 1 0.0\n'],
  ['nstat', '#kernel\nIpInReceives 1 0.0\n'],
  ['nstat -jaz', '{"kernel":{"IpInReceives":1,"'],
  ['netstat -s', 'TcpExt:\n    '],
  ['/proc/net/xfrm_stat', ''],
  ['/proc/net/tls_stat', ''],
  ['/proc/net/sctp/snmp', ''],
  ['sysctl -a', 'net.core.somaxconn = '],
  ['/proc/sys/net/core/somaxconn', ''],
  ['/etc/sysctl.conf', 'net.core.somaxconn = '],
  ['ip -s -s -d link', '1: lo: <LOOPBACK,UP> mtu 65536 qdisc noqueue\n    link/ether 00:00:00:00:00:00 '],
  ['ip -s link', '1: lo: <UP> mtu 1\n    RX: bytes packets\n '],
  ['/proc/net/dev', 'Inter-| Receive | Transmit\n face |bytes packets|bytes packets\n eth0: '],
  ['ifconfig -a', 'eth0      Link encap:Ethernet  HWaddr 00:0c:29:c2:c8:63\n          RX packets:1 '],
  ['netstat -i', 'Iface MTU RX-OK RX-ERR RX-DRP RX-OVR TX-OK TX-ERR TX-DRP TX-OVR Flg\neth0 1500 '],
  ['/sys/class/net/eth0/statistics/rx_dropped', ''],
  ['ip addr', '1: lo: <UP> mtu 1\n    inet 192.0.2.1/24 '],
  ['/proc/net/if_inet6', ''],
  ['ip route show table all', 'default via 192.0.2.1 '],
  ['ip rule', '0: from all '],
  ['route -n', 'Destination Gateway Genmask Flags Metric Ref Use Iface\n0.0.0.0 '],
  ['/proc/net/route', 'Iface\tDestination\n'],
  ['/proc/net/ipv6_route', ''],
  ['ip -s neigh', '192.0.2.1 dev eth0 '],
  ['/proc/net/arp', 'IP address\n192.0.2.1 0x1 '],
  ['arp -an', '? (192.0.2.1) at '],
  ['/proc/net/stat/arp_cache', 'entries allocs destroys\n00000001 '],
  [
    'ss -tuanpmeoi',
    'Netid State Recv-Q Send-Q Local Address:Port Peer Address:Port\ntcp LISTEN 0 128 0.0.0.0:80 0.0.0.0:* ',
  ],
  ['ss -s', 'TCP: 1 ('],
  [
    'netstat -neopa',
    'Active Internet connections\nProto Recv-Q Send-Q Local Foreign State User Inode PID/Program Timer\ntcp 0 0 0.0.0.0:80 ',
  ],
  ['/proc/net/tcp', '  sl  local_address\n   0: 0100007F:0050 '],
  ['/proc/net/sockstat', 'TCP: inuse '],
  ['/proc/net/packet', 'sk RefCnt Type Proto Iface R Rmem User Inode\n0 '],
  ['/proc/net/netlink', 'sk Eth Pid Groups Rmem Wmem Dump Locks Drops Inode\n0 '],
  ['/proc/net/softnet_stat', ''],
  ['/proc/interrupts', '  CPU0 CPU1\n 24: '],
  ['/proc/irq/24/smp_affinity_list', '0-3,'],
  ['/proc/irq/24/smp_affinity', ''],
  ['/proc/softirqs', '  CPU0 CPU1\n NET_RX: '],
  ['/proc/stat', 'cpu0 '],
  ['/proc/meminfo', 'MemTotal: '],
  ['free', ' total used free\nMem: '],
  ['/proc/loadavg', ''],
  ['/proc/pressure/cpu', 'some avg10='],
  ['/proc/vmstat', ''],
  ['/proc/cpuinfo', 'processor : 0\nflags : '],
  ['lscpu', 'CPU(s): '],
  ['/sys/fs/cgroup/system.slice/cpu.stat', 'nr_throttled '],
  ['ps auxww', 'USER PID %CPU %MEM VSZ RSS TTY STAT START TIME COMMAND\nroot 1 '],
  ['/proc/1/limits', 'Max open files '],
  ['sar -n DEV', '00:00:01 IFACE rxpck/s txpck/s\n00:10:01 eth0 '],
  ['vmstat 1 5', ' r b swpd free us sy id wa st\n 1 '],
  ['lspci -vv', '01:00.0 Ethernet controller: X\n\t\tLnkSta: '],
];

/** Pieces of real answers, and what regular expressions stumble over. */
const pieces = [
  ...[
    ' ',
    '\t',
    '\n',
    '\r\n',
    ':',
    ': ',
    '|',
    '.',
    ',',
    '/',
    '-',
    '=',
    '<',
    '>',
    '(',
    ')',
    '((',
    '))',
    '"',
    "'",
    '%',
    '@',
    '[',
    ']',
    '#',
    '*',
    '{',
    '}',
  ],
  ...[
    '0',
    '1',
    '00000001',
    '4294967295',
    '18446744073709551616',
    '99999999999999999999999999',
    '-1',
    '1.5',
    '0x1',
    'f0000769',
  ],
  ...[
    'eth0',
    'lo',
    'dev',
    'via',
    'table',
    'nexthop',
    'default',
    'inet',
    'inet6',
    'RX',
    'TX',
    'RX:',
    'packets',
    'errors',
    'users:(("a",pid=1',
    'skmem:(r0',
    'timer:(',
    'ino:',
    'up',
    'days,',
    'load average:',
  ],
  ...[
    'Ip:',
    'TcpExt:',
    'CPU0',
    'cpu0',
    '0.0.0.0:80',
    '[::]:80',
    '*:*',
    ':::22',
    'LISTEN',
    'ESTAB',
    'UNCONN',
    '__proto__',
    'constructor',
    'é',
    '中',
    '\u0000',
    '\ud800',
    ' =',
    'AM',
    'Average:',
    '00:10:01',
  ],
];
const garble = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((parts) => parts.join(''));

const claimed = (origin: string) =>
  (Object.values(parsers).flat() as Parser<unknown>[]).filter(({ reads }) => reads.test(origin));

test('every origin of the list is read', () => {
  expect(heads.filter(([origin]) => claimed(origin).length === 0)).toEqual([]);
});

test.each(heads)('no text makes a parser of %s throw', (origin, head) => {
  fc.assert(
    fc.property(garble, fc.boolean(), (text, withHead) => {
      for (const parser of claimed(origin)) parsed(parser, origin, withHead ? head + text : text);
    }),
    { numRuns: 300 },
  );
});

/**
 * Lines of 100,000 letters, of one piece each. A parser whose work grows with the square of the length needs more than
 * a minute for all of them, the time that any test has.
 */
test.each(heads)('long lines of %s are read in linear time', (origin, head) => {
  for (const piece of pieces) {
    const text = `${head}${piece.repeat(Math.ceil(100_000 / piece.length))}x`;
    for (const parser of claimed(origin)) parser.parse(captured(origin, text), () => {});
  }
});
