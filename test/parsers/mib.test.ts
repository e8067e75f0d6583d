import { describe, expect, test } from 'vitest';
import type { Mib } from '../../src/parsers/mib.ts';
import { procNetNetstat, procNetSnmp } from '../../src/parsers/mib.ts';
import { netstatStatistics } from '../../src/parsers/netstat-s.ts';
import { nstat, nstatIncrease } from '../../src/parsers/nstat.ts';
import {
  procNetDevSnmp6,
  procNetSctpSnmp,
  procNetSnmp6,
  procNetTlsStat,
  procNetXfrmStat,
} from '../../src/parsers/snmp6.ts';
import { parsed } from './captured.ts';

const values = (mib: Mib | undefined) =>
  Object.fromEntries([...(mib ?? [])].map(([name, { value }]) => [name, value]));

describe('/proc/net/snmp and netstat', () => {
  test('values by name, whatever the order; negative and 64-bit ones', () => {
    const { value, samples } = parsed(
      procNetSnmp,
      '/proc/net/snmp',
      'Tcp: MaxConn CurrEstab InSegs\nTcp: -1 3 18446744073709551615\nUdp: InErrors\nUdp: 7\nUdpLite: InErrors\nUdpLite: 9\n',
    );
    expect(values(value)).toEqual({
      'Tcp.MaxConn': -1n,
      'Tcp.CurrEstab': 3n,
      'Tcp.InSegs': 18446744073709551615n,
      'Udp.InErrors': 7n,
      'UdpLite.InErrors': 9n,
    });
    expect(samples.map(({ name, kind }) => `${name} ${kind}`)).toContain('Tcp.CurrEstab gauge');
    expect(samples.map(({ name, kind }) => `${name} ${kind}`)).toContain('Udp.InErrors counter');
  });

  test('a pair of unequal length is read as far as both go, with a note', () => {
    const { value, notes } = parsed(
      procNetNetstat,
      '/proc/net/netstat',
      'TcpExt: A B\nTcpExt: 1 2 3\nIpExt: C\nIpExt: 4\n',
    );
    expect(values(value)).toEqual({ 'TcpExt.A': 1n, 'TcpExt.B': 2n, 'IpExt.C': 4n });
    expect(notes).toMatchObject([{ line: 2, message: { id: 'common/uneven-pair' } }]);
  });

  test('several IcmpMsg pairs, sixteen types each', () => {
    const { value } = parsed(
      procNetSnmp,
      '/proc/net/snmp',
      'IcmpMsg: InType3\nIcmpMsg: 1\nIcmpMsg: OutType8\nIcmpMsg: 2\n',
    );
    expect(values(value)).toEqual({ 'IcmpMsg.InType3': 1n, 'IcmpMsg.OutType8': 2n });
  });
});

test('/proc/net/snmp6: groups are split off the names, UdpLite6 before Ip6', () => {
  const text =
    'Ip6InReceives                   \t12\nIcmp6InType134\t3\nUdp6RcvbufErrors\t4\nUdpLite6InErrors\t5\nMode: x\n';
  const { value, notes } = parsed(procNetSnmp6, '/proc/net/snmp6', text);
  expect(values(value)).toEqual({
    'Ip6.InReceives': 12n,
    'Icmp6.InType134': 3n,
    'Udp6.RcvbufErrors': 4n,
    'UdpLite6.InErrors': 5n,
  });
  expect(notes).toHaveLength(1);
});

test('/proc/net/dev_snmp6: samples carry the device and are not taken for the whole host', () => {
  const { samples } = parsed(procNetDevSnmp6, '/proc/net/dev_snmp6/eth0', 'ifIndex\t2\nIp6InDiscards\t4\n');
  expect(samples).toMatchObject([
    { name: 'dev_snmp6.Ip6InDiscards', value: 4n, scope: { device: 'eth0' }, incarnation: '2' },
  ]);
});

test('xfrm_stat, tls_stat and sctp/snmp', () => {
  expect(values(parsed(procNetXfrmStat, '/proc/net/xfrm_stat', 'XfrmInNoStates 1\n').value)).toEqual({
    'Xfrm.XfrmInNoStates': 1n,
  });
  const tls = parsed(procNetTlsStat, '/proc/net/tls_stat', 'TlsCurrTxSw 2\nTlsTxSw 3\n');
  expect(tls.samples.map(({ name, kind }) => `${name} ${kind}`)).toEqual([
    'Tls.TlsCurrTxSw gauge',
    'Tls.TlsTxSw counter',
  ]);
  expect(values(parsed(procNetSctpSnmp, '/proc/net/sctp/snmp', 'SctpAborteds \t2\n').value)).toEqual({
    'Sctp.Aborteds': 2n,
  });
});

describe('nstat', () => {
  const text =
    '#kernel\nTcpExtListenDrops               68                 0.0\nIp6InReceives                   5                  0.0\n';

  test('with -a the values are the kernel counters', () => {
    for (const origin of ['nstat -az', 'nstat -zas', 'nstat -z -a', 'nstat -asz TcpExtListenDrops']) {
      expect(nstat.reads.test(origin) && !nstatIncrease.reads.test(origin)).toBe(true);
    }
    const { value, samples } = parsed(nstat, 'nstat -az', text);
    expect(values(value)).toEqual({ 'TcpExt.ListenDrops': 68n, 'Ip6.InReceives': 5n });
    expect(samples[0]).toMatchObject({ name: 'TcpExt.ListenDrops', kind: 'counter', value: 68n });
  });

  test('without -a they are increases: an incarnation each, and zeros say nothing', () => {
    for (const origin of ['nstat', 'nstat -z', 'nstat -s', 'nstat -sz']) {
      expect(nstatIncrease.reads.test(origin) && !nstat.reads.test(origin)).toBe(true);
    }
    const { samples } = parsed(nstatIncrease, 'nstat -z', `${text}TcpExtTW 0 0.0\n`);
    expect(samples.map(({ name }) => name)).toEqual(['TcpExt.ListenDrops', 'Ip6.InReceives']);
    expect(samples[0]?.incarnation).toBeDefined();
  });

  test('JSON, on one line or many', () => {
    const flat = parsed(
      nstat,
      'nstat -jaz',
      '{"kernel":{"IpInReceives":1,"TcpExtTW":18446744073709551615}}\n',
    );
    expect(values(flat.value)).toEqual({ 'Ip.InReceives': 1n, 'TcpExt.TW': 18446744073709551615n });
    const long = parsed(
      nstat,
      'nstat -jaz',
      '{\n    "kernel": {\n        "IpInReceives": 1,\n        "TcpExtTW": 2\n    }\n}\n',
    );
    expect(values(long.value)).toEqual({ 'Ip.InReceives': 1n, 'TcpExt.TW': 2n });
    expect([...flat.notes, ...long.notes]).toEqual([]);
  });
});

describe('netstat -s', () => {
  const read = (text: string, origin = 'netstat -s') => parsed(netstatStatistics, origin, text);

  test('old and new words of one counter', () => {
    const old = read(
      'Tcp:\n    5 active connections openings\n    6 segments send out\n    7 segments retransmited\n    8 bad segments received.\n' +
        'TcpExt:\n    9 SYNs to LISTEN sockets ignored\n    10 packets rejects in established connections because of timestamp\n    11 packets header predicted\n',
    );
    const fresh = read(
      'Tcp:\n    5 active connection openings\n    6 segments sent out\n    7 segments retransmitted\n    8 bad segments received\n' +
        'TcpExt:\n    9 SYNs to LISTEN sockets dropped\n    10 packets rejected in established connections because of timestamp\n    11 packet headers predicted\n',
    );
    expect(values(old.value)).toEqual({
      'Tcp.ActiveOpens': 5n,
      'Tcp.OutSegs': 6n,
      'Tcp.RetransSegs': 7n,
      'Tcp.InErrs': 8n,
      'TcpExt.ListenDrops': 9n,
      'TcpExt.PAWSEstab': 10n,
      'TcpExt.TCPHPHits': 11n,
    });
    expect(values(fresh.value)).toEqual(values(old.value));
    expect([...old.notes, ...fresh.notes]).toEqual([]);
  });

  test('ICMP: the histograms tell the direction, and the types go to IcmpMsg', () => {
    const { value } = read(
      'Icmp:\n    9 ICMP messages received\n    1 input ICMP message failed.\n    ICMP input histogram:\n        destination unreachable: 7\n        echo requests: 2\n' +
        '    5 ICMP messages sent\n    0 ICMP messages failed\n    ICMP output histogram:\n        destination unreachable: 4\n        echo replies: 1\n' +
        'IcmpMsg:\n        InType3: 7\n        OutType3: 4\n',
    );
    expect(values(value)).toEqual({
      'Icmp.InMsgs': 9n,
      'Icmp.InErrors': 1n,
      'Icmp.InDestUnreachs': 7n,
      'Icmp.InEchos': 2n,
      'Icmp.OutMsgs': 5n,
      'Icmp.OutErrors': 0n,
      'Icmp.OutDestUnreachs': 4n,
      'Icmp.OutEchoReps': 1n,
      'IcmpMsg.InType3': 7n,
      'IcmpMsg.OutType3': 4n,
    });
  });

  test('numbers in the middle of words, and names that net-tools does not know', () => {
    const { value, notes } = read(
      'TcpExt:\n    Quick ack mode was activated 178186 times\n    Detected reordering 23 times using SACK\n    TCP ran low on memory 4 times\n    IPReversePathFilter: 12\n    TCPSackMerged: 5\n    three packets glanced at\n',
    );
    expect(values(value)).toEqual({
      'TcpExt.DelayedACKLost': 178186n,
      'TcpExt.TCPSACKReorder': 23n,
      'TcpExt.TCPMemoryPressures': 4n,
      'TcpExt.IPReversePathFilter': 12n,
      'TcpExt.TCPSackMerged': 5n,
    });
    expect(notes.map(({ line }) => line)).toEqual([7]);
  });

  test('the same words in two sections are two counters; with -6 they are those of IPv6', () => {
    const { value } = read(
      'Udp:\n    1 packets received\n    2 packet receive errors\nUdpLite:\n    InErrors: 3\n',
    );
    expect(values(value)).toEqual({ 'Udp.InDatagrams': 1n, 'Udp.InErrors': 2n, 'UdpLite.InErrors': 3n });
    const six = read(
      'Ip6:\n    4 total packets received\nUdp6:\n    2 packet receive errors\n    Udp6RcvbufErrors: 2\n',
      'netstat -s -6',
    );
    expect(values(six.value)).toEqual({ 'Ip6.InReceives': 4n, 'Udp6.InErrors': 2n, 'Udp6.RcvbufErrors': 2n });
  });

  test('a head that was cut off: only wording that one section has', () => {
    const { value } = read(
      '    667399 times the listen queue of a socket overflowed\n    667399 SYNs to LISTEN sockets dropped\n    5 with invalid addresses\n',
    );
    expect(values(value)).toEqual({
      'TcpExt.ListenOverflows': 667399n,
      'TcpExt.ListenDrops': 667399n,
      'Ip.InAddrErrors': 5n,
    });
  });

  test('a lone line whose name says where it belongs', () => {
    const { value } = read('    TCPTimeWaitOverflow: 65000\n    InECT0Pkts: 3\n    InErrors: 4\n');
    expect(values(value)).toEqual({ 'TcpExt.TCPTimeWaitOverflow': 65000n, 'IpExt.InECT0Pkts': 3n });
  });

  test('an absent line is an absent counter', () => {
    expect(read('TcpExt:\n    1 delayed acks sent\n').value?.has('TcpExt.ListenDrops')).toBe(false);
  });
});
