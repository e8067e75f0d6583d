import { describe, expect, test } from 'vitest';
import { procNetIgmp } from '../../src/parsers/igmp.ts';
import { netstatSockets } from '../../src/parsers/netstat-an.ts';
import { procNetSockets } from '../../src/parsers/proc-net-sockets.ts';
import { procNetSockstat, ssSummary } from '../../src/parsers/socket-summary.ts';
import { procNetNetlink, procNetPacket } from '../../src/parsers/special-sockets.ts';
import { ss } from '../../src/parsers/ss.ts';
import { parsed } from './captured.ts';

const tcpHead =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';
const udpHead =
  '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops\n';

describe('/proc/net/tcp, udp, raw', () => {
  test('LISTEN: rx_queue is the accept queue, and no limit is shown', () => {
    const row =
      '   0: 0100007F:1F90 00000000:0000 0A 00000000:00000002 00:00000000 00000000   101        0 619 1 0 100 0 0 10 0\n';
    const [socket] = parsed(procNetSockets, '/proc/net/tcp', tcpHead + row).value?.sockets ?? [];
    expect(socket).toMatchObject({
      protocol: 'tcp',
      family: 'inet',
      state: 'LISTEN',
      local: { address: '127.0.0.1', port: 8080 },
      peer: { address: '0.0.0.0', port: 0 },
      recvQ: 2,
      uid: 101,
      inode: '619',
    });
    expect(socket).not.toHaveProperty('sendQ');
  });

  test('queues, timer and unanswered retransmissions of a connection', () => {
    const row =
      '   1: 0A00000A:C350 0B00000A:0050 01 00000B50:00000010 01:00000064 00000003     0        0 77 2 0 20 4 30 10 -1\n';
    const [socket] = parsed(procNetSockets, '/proc/net/tcp', tcpHead + row).value?.sockets ?? [];
    expect(socket).toMatchObject({
      state: 'ESTABLISHED',
      sendQ: 2896,
      recvQ: 16,
      timer: { kind: 'on', expires: '100 ticks', attempts: 3 },
    });
  });

  test('IPv6, mapped IPv4, and the longest run of zeros', () => {
    const rows = [
      '0000000000000000FFFF00000100007F:0050 00000000000000000000000000000000:0000 0A',
      'B80D0120000000000000000001000000:01BB 00000000000000000000000000000000:0000 0A',
      '00000000000000000000000001000000:0016 00000000000000000000000000000000:0000 0A',
    ].map((ends, i) => `   ${i}: ${ends} 00000000:00000000 00:00000000 00000000     0        0 1 1 0\n`);
    const { value } = parsed(procNetSockets, '/proc/net/tcp6', tcpHead + rows.join(''));
    expect(value?.sockets.map(({ local }) => local.address)).toEqual([
      '::ffff:127.0.0.1',
      '2001:db8::1',
      '::1',
    ]);
    expect(value?.sockets[0]?.family).toBe('inet6');
  });

  test('a big-endian host prints its loopback as 7F000001', () => {
    const row =
      '   0: 7F000001:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0\n';
    expect(parsed(procNetSockets, '/proc/net/tcp', tcpHead + row).value?.sockets[0]?.local).toEqual({
      address: '127.0.0.1',
      port: 22,
    });
  });

  test('UDP and raw: drops are the last column, one sample per socket, the inode its incarnation', () => {
    const rows =
      '  10: 00000000:14B4 00000000:0000 07 00000000:00001A00 00:00000000 00000000     0        0 100 2 0000000000000000 481\n' +
      '  11: 00000000:14B4 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 101 2 0000000000000000 0\n';
    const { value, samples } = parsed(procNetSockets, '/proc/net/udp', udpHead + rows);
    expect(value?.sockets[0]).toMatchObject({ protocol: 'udp', state: 'CLOSE', recvQ: 6656, drops: 481n });
    expect(samples).toMatchObject([
      {
        name: 'socket.drops',
        value: 481n,
        bits: 32,
        scope: { socket: 'udp 0.0.0.0:5300' },
        incarnation: '100',
      },
      { name: 'socket.drops', value: 0n, scope: { socket: 'udp 0.0.0.0:5300 #2' }, incarnation: '101' },
    ]);
  });

  test('a table of 60,000 connections keeps listeners and waiting data, and counts the rest', () => {
    const row = (i: number, st: string, rx: string) =>
      `${i}: 0100000A:01BB ${i.toString(16).toUpperCase().padStart(8, '0')}:C350 ${st} 00000000:${rx} 00:00000000 00000000     0        0 1 1 0\n`;
    const rows = Array.from({ length: 60_000 }, (_, i) => row(i, i % 2 ? '01' : '06', '00000000'));
    const { value, notes } = parsed(
      procNetSockets,
      '/proc/net/tcp',
      tcpHead + rows.join('') + row(60_000, '0A', '00000005') + row(60_001, '01', '00000100'),
    );
    expect(value?.sockets.slice(-2).map(({ state, recvQ }) => [state, recvQ])).toEqual([
      ['LISTEN', 5],
      ['ESTABLISHED', 256],
    ]);
    expect(value?.omitted).toBe(40_000);
    expect(Object.fromEntries((value?.counts ?? []).map(({ state, count }) => [state, count]))).toEqual({
      TIME_WAIT: 30_000,
      ESTABLISHED: 30_001,
      LISTEN: 1,
    });
    expect(value?.ports[0]).toMatchObject({ port: 443, state: 'ESTABLISHED', count: 30_001 });
    expect(notes).toMatchObject([{ message: { id: 'common/sockets-omitted', args: { n: 40_000 } } }]);
  });

  test('many connections to one destination are counted together', () => {
    const rows = Array.from({ length: 60_000 }, (_, i) => {
      const peer =
        i % 3 === 0 ? '0200000A:0050' : `${(i + 65536).toString(16).toUpperCase().padStart(8, '0')}:0051`;
      return `${i}: 0100000A:${(i % 65536).toString(16).toUpperCase().padStart(4, '0')} ${peer} 06 00000000:00000000 03:00000064 00000000     0        0 0 3 0\n`;
    });
    const { value } = parsed(procNetSockets, '/proc/net/tcp', tcpHead + rows.join(''));
    expect(value?.destinations[0]).toMatchObject({
      local: '10.0.0.1',
      peer: { address: '10.0.0.2', port: 80 },
      count: 20_000,
      timeWait: 20_000,
    });
  });

  test('rows that are not understood are noted', () => {
    expect(parsed(procNetSockets, '/proc/net/tcp', `${tcpHead}   0: nonsense\n`)).toMatchObject({
      value: undefined,
      notes: [{ line: 2 }],
    });
  });

  test.each([
    ['/proc/net/tcp', 0],
    ['/proc/net/udp6', 0],
    ['/proc/net/raw', undefined],
  ])('titles alone say that there is no socket of TCP or UDP: %s', (origin, n) => {
    expect(parsed(procNetSockets, origin, tcpHead).value?.sockets.length).toBe(n);
    expect(parsed(procNetSockets, origin, '').value).toBeUndefined();
  });
});

describe('ss', () => {
  const sockets = (origin: string, text: string) => parsed(ss, origin, text).value?.sockets ?? [];
  const titles = 'State Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n';

  test.each([
    ['ss -ltnp', titles, 0],
    ['ss -uan', `${titles}Failed to find cgroup2 mount\n`, 0],
    ['ss -ltnp', '', undefined],
    ['ss -ltnp', `${titles}Cannot open netlink socket: Operation not permitted\n`, undefined],
    ['ss -xa', titles, undefined],
  ])('titles alone say that there is no socket: %s %j', (origin, text, n) => {
    expect(parsed(ss, origin, text).value?.sockets.length).toBe(n);
  });

  test('two lines per socket: users, skmem with drops, TCP internals', () => {
    const [listener, connection] = sockets(
      'ss -tanipm',
      'State  Recv-Q Send-Q Local Address:Port Peer Address:PortProcess\n' +
        'LISTEN 129    128          0.0.0.0:443       0.0.0.0:*    users:(("nginx: worker",pid=812,fd=6),("nginx",pid=811,fd=6)) ino:619 sk:1\n' +
        '\t skmem:(r0,rb131072,t0,tb16384,f0,w0,o0,bl7,d68) bbr cwnd:10\n' +
        'ESTAB  0      2896   [2001:db8::1]:443  [2001:db8::2]:50000 timer:(on,204ms,2) uid:33 ino:620 sk:2\n' +
        '\t cubic wscale:7,7 rto:408 backoff:1 rtt:0.2/0.1 mss:1448 send 579.2Mbps retrans:1/5 rwnd_limited:44ms(1.5%)\n',
    );
    expect(listener).toMatchObject({
      state: 'LISTEN',
      recvQ: 129,
      sendQ: 128,
      process: 'nginx: worker',
      pid: 812,
      inode: '619',
    });
    expect(listener).toMatchObject({ drops: 68n, rcvbuf: 131072, sndbuf: 16384, backlog: 7 });
    expect(connection).toMatchObject({
      family: 'inet6',
      local: { address: '2001:db8::1', port: 443 },
      uid: 33,
    });
    expect(connection).toMatchObject({
      timer: { kind: 'on', expires: '204ms', attempts: 2 },
      retrans: { current: 1, total: 5 },
    });
    expect(Object.fromEntries(connection?.info ?? [])).toMatchObject({
      cubic: '',
      mss: '1448',
      send: '579.2Mbps',
      backoff: '1',
      rwnd_limited: '44ms(1.5%)',
    });
  });

  test('the drops of a listener are a counter', () => {
    const { samples } = parsed(
      ss,
      'ss -ltnm',
      'State Recv-Q Send-Q Local Peer\nLISTEN 0 1 [::1]:80 [::]:*\n\t skmem:(r0,rb1,t0,tb1,f0,w0,o0,bl0,d68)\n',
    );
    expect(samples).toMatchObject([{ name: 'socket.drops', value: 68n, scope: { socket: 'tcp [::1]:80' } }]);
  });

  test('the column Netid; unix sockets and their details are passed over', () => {
    const found = parsed(
      ss,
      'ss -peaonmi',
      'Netid  State   Recv-Q  Send-Q   Local Address:Port   Peer Address:Port\n' +
        'nl     UNCONN  0       0        rtnl:systemd/1       *      sk=0 cb=0 groups=0x00000000\t skmem:(r0,rb212992,t0,tb212992,f0,w0,o0,bl0,d3)\n' +
        'u_str  ESTAB   0       0        /run/dbus/system_bus_socket 17405   * 17404  users:(("dbus",pid=1,fd=2))\n\t skmem:(r0,rb1,t0,tb1,f0,w0,o0,bl0,d9)\n' +
        'udp    UNCONN  213248  0        0.0.0.0:5300         0.0.0.0:*  uid:0 ino:7 sk:3\n\t skmem:(r213248,rb212992,t0,tb212992,f0,w0,o0,bl0,d481)\n',
    );
    expect(found.notes).toEqual([]);
    expect(found.value?.sockets.map(({ protocol, drops }) => [protocol, drops])).toEqual([
      ['netlink', 3n],
      ['udp', 481n],
    ]);
    expect(found.value?.sockets[1]).toMatchObject({ rmem: 213248, rcvbuf: 212992, inode: '7' });
  });

  test("'*' is IPv4's any in old versions and both families' in new ones", () => {
    const old =
      'State Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 0 128 *:22 *:*\nLISTEN 0 128 :::22 :::*\n';
    expect(sockets('ss -ltn', old).map(({ local }) => local.address)).toEqual(['0.0.0.0', '::']);
    const fresh =
      'State Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 0 128 0.0.0.0:22 0.0.0.0:*\nLISTEN 0 128 *:80 *:*\n';
    expect(sockets('ss -ltn', fresh).map(({ local, family }) => [local.address, family])).toEqual([
      ['0.0.0.0', 'inet'],
      ['::', 'inet6'],
    ]);
    const told =
      'State Recv-Q Send-Q Local Address:Port Peer Address:Port\nLISTEN 0 2 *:8080 *:* ino:1 sk:2 v6only:0 <->\nLISTEN 0 2 *:81 *:* ino:2 sk:3 <->\n';
    expect(sockets('ss -ltne', told).map(({ local, family }) => [local.address, family])).toEqual([
      ['::', 'inet6'],
      ['0.0.0.0', 'inet'],
    ]);
  });

  test('a filter by state takes the column away; devices, zones, old users, port names', () => {
    expect(sockets('ss -Hnt state syn-recv', '0 0 10.0.0.1:80 10.0.0.2:40000\n')).toMatchObject([
      { state: 'SYN_RECV', protocol: 'tcp' },
    ]);
    const [stub, dhcp, ssh] = sockets(
      'ss -tu',
      'Netid State Recv-Q Send-Q Local Peer\nudp UNCONN 0 0 127.0.0.53%lo:domain 0.0.0.0:*\nudp UNCONN 0 0 [fe80::1]%eth0:546 [::]:*\n' +
        'tcp LISTEN 0 128 *:frobnicate *:* users:(("sshd",1234,3))\n',
    );
    expect(stub?.local).toEqual({ address: '127.0.0.53', device: 'lo', port: 53, service: 'domain' });
    expect(dhcp?.local).toEqual({ address: 'fe80::1', device: 'eth0', port: 546 });
    expect(ssh).toMatchObject({ local: { service: 'frobnicate' }, process: 'sshd', pid: 1234 });
    expect(ssh?.local).not.toHaveProperty('port');
  });

  test('everything on one line (-O), TIME-WAIT without an inode', () => {
    const [socket] = sockets(
      'ss -tano',
      'State Recv-Q Send-Q Local Peer\nTIME-WAIT 0 0 10.0.0.1:80 10.0.0.2:4000 timer:(timewait,59sec,0) ino:0 sk:1 skmem:(r0,rb1,t0,tb1,f0,w0,o0,bl0,d0)\n',
    );
    expect(socket).toMatchObject({
      state: 'TIME_WAIT',
      timer: { kind: 'timewait', expires: '59sec', attempts: 0 },
      drops: 0n,
    });
    expect(socket).not.toHaveProperty('inode');
  });

  test('`ss -s` is another format', () => {
    expect([ss.reads.test('ss -s'), ssSummary.reads.test('ss -s')]).toEqual([false, true]);
    expect([ss.reads.test('ss -tan state syn-sent'), ssSummary.reads.test('ss -tan state syn-sent')]).toEqual(
      [true, false],
    );
  });
});

describe('netstat -an', () => {
  const text =
    'Active Internet connections (servers and established)\n' +
    'Proto Recv-Q Send-Q Local Address           Foreign Address         State       User       Inode      PID/Program name     Timer\n' +
    'tcp       51      0 0.0.0.0:8080            0.0.0.0:*               LISTEN      1000       14071      1474/java: main      off (0.00/0/0)\n' +
    'tcp6       0    240 fe80::1:22              fe80::2:50000           ESTABLISHED 0          99         -                    on (0.20/3/0)\n' +
    'udp        0      0 0.0.0.0:68              0.0.0.0:*                           0          7          903/NetworkManager   off (0.00/0/0)\n' +
    'raw6       0      0 :::58                   :::*                    7           0          8          1/x                  off (0.00/0/0)\n' +
    'Active UNIX domain sockets (servers and established)\n' +
    'Proto RefCnt Flags       Type       State         I-Node   PID/Program name     Path\n' +
    'unix  2      [ ]         DGRAM                    11776    1/systemd            /run/systemd/shutdownd\n';

  test('Internet sockets only, with owner and timer; no limit for LISTEN', () => {
    const { value, notes } = parsed(netstatSockets, 'netstat -neopa', text);
    const [listener, connection, dhcp, raw] = value?.sockets ?? [];
    expect(notes).toEqual([]);
    expect(value?.sockets).toHaveLength(4);
    expect(listener).toMatchObject({
      state: 'LISTEN',
      recvQ: 51,
      uid: 1000,
      inode: '14071',
      pid: 1474,
      process: 'java: main',
    });
    expect(listener).not.toHaveProperty('sendQ');
    expect(connection).toMatchObject({
      family: 'inet6',
      sendQ: 240,
      timer: { kind: 'on', expires: '0.20 s', attempts: 3 },
    });
    expect(dhcp).toMatchObject({
      protocol: 'udp',
      state: 'CLOSE',
      local: { port: 68 },
      process: 'NetworkManager',
    });
    expect(raw).toMatchObject({ protocol: 'raw', local: { address: '::', port: 58 } });
  });

  test('other tables of netstat are not sockets', () => {
    for (const origin of ['netstat -s', 'netstat -i', 'netstat -rn', 'netstat -W -agn'])
      expect(netstatSockets.reads.test(origin)).toBe(false);
    for (const origin of ['netstat -neopa', 'netstat -W -neopa', 'netstat -an', 'netstat -tulpn'])
      expect(netstatSockets.reads.test(origin)).toBe(true);
  });
});

describe('socket summaries', () => {
  test('sockstat and sockstat6: gauges called after their file', () => {
    const four = parsed(
      procNetSockstat,
      '/proc/net/sockstat',
      'sockets: used 16\nTCP: inuse 1 orphan 0 tw 3 alloc 4 mem 209\nFRAG: inuse 0 memory 512\n',
    );
    expect(four.samples.map(({ name, value, kind }) => [name, value, kind])).toContainEqual([
      'sockstat.TCP_mem',
      209n,
      'gauge',
    ]);
    expect(four.value?.get('FRAG_memory')?.value).toBe(512n);
    const six = parsed(procNetSockstat, '/proc/net/sockstat6', 'TCP6: inuse 17\n');
    expect(six.samples).toMatchObject([{ name: 'sockstat6.TCP6_inuse', value: 17n }]);
  });

  test('ss -s, old and new', () => {
    const values = (text: string) =>
      Object.fromEntries(
        [...(parsed(ssSummary, 'ss -s', text).value ?? [])].map(([key, { value }]) => [key, value]),
      );
    const table =
      'Transport Total     IP        IPv6\nUDP\t  19        11        8        \nTCP\t  1616      1612      4        \n';
    const fresh = values(
      `Total: 1663\nTCP:   1655 (estab 1556, closed 39, orphaned 40, timewait 38)\n\n${table}`,
    );
    expect(fresh).toMatchObject({
      TCP_total: 1655n,
      TCP_estab: 1556n,
      TCP_orphan: 40n,
      TCP_tw: 38n,
      UDP_inuse: 11n,
      UDP6_inuse: 8n,
    });
    const old = values(
      `Total: 1663 (kernel 1689)\nTCP:   1655 (estab 1556, closed 39, orphaned 40, synrecv 2, timewait 38/0), ports 0\n\n${table}`,
    );
    expect(old).toEqual({ ...fresh, TCP_synrecv: 2n });
  });
});

test('packet and netlink sockets, by header', () => {
  const packet =
    'sk       RefCnt Type Proto  Iface R Rmem   User   Inode\nffff88 3      3    88cc   2     1 4096   101    34754\n';
  expect(parsed(procNetPacket, '/proc/net/packet', packet).value).toMatchObject([
    { type: 'SOCK_RAW', protocol: 0x88cc, ifindex: 2, rmem: 4096, inode: '34754' },
  ]);
  const netlink =
    'sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode\n0000 12  4242       00000440 0        0        0     2        17       4       \n';
  expect(parsed(procNetNetlink, '/proc/net/netlink', netlink).samples).toMatchObject([
    { name: 'netlink.drops', value: 17n, scope: { socket: 'netlink 12 4242' } },
  ]);
});

test('multicast groups of /proc/net/igmp belong to the device above them', () => {
  const text = `Idx	Device    : Count Querier	Group    Users Timer	Reporter
1	lo        :     1      V3
				010000E0     1 0:00000000		0
2	eth0      :     2      V3
				FB0000E0     3 0:00000000		0
				zz
`;
  const { value } = parsed(procNetIgmp, '/proc/net/igmp', text);
  expect(value).toMatchObject([
    { device: 'lo', address: '224.0.0.1', users: 1 },
    { device: 'eth0', address: '224.0.0.251', users: 3 },
  ]);
});
