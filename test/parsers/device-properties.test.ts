import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parsers } from '../../src/parsers/index.ts';
import type { Parser } from '../../src/parsers/parser.ts';
import { captured, parsed } from './captured.ts';
import { ours } from './device-sources.ts';

const all = ours.flatMap((source) =>
  (parsers[source] as readonly Parser<unknown>[]).map((parser) => ({ source, parser })),
);

/** Pieces of the formats, so that random texts get past the first check. */
const pieces = [
  'NIC statistics:',
  'rx_bytes: 1',
  'Tx Queue#: 0',
  'Settings for eth0:',
  'Speed: 1000Mb/s',
  'Pre-set maximums:',
  'RX:\t4096',
  '*filter',
  ':INPUT DROP [1:60]',
  '[1:60] -A INPUT -p tcp',
  '-j DROP',
  '"',
  '\\"',
  '!',
  '--dport',
  '/*',
  '*/',
  'Chain INPUT (policy DROP 1K packets, 2M bytes)',
  'target     prot opt source               destination',
  'DROP all -- * * 0.0.0.0/0 0.0.0.0/0',
  'table inet t {',
  'chain c {',
  'type filter hook input priority 0; policy drop;',
  'tcp dport { 22, 80 } counter packets 1 bytes 2 drop',
  '{',
  '}',
  '{"nftables": [',
  '{"rule": {"expr": [',
  ']',
  '"counter":',
  '[ 12.345678] ',
  'Jul 12 10:00:00 h kernel: ',
  'nf_conntrack: table full',
  'last message repeated 9 times',
  'message repeated 3 times: [ ',
  'NETDEV WATCHDOG: ',
  ' SRC=1 DST=2 PROTO=TCP',
  'IN=eth0 OUT=',
  'link is up',
  ': ',
  'eth0',
  'qdisc fq 8001: dev eth0 root',
  ' Sent 1 bytes 2 pkt (dropped 3, overlimits 4 requeues 5)',
  'filter parent ffff:',
  'action order 1: gact action drop',
  'police',
  'backlog 0b 0p',
  'entries  found drop',
  '00000001  00000000 0000000a',
  'cpu=0 found=0 drop=1',
  'tcp 6 10 ESTABLISHED src=1 dst=2',
  'src=',
  'dst=',
  'Bonding Mode: x',
  'Slave Interface: eth1',
  'public (active)',
  'ports: 22/tcp',
  'kfree_skb: location=0xffffffff81a2b3c4 reason: X',
  'drop at: x',
  '        ffffffff81a00001 f+0x1',
  'xdp:',
  'eth0(2) driver id 1',
  'CgroupPath',
  'Name: s',
  'Header: maxelem 9',
  'TCP C0A80016:0CEA wlc',
  '->',
  'bridge name',
  '99999999999999999999999999999',
  '\u0000',
  '\u2028',
  '-1',
  'avc:  denied  { ',
  'comm="',
  'a'.repeat(50),
  ' '.repeat(50),
];

const line = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.array(fc.constantFrom(...pieces), { maxLength: 6 }).map((words) => words.join(' ')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 80 }) },
);
const text = fc.array(line, { maxLength: 25 }).map((lines) => lines.join('\n'));

/** A command that the parser claims to read. */
const asked: Record<string, string> = {
  ethtoolStats: 'ethtool -S eth0',
  firewall: 'iptables -t filter -nvL',
  kernelLog: '/var/log/messages',
  packetCapture: 'a.pcap',
};

/** What leads a parser into the state in which it reads most. */
const preludes = [
  '',
  '*filter\n:INPUT DROP [1:60]\n-A INPUT ',
  'Chain INPUT (policy DROP)\ntarget     prot opt source               destination\nDROP all -- 0.0.0.0/0 0.0.0.0/0 ',
  'table inet t {\nchain c {\n',
  'table inet t {\nchain c {\ntype filter hook input device ',
  'table inet t {\ncounter c1 {\n',
  'public (active)\n  ',
  'public (active)\n  rich rules: ',
  'qdisc fq 8001: dev eth0 root ',
  'qdisc fq 8001: dev eth0 root\n  ',
  'filter parent ffff:\n ',
  'cpu=0 ',
  'ipv4 2 tcp 6 10 ESTABLISHED ',
  'Bonding Mode: x\n',
  'Settings for eth0:\n',
  'Features for eth0:\n',
  'xdp:\neth0(2) driver ',
  'CgroupPath\n',
  '[ 12.345678] ',
  'Jul 12 10:00:00 h kernel: ',
  'Jul 12 10:00:00 ',
  'x 1 [001] 1.1: skb:kfree_skb: ',
  'Name: s\n',
  'create s hash:ip ',
  'TCP C0A80016:0CEA wlc\n  -> ',
  'bridge name\n',
  '3: eth1: ',
  '{"nftables": [{"rule": ',
];

describe.each(all)('$source by $parser.name', ({ source, parser }) => {
  const origin = asked[source] ?? 'x';

  test('no text makes it throw, and what it tells lies in the file', () => {
    fc.assert(
      fc.property(fc.constantFrom(...preludes), text, (prelude, body) => {
        const content = prelude + body;
        const lines = content.split('\n').length;
        const { notes, samples } = parsed(parser, origin, content);
        for (const { line: number } of notes) expect(number).toBeLessThanOrEqual(lines);
        for (const { value, line: at } of samples) {
          expect(typeof value).toBe('bigint');
          expect(at.number).toBeGreaterThan(0);
          expect(at.number).toBeLessThanOrEqual(lines);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('no bytes make it throw', () => {
    const magic = fc.constantFrom(
      [],
      [0xd4, 0xc3, 0xb2, 0xa1],
      [0xa1, 0xb2, 0x3c, 0x4d],
      [0x0a, 0x0d, 0x0d, 0x0a],
    );
    fc.assert(
      fc.property(magic, fc.uint8Array({ maxLength: 400 }), (head, body) => {
        parsed(parser, origin, new Uint8Array([...head, ...body]));
      }),
      { numRuns: 50 },
    );
  });

  /**
   * With a pattern or a loop that takes quadratic time one of these would take longer than a test may take at all;
   * nothing is measured.
   */
  test('one piece repeated ten thousand times is read, in one line and in many', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...preludes),
        fc.constantFrom(...pieces),
        fc.constantFrom('', ' ', '\n'),
        (prelude, piece, separator) => {
          const content = prelude + `${piece}${separator}`.repeat(10_000);
          parser.parse(captured(origin, content), () => undefined);
        },
      ),
      { numRuns: 30 },
    );
  });
});
