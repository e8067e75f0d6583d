import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { openBundle } from '../../src/bundle/open.ts';
import { compare } from '../../src/counters/compare.ts';
import type { LedgerOptions } from '../../src/counters/ledger.ts';
import { ledgerOf } from '../../src/counters/ledger.ts';
import type { WiredDevice } from '../../src/counters/wiring.ts';
import { wiringOf } from '../../src/counters/wiring.ts';
import type { LedgerLine, Sample, Scope } from '../../src/model.ts';
import { wanted } from '../../src/parsers/index.ts';
import { withTruth } from '../truth.ts';
import { clockAt, readings } from './readings.ts';

const minute = [clockAt(86_400), clockAt(86_460)];
const eth0 = { device: 'eth0' };

/** Counters of two captures: name, scope, and how much it rises; each stood at 1000 before. */
function rising(name: string, by: number, scope: Scope = {}): Sample[] {
  return readings({ name, scope }, [1000, 1000 + by]);
}

function ledger(
  samples: readonly Sample[],
  wired: Partial<WiredDevice>[] = [],
  more: Partial<LedgerOptions> = {},
): LedgerLine[] {
  const wiring = wiringOf(wired.map((device) => ({ netns: '', name: '', ...device })));
  return ledgerOf(compare(samples, minute).deltas, { wiring, ...more });
}

/** 'in nic eth0 3/100': lines that lost something, with what they saw; gaps with a G. */
function losses(lines: readonly LedgerLine[]): string[] {
  return lines
    .filter(({ lost }) => (lost ?? 0n) > 0n)
    .map(
      (l) =>
        `${l.gap ? 'G ' : ''}${l.direction} ${l.layer} ${l.scope.device ?? l.scope.netns ?? ''} ${l.lost}${l.seen === undefined ? '' : `/${l.seen}`}`,
    );
}

describe('each loss once', () => {
  test('missed frames are in the drop column of /proc/net/dev', () => {
    const samples = [
      ...rising('dev.rx_packets', 100, eth0),
      ...rising('dev.rx_drop', 30, eth0),
      ...rising('link.rx_missed_errors', 30, eth0),
    ];
    expect(losses(ledger(samples))).toEqual(['in nic eth0 30/130']);
  });

  test("missed, FIFO and overrun are names of one event, and so is the driver's own", () => {
    const samples = [
      ...rising('link.rx_packets', 100, eth0),
      ...['rx_missed_errors', 'rx_fifo_errors', 'rx_over_errors'].flatMap((name) =>
        rising(`link.${name}`, 7, eth0),
      ),
      ...rising('ethtool.rx_out_of_buffer', 7, eth0),
      ...rising('ethtool.rx_discards_phy', 5, eth0),
    ];
    const lines = ledger(samples, [], { driver: () => 'mlx5_core' });
    expect(losses(lines)).toEqual(['in nic eth0 12/112']);
    expect(lines[0]?.parts[0]?.name).toBe('link.rx_missed_errors');
  });

  test("a driver's queues are added up where it has no total", () => {
    const queue = (n: number) => ({ ...eth0, queue: `rx ${n}` });
    const queues = [
      ...rising('ethtool.rx_queue_0_drops', 4, queue(0)),
      ...rising('ethtool.rx_queue_1_drops', 5, queue(1)),
    ];
    expect(losses(ledger(queues, [], { driver: () => 'igb' }))).toEqual(['in nic eth0 9']);
  });

  test('backlog drops are in rx_dropped of the devices', () => {
    const samples = [
      ...rising('link.rx_packets', 3000, eth0),
      ...rising('link.rx_dropped', 1922, eth0),
      ...rising('link.rx_dropped', 8, { device: 'eth1' }),
      ...rising('softnet.dropped', 1000, { cpu: 0 }),
      ...rising('softnet.dropped', 922, { cpu: 1 }),
      ...rising('softnet.processed', 1078, { cpu: 1 }),
    ];
    expect(losses(ledger(samples))).toEqual(['in driver eth1 8', 'in softirq  1922/3000']);
  });

  test("flow limit drops are in the backlog's", () => {
    const [line] = ledger([
      ...rising('softnet.dropped', 50, { cpu: 0 }),
      ...rising('softnet.flow_limit_count', 20, { cpu: 0 }),
    ]);
    expect(line?.lost).toBe(50n);
    expect(line?.parts.map((p) => [p.name, p.value])).toEqual([
      ['softnet.flow_limit_count', 20n],
      ['softnet.dropped', 30n],
    ]);
  });

  test('ListenDrops hold ListenOverflows, InErrors their reasons', () => {
    const samples = [
      ...rising('TcpExt.ListenDrops', 68, {}),
      ...rising('TcpExt.ListenOverflows', 60),
      ...rising('Tcp.PassiveOpens', 32),
      ...rising('Udp.InErrors', 10),
      ...rising('Udp.RcvbufErrors', 7),
      ...rising('Udp.InCsumErrors', 2),
      ...rising('Udp.InDatagrams', 90),
    ];
    const lines = ledger(samples);
    expect(losses(lines)).toEqual(['in udp  10/100', 'in tcp-listen  68/100']);
    expect(lines.flatMap((l) => l.parts.map((p) => `${p.name} ${p.value}`))).toEqual([
      'Udp.RcvbufErrors 7',
      'Udp.InCsumErrors 2',
      'Udp.InErrors 1',
      'TcpExt.ListenOverflows 60',
      'TcpExt.ListenDrops 8',
    ]);
  });

  test('pruned segments are counted again by those who asked for room', () => {
    const samples = [
      ...rising('TcpExt.RcvPruned', 590),
      ...rising('TcpExt.TCPOFODrop', 590),
      ...rising('Tcp.InSegs', 602),
    ];
    expect(losses(ledger(samples))).toEqual(['in tcp  590/602']);
    expect(losses(ledger(rising('TcpExt.RcvPruned', 590)))).toEqual(['in tcp  590']);
  });

  test('drops of UDP and listening sockets are counted by their protocol, those of raw sockets by nobody else', () => {
    const samples = [
      ...rising('socket.drops', 9, { socket: 'udp 0.0.0.0:53' }),
      ...rising('socket.drops', 8, { socket: 'tcp 0.0.0.0:80' }),
      ...rising('socket.drops', 3, { socket: 'raw 0.0.0.0:1' }),
    ];
    expect(losses(ledger(samples))).toEqual(['in socket  3']);
  });

  test('OutDiscards and SndbufErrors repeat what the queue below lost', () => {
    const queue = { ...eth0, queue: 'tbf 8001: root' };
    const samples = [
      ...rising('qdisc.dropped', 438, queue),
      ...rising('link.tx_packets', 62, eth0),
      ...rising('Ip.OutDiscards', 438),
      ...rising('Udp.SndbufErrors', 438),
    ];
    expect(losses(ledger(samples))).toEqual(['out qdisc eth0 438/500']);
    const more = [
      ...samples.slice(0, 4),
      ...rising('Ip.OutDiscards', 440),
      ...rising('Udp.SndbufErrors', 439),
    ];
    expect(losses(ledger(more))).toEqual(['out ip  1', 'out udp  1', 'out qdisc eth0 438/500']);
  });

  test('what both families discarded may be repeated once only', () => {
    const lost = (below: number) =>
      ledger([
        ...rising('qdisc.dropped', below, { ...eth0, queue: 'tbf 8001: root' }),
        ...rising('Ip.OutDiscards', 438),
        ...rising('Ip6.OutDiscards', 10),
      ])[0]?.parts.map((part) => [part.name, part.value]);
    expect(lost(440)).toEqual([['Ip6.OutDiscards', 8n]]);
    expect(lost(435)).toEqual([
      ['Ip.OutDiscards', 3n],
      ['Ip6.OutDiscards', 10n],
    ]);
  });

  test('the root queue counts what its classes drop; ingress is inbound', () => {
    const samples = [
      ...rising('qdisc.dropped', 5, { ...eth0, queue: 'htb 1: root' }),
      ...rising('qdisc.dropped', 5, { ...eth0, queue: 'fq_codel 10: 1:10' }),
      ...rising('qdisc.dropped', 3, { ...eth0, queue: 'ingress ffff: ffff:fff1' }),
      ...rising('tc.action_drops', 3, { ...eth0, queue: 'ingress' }),
    ];
    expect(losses(ledger(samples))).toEqual(['in tc-ingress  3', 'out qdisc eth0 5']);
    const leaves = [0, 1].flatMap((n) =>
      rising('qdisc.dropped', 2, { ...eth0, queue: `fq_codel 0: :${n + 1}` }),
    );
    expect(losses(ledger(leaves))).toEqual(['out qdisc eth0 4']);
  });

  test("a bond shows its members' losses once more", () => {
    const samples = ['eth0', 'eth1', 'bond0'].flatMap((device, i) =>
      rising('link.rx_missed_errors', i < 2 ? 5 : 10, { device }),
    );
    expect(losses(ledger(samples))).toEqual(['in nic eth0 5', 'in nic eth1 5']);
    const team = ['eth0', 'lag'].flatMap((device) => rising('link.rx_missed_errors', 5, { device }));
    expect(losses(ledger(team, [{ name: 'lag', kind: 'team' }]))).toEqual(['in nic eth0 5']);
  });

  test('rules of iptables-nft stand in nft once more; other directions are apart', () => {
    const rule = (text: string, by: number) => rising('firewall.packets', by, { rule: text });
    const samples = [
      ...rule('iptables filter INPUT -p tcp --dport 80 -j DROP', 36),
      ...rule('nft ip filter INPUT tcp dport 80 counter drop', 36),
      ...rule('nft inet mine input udp dport 53 counter drop', 4),
      ...rule('iptables filter INPUT -p tcp --dport 22 -j ACCEPT', 900),
      ...rule('iptables filter OUTPUT -p tcp -j REJECT --reject-with tcp-reset', 3),
      ...rising('firewall.policy_packets', 6, { rule: 'iptables filter INPUT policy DROP' }),
      ...rising('firewall.policy_packets', 600, { rule: 'iptables filter OUTPUT policy ACCEPT' }),
    ];
    expect(losses(ledger(samples))).toEqual(['in netfilter  46', 'out netfilter  3']);
    expect(losses(ledger(samples.filter((s) => !s.scope.rule?.startsWith('iptables'))))).toEqual([
      'in netfilter  40',
    ]);
    const six = [
      rule('nft ip6 filter INPUT tcp dport 80 counter drop', 5),
      rule('ip6tables filter INPUT -j DROP', 5),
    ];
    expect(losses(ledger(six.flat()))).toEqual(['in netfilter  5']);
  });
});

describe('what stands where', () => {
  test("queueing disciplines are their device's", () => {
    const root = (device: string, n: number) => rising('qdisc.dropped', n, { device, queue: 'fq 0: root' });
    expect(losses(ledger([...root('eth0', 5), ...root('eth1', 7)]))).toEqual([
      'out qdisc eth0 5',
      'out qdisc eth1 7',
    ]);
  });

  test("a classifier's drops without its queueing discipline", () => {
    expect(losses(ledger(rising('tc.action_drops', 3, { ...eth0, queue: 'ingress' })))).toEqual([
      'in tc-ingress  3',
    ]);
  });

  test('/proc/net/dev is all that an old host tells', () => {
    const samples = [
      ...rising('dev.rx_packets', 100, eth0),
      ...rising('dev.rx_frame', 4, eth0),
      ...rising('dev.rx_fifo', 3, eth0),
      ...rising('dev.rx_drop', 2, eth0),
      ...rising('dev.tx_packets', 10, eth0),
      ...rising('dev.tx_errs', 1, eth0),
      ...rising('dev.tx_drop', 5, eth0),
    ];
    expect(losses(ledger(samples))).toEqual([
      'in wire eth0 4/104',
      'in nic eth0 3/103',
      'in driver eth0 2/100',
      'out wire eth0 1/11',
      'out driver eth0 5/15',
    ]);
  });

  test('the driver tells what its names mean', () => {
    const samples = rising('ethtool.rx_discards', 7, eth0);
    expect(losses(ledger(samples, [], { driver: () => 'tg3' }))).toEqual(['in nic eth0 7']);
    expect(losses(ledger(samples, [], { driver: () => 'i40e' }))).toEqual([]);
  });

  test('frames that the driver dropped may not be among its packets', () => {
    const dropped = (packets: number) => [
      ...rising('link.rx_packets', packets, eth0),
      ...rising('link.rx_dropped', 50, eth0),
    ];
    expect(losses(ledger(dropped(0)))).toEqual(['in driver eth0 50/50']);
    expect(losses(ledger(dropped(20)))).toEqual(['in driver eth0 50/70']);
    expect(losses(ledger(dropped(50)))).toEqual(['in driver eth0 50/50']);
  });

  test('backlog drops are taken off the device that dropped most', () => {
    const samples = [
      ...rising('link.rx_dropped', 8, { device: 'eth0' }),
      ...rising('link.rx_dropped', 100, { device: 'eth1' }),
      ...rising('softnet.dropped', 95, { cpu: 0 }),
    ];
    expect(losses(ledger(samples))).toEqual(['in driver eth0 8', 'in driver eth1 5', 'in softirq  95']);
    const more = [...samples.slice(0, 4), ...rising('softnet.dropped', 105, { cpu: 0 })];
    expect(losses(ledger(more))).toEqual(['in driver eth0 3', 'in softirq  105']);
  });

  test('what is repeated is taken off once', () => {
    const samples = [
      ...rising('qdisc.dropped', 7, { ...eth0, queue: 'fq 0: root' }),
      ...rising('Udp.SndbufErrors', 5),
      ...rising('Udp6.SndbufErrors', 5),
      ...rising('Udp.OutDatagrams', 40),
    ];
    expect(losses(ledger(samples))).toEqual(['out udp  3/43', 'out qdisc eth0 7']);
  });

  test('what does not lose anything, or is not known to, has no line', () => {
    expect(ledger(rising('link.rx_packets', 5, eth0))).toEqual([]);
    expect(
      ledger([
        ...rising('link.rx_packets', 5, eth0),
        ...readings({ name: 'link.rx_missed_errors', scope: eth0 }, [0, 0]),
      ]),
    ).toMatchObject([{ layer: 'nic', seen: 5n, lost: 0n, parts: [] }]);
  });

  test('the CPU that lost most is cited; of two alike the first; gauges never', () => {
    const cpu = (n: number, by: number) => rising('softnet.dropped', by, { cpu: n });
    const cited = (samples: readonly Sample[]) => ledger(samples)[0]?.parts[0]?.evidence.excerpt;
    expect(cited([...cpu(0, 5), ...cpu(1, 9), ...cpu(2, 7)])).toBe('softnet.dropped 1009');
    expect(
      cited([
        ...readings({ name: 'softnet.dropped', scope: { cpu: 0 } }, [1, 6]),
        ...readings({ name: 'softnet.dropped', scope: { cpu: 1 } }, [2, 7]),
      ]),
    ).toBe('softnet.dropped 6');
    expect(ledger(readings({ name: 'softnet.dropped', kind: 'gauge', scope: { cpu: 0 } }, [1, 6]))).toEqual(
      [],
    );
  });

  test('gaps come after the layers of their direction', () => {
    const samples = [
      ...rising('link.rx_packets', 100, eth0),
      ...rising('Ip.InReceives', 2),
      ...rising('Udp.InErrors', 1),
      ...rising('link.tx_errors', 1, eth0),
    ];
    expect(losses(ledger(samples))).toEqual(['in udp  1/1', 'G in ip eth0 98/100', 'out wire eth0 1']);
  });
});

describe('gaps that no counter explains', () => {
  const ip = (received: number, delivered = received) => [
    ...rising('Ip.InReceives', received),
    ...rising('Ip.InDelivers', delivered),
  ];
  const frames = (by: number, device = 'eth0') => rising('link.rx_packets', by, { device });

  test('between a device and IP', () => {
    expect(losses(ledger([...frames(100), ...ip(2)]))).toEqual(['G in ip eth0 98/100']);
  });

  test('not where frames were merged, dropped and counted, or few', () => {
    expect(losses(ledger([...frames(100), ...ip(40), ...rising('IpExt.InNoECTPkts', 100)]))).toEqual([]);
    expect(losses(ledger([...frames(100), ...ip(40), ...rising('Tcp.InSegs', 60)]))).toEqual([]);
    expect(losses(ledger([...frames(100), ...ip(0), ...rising('link.rx_dropped', 100, eth0)]))).toEqual([
      'in driver eth0 100/100',
    ]);
    expect(
      losses(
        ledger(
          [
            ...frames(100),
            ...ip(0),
            ...rising('ethtool.rx_queue_0_xdp_drops', 100, { ...eth0, queue: 'rx 0' }),
          ],
          [],
          { driver: () => 'veth' },
        ),
      ),
    ).toEqual(['in xdp eth0 100/100']);
    expect(losses(ledger([...frames(9), ...ip(0)]))).toEqual([]);
    expect(losses(ledger([...frames(10), ...ip(0)]))).toEqual(['G in ip eth0 10/10']);
    expect(losses(ledger([...frames(1000), ...ip(951)]))).toEqual([]);
    expect(losses(ledger([...frames(1000), ...ip(950)]))).toEqual(['G in ip eth0 50/1000']);
  });

  test('frames for another host are named as what explains it', () => {
    const [line] = ledger([
      ...frames(100),
      ...ip(0),
      ...rising('link.rx_otherhost_dropped', 70, eth0),
    ]).filter((l) => l.gap);
    expect(line?.parts.map((p) => [p.name, p.value])).toEqual([
      ['link.rx_otherhost_dropped', 70n],
      ['link.rx_packets', 30n],
    ]);
  });

  test('and nothing else, when they are all', () => {
    const [line] = ledger([
      ...frames(100),
      ...ip(0),
      ...rising('link.rx_otherhost_dropped', 100, eth0),
    ]).filter((l) => l.gap);
    expect(line?.parts.map((p) => p.name)).toEqual(['link.rx_otherhost_dropped']);
  });

  test('one device is named, also beside the loopback; several are not', () => {
    expect(losses(ledger([...frames(100), ...frames(20, 'lo'), ...ip(20)]))).toEqual([
      'G in ip eth0 100/120',
    ]);
    expect(losses(ledger([...frames(100), ...frames(20, 'eth1'), ...ip(20)]))).toEqual(['G in ip  100/120']);
    expect(losses(ledger([...frames(20, 'lo'), ...ip(0)]))).toEqual(['G in ip  20/20']);
  });

  test('a host that does not tell what it delivered has none', () => {
    expect(losses(ledger(rising('Ip.InReceives', 100)))).toEqual([]);
    expect(losses(ledger(rising('Ip.InDelivers', 100)))).toEqual([]);
    expect(losses(ledger(frames(100)))).toEqual([]);
  });

  test('frames that a bridge or a VLAN device takes up are not missing', () => {
    const samples = [...frames(100), ...frames(60, 'br0'), ...frames(40, 'br0.7'), ...ip(60)];
    expect(
      losses(
        ledger(samples, [
          { name: 'eth0', master: 'br0' },
          { name: 'br0', kind: 'bridge' },
          { name: 'br0.7', parent: 'br0', kind: 'vlan' },
        ]),
      ),
    ).toEqual([]);
    expect(losses(ledger([...frames(100), ...frames(60, 'br0'), ...ip(60)]))).toEqual([]);
  });

  test('the other end of a veth in another namespace is not what it stands on', () => {
    expect(
      losses(ledger([...frames(100), ...ip(0)], [{ name: 'eth0', parent: 'if7', kind: 'veth' }])),
    ).toEqual(['G in ip eth0 100/100']);
  });

  test('between what IP received and what it delivered', () => {
    expect(losses(ledger(ip(100, 30)))).toEqual(['G in netfilter  70/100']);
  });

  test('less what was forwarded, lost and counted, broadcast, or put together from fragments', () => {
    const explained = [
      rising('Ip.ForwDatagrams', 70),
      rising('Ip.InAddrErrors', 70),
      rising('TcpExt.IPReversePathFilter', 70),
      rising('IpExt.InBcastPkts', 70),
      rising('conntrack.drop', 70, { cpu: 0 }),
      rising('firewall.packets', 70, { rule: 'iptables filter INPUT -j DROP' }),
      rising('Ip.ReasmReqds', 70),
    ];
    for (const samples of explained) {
      expect(ledger([...ip(100, 30), ...samples]).filter((line) => line.gap)).toEqual([]);
    }
    const put = [...rising('Ip.ReasmReqds', 70), ...rising('Ip.ReasmOKs', 20)];
    expect(losses(ledger([...ip(100, 30), ...put]))).toEqual(['G in netfilter  20/100']);
  });
});

describe('periods', () => {
  test('the window and everything since boot stand side by side', () => {
    const [line] = ledger(rising('TcpExt.TCPBacklogDrop', 5));
    expect(line).toMatchObject({ lost: 5n, sinceBoot: { lost: 1005n } });
    expect(line?.parts[0]).toMatchObject({ value: 5n, evidence: { path: '2/proc/net/netstat', line: 1 } });
  });

  test('one capture knows no window', () => {
    const deltas = compare(readings({ name: 'TcpExt.TCPBacklogDrop' }, [7]), [clockAt(100)]).deltas;
    const [line] = ledgerOf(deltas, { wiring: wiringOf([]) });
    expect(line?.lost).toBeUndefined();
    expect(line).toMatchObject({ sinceBoot: { lost: 7n }, parts: [{ value: 7n }] });
  });

  test('a layer that saw nothing and lost nothing has no line', () => {
    expect(ledger(readings({ name: 'TcpExt.TCPBacklogDrop' }, [0, 0]))).toEqual([]);
  });

  test('namespaces and devices are apart, in the order of the path', () => {
    const samples = [
      ...rising('TcpExt.TCPBacklogDrop', 1, { netns: 'web' }),
      ...rising('TcpExt.TCPBacklogDrop', 2),
      ...rising('link.rx_crc_errors', 3, { device: 'eth1' }),
      ...rising('link.rx_crc_errors', 4, eth0),
      ...rising('link.tx_errors', 5, eth0),
    ];
    expect(losses(ledger(samples))).toEqual([
      'in wire eth0 4',
      'in wire eth1 3',
      'in tcp  2',
      'in tcp web 1',
      'out wire eth0 5',
    ]);
  });
});

/** The layer on which each fault of the lab loses packets, and how many; faults without a loss here have no line. */
const truth: Record<string, string> = {
  '01-udp-rcvbuf-overflow': 'in udp 988',
  '04-udp-bad-checksum': 'in udp 100',
  '05-accept-queue-overflow': 'in tcp-listen 68',
  '07-syn-queue-full-nocookies': 'in tcp-listen',
  '08-abort-on-overflow': 'in tcp-listen 6',
  '11-conntrack-table-full': 'in conntrack 200',
  '12-conntrack-insert-failed': 'in conntrack 20',
  '13-iptables-drop-port': 'in netfilter 30',
  '14-iptables-input-policy-drop': 'in netfilter 70',
  '16-rp-filter-strict': 'in ip 60',
  '18-tbf-qdisc-drop': 'out qdisc 438',
  '20c-wire-corrupt': 'in tcp 42',
  '22-frag-memory': 'in ip 96',
  '29-mtu-mismatch-l2': 'in driver 50',
  '34-receive-queue-prune': 'in tcp 590',
  '36-xdp-drop': 'in xdp 100',
  '36b-xdp-generic-drop': 'G in ip 100',
  '38-ttl-expired': 'in ip 50',
  '39-no-route': 'in ip 50',
  '40-forwarding-off': 'in ip 50',
  '43-unknown-ethertype-benign': 'in driver 100',
  '45-other-host-unicast': 'G in ip 100',
  '49-md5-missing': 'in tcp 10',
  '51-defer-accept': 'in tcp-listen 10',
  '53-hashlimit-drop': 'in netfilter 192',
  'G01-softnet-backlog-drop': 'in softirq 1922',
  'G05-conntrack-full-global': 'in conntrack 261',
  'G07-tcp-mem-pressure': 'in tcp 21',
};

describe('faults of the lab', () => {
  withTruth('cases', (folder) => {
    for (const name of readdirSync(folder)) {
      if (!name.startsWith('lab-') || !existsSync(`${folder}/${name}/capture-2.tar.gz`)) continue;
      const control = name.endsWith('-control');
      const expected = control ? undefined : truth[name.slice('lab-'.length)];
      test(`${name}: ${expected ?? 'no loss'}`, async () => {
        const paths = [1, 2].map((n) => `${folder}/${name}/capture-${n}.tar.gz`);
        const bundles = await Promise.all(paths.map((path) => openBundle(path, { wanted })));
        const { ledger: lines, counters } = analyze(bundles, [], { version: 'test', now: 0 });
        const lost = lines
          .filter((line) => (line.lost ?? 0n) > 0n)
          .map((l) => `${l.gap ? 'G ' : ''}${l.direction} ${l.layer} ${l.lost}`);
        if (expected !== undefined)
          expect(lost).toEqual([/\d$/.test(expected) ? expected : expect.stringContaining(expected)]);
        else if (!(JSON.parse(readFileSync(`${folder}/${name}/truth.json`, 'utf8')).also_right ?? []).length)
          expect(lost).toEqual([]);
        // What IP received is what it delivered, forwarded or lost, to the packet, but for fragments still waiting.
        const rise = (counter: string) =>
          counters.find((d) => d.name === counter && d.scope.netns === '')?.increase ?? 0n;
        const within = lines.filter(
          (l) =>
            l.direction === 'in' &&
            ['netfilter', 'conntrack', 'ip'].includes(l.layer) &&
            l.scope.device === undefined,
        );
        const gone = within.reduce((sum, l) => sum + (l.lost ?? 0n), 0n);
        const waiting = rise('Ip.ReasmReqds') - rise('Ip.ReasmOKs') - rise('Ip.ReasmFails');
        const rest =
          rise('Ip.InReceives') -
          rise('Ip.InDelivers') -
          rise('Ip.ForwDatagrams') -
          gone -
          (waiting > 0n ? waiting : 0n);
        // Connection tracking counts what it dropped on the way out as well: one packet, in one of the faults.
        expect(rest).toBe(name.startsWith('lab-G05-conntrack') && !control ? -1n : 0n);
      });
    }
  });
});
