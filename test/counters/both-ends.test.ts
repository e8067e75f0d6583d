import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { compare } from '../../src/counters/compare.ts';
import type { PeerDirection } from '../../src/counters/peer.ts';
import { withPeer } from '../../src/counters/peer.ts';
import type { LedgerLine, Report } from '../../src/model.ts';
import { english } from '../../src/texts/english.ts';
import { renderMessage } from '../../src/texts/render.ts';
import { readFixture } from '../causes/fixture.ts';
import { bundleOf, pair } from './bundles.ts';
import { clockAt, readings } from './readings.ts';

const dictionary = english([]);
const words = ({ where, layer, message }: PeerDirection) => [
  where,
  layer,
  renderMessage(message, dictionary),
];

/** One end of a run of our own lab: the server is here, the client there. */
function end(name: string): Report {
  const [fixture] = readFixture(
    readFileSync(new URL(`./both-ends/${name}.txt`, import.meta.url), 'utf8'),
    `${name}.txt`,
  );
  if (!fixture) throw new Error(`no case in ${name}`);
  return analyze([fixture.bundle], [], { version: 'test', now: 0 });
}

const run = (name: string) => withPeer(end(`${name}-here`), end(`${name}-there`)).directions.map(words);

describe('both ends of one run of the lab', () => {
  test('loss on the path: as many are missing as were sent again', () => {
    expect(run('path')).toEqual([
      [
        'path',
        undefined,
        'Lost on the path: of 2117 segments that the peer sent (42 of them again), 2075 arrived here, and neither end dropped the 42 that are missing',
      ],
      [
        'nowhere',
        undefined,
        'Nothing was lost from this host to the peer: of 999 segments, 0 were sent again',
      ],
    ]);
  });

  test('loss on the server, in its accept queue', () => {
    expect(run('accept-queue')).toEqual([
      [
        'receiver',
        'tcp-listen',
        'Lost here: of 77 segments that the peer sent, 51 were sent again, and this host dropped 68 (TcpExt.ListenOverflows)',
      ],
      ['nowhere', undefined, 'Nothing was lost from this host to the peer: of 6 segments, 0 were sent again'],
    ]);
  });

  test('loss on the server, in its packet filter', () => {
    expect(run('firewall')[0]).toEqual([
      'receiver',
      'netfilter',
      'Lost here: of 30 segments that the peer sent, 20 were sent again, and this host dropped 30 (firewall.packets)',
    ]);
  });

  test('seen from the other end', () => {
    const { directions } = withPeer(end('accept-queue-there'), end('accept-queue-here'));
    expect(directions.map(words)[1]).toEqual([
      'receiver',
      'tcp-listen',
      'Lost at the peer: of 77 segments that this host sent, 51 were sent again, and the peer dropped 68 (TcpExt.ListenOverflows)',
    ]);
  });

  test('no loss', () => {
    expect(run('healthy').map(([where]) => where)).toEqual(['nowhere', 'nowhere']);
  });
});

interface Numbers {
  out?: number;
  again?: number;
  in?: number;
  more?: Record<string, string>;
}

/** An end whose TCP counters rise by these. */
function host(
  name: string,
  { out = 0, again = 0, in: received = 0, more = {} }: Numbers,
  uptime = 1000,
): Report {
  const files = (times: number) => ({
    '/proc/net/snmp': pair('Tcp', {
      OutSegs: 100 + out * times,
      RetransSegs: 100 + again * times,
      InSegs: 100 + received * times,
    }),
    ...(times === 0 ? {} : more),
  });
  const captures = [0, 1].map((i) => ({ uptime: uptime + i * 60, files: files(i) }));
  return analyze([bundleOf(name, captures)], [], { version: 'test', now: 0 });
}

describe('what decides', () => {
  const from = (client: Numbers, server: Numbers) =>
    withPeer(host('server', server), host('client', client)).directions[0]?.where;

  test('half of what was sent again', () => {
    expect(from({ out: 1000, again: 100 }, { in: 1050 })).toBe('path');
    expect(from({ out: 1000, again: 100 }, { in: 1051 })).toBe('unclear');
    expect(from({ out: 1000, again: 2 }, { in: 0 })).toBe('nowhere');
    expect(from({ out: 1000, again: 3 }, { in: 1000 })).toBe('path');
  });

  test("the sender's own losses on the way out", () => {
    const dropped = (n: number) => ({
      'tc -s qdisc show': `qdisc tbf 8001: dev eth0 root rate 1Mbit\n Sent 1 bytes 1 pkt (dropped ${n}, overlimits 0 requeues 0)\n backlog 0b 0p requeues 0\n`,
    });
    const files = (i: number): Record<string, string> => ({
      '/proc/net/snmp': pair('Tcp', { OutSegs: 1000 * i, RetransSegs: 100 * i, InSegs: 0 }),
      ...dropped(60 * i),
    });
    const client = analyze(
      [
        bundleOf(
          'client',
          [0, 1].map((i) => ({ uptime: 1000 + 60 * i, files: files(i) })),
        ),
      ],
      [],
      { version: 'test', now: 0 },
    );
    const [direction] = withPeer(host('server', { in: 1040 }), client).directions;
    expect(direction).toMatchObject({ where: 'sender', layer: 'qdisc', lostBySender: 60n });
  });

  test('what was dropped before TCP has arrived, what TCP dropped is among its segments', () => {
    const arrived = (name: string) =>
      withPeer(end(`${name}-here`), end(`${name}-there`)).directions[0]?.arrived;
    expect([arrived('firewall'), arrived('accept-queue'), arrived('path')]).toEqual([30n, 77n, 2075n]);
  });

  /** Ledger lines and TCP counters as they are. */
  const ends = (
    sender: Numbers,
    receiver: Numbers,
    lines: { receiver?: Partial<LedgerLine>[]; sender?: Partial<LedgerLine>[] },
  ) => {
    const line = (more: Partial<LedgerLine>): LedgerLine => ({
      direction: 'in',
      layer: 'nic',
      scope: {},
      parts: [],
      ...more,
    });
    const there = { ...host('client', sender), ledger: (lines.sender ?? []).map(line) };
    const here = { ...host('server', receiver), ledger: (lines.receiver ?? []).map(line) };
    const [direction] = withPeer(here, there).directions;
    return [direction?.where, direction?.layer, direction?.lostByReceiver, direction?.lostBySender];
  };
  const traffic = [{ out: 1000, again: 100 }, { in: 1100 }] as const;

  test("losses of the right way, that are TCP's, and not gaps", () => {
    const none = ['unclear', undefined, 0n, 0n];
    expect(ends(...traffic, { receiver: [{ lost: 50n }] })).toEqual(['receiver', 'nic', 50n, 0n]);
    expect(ends(...traffic, { receiver: [{ lost: 50n, direction: 'out' }] })).toEqual(none);
    expect(ends(...traffic, { receiver: [{ lost: 50n, gap: true }] })).toEqual(none);
    expect(ends(...traffic, { receiver: [{ lost: 50n, layer: 'udp' }] })).toEqual(none);
    expect(ends(...traffic, { receiver: [{ lost: 50n, scope: { netns: 'other' } }] })).toEqual(none);
    expect(ends(...traffic, { receiver: [{ seen: 9n }] })).toEqual(none);
    expect(ends(...traffic, { sender: [{ lost: 50n, direction: 'out', layer: 'qdisc' }] })).toEqual([
      'sender',
      'qdisc',
      0n,
      50n,
    ]);
    expect(ends(...traffic, { sender: [{ lost: 50n, direction: 'in' }] })).toEqual(none);
  });

  /** An end by its counters: each rises from 0 by so much. */
  const rising = (counters: Record<string, number>, ledger: LedgerLine[] = []) => ({
    counters: compare(
      Object.entries(counters).flatMap(([name, rise]) => readings({ name }, [0, rise])),
      [clockAt(1000), clockAt(1060)],
    ).deltas,
    ledger,
    captures: [],
  });
  const client = (again: number, more: Record<string, number> = {}) =>
    rising({ 'Tcp.OutSegs': 2000, 'Tcp.RetransSegs': again, 'Tcp.InSegs': 60, ...more });
  /** GRO made 80 segments of so many frames. */
  const merging = (frames: number, ledger?: LedgerLine[]) =>
    rising(
      {
        'Tcp.OutSegs': 60,
        'Tcp.RetransSegs': 0,
        'Tcp.InSegs': 80,
        'Ip.InReceives': 80,
        'IpExt.InNoECTPkts': frames,
      },
      ledger,
    );
  const whereOf = (...[here, there]: Parameters<typeof withPeer>) =>
    withPeer(here, there).directions[0]?.where;

  test('segments that GRO merged have arrived', () => {
    expect(whereOf(merging(2040), client(40))).toBe('unclear');
    expect(whereOf(merging(2000), client(40))).toBe('path');
  });

  test('the path is not to blame for what vanished at the receiver without a counter', () => {
    const gap = (lost: bigint, more: Partial<LedgerLine> = {}): LedgerLine[] => [
      { direction: 'in', layer: 'ip', scope: {}, parts: [], gap: true, lost, ...more },
    ];
    expect(whereOf(merging(2000, gap(20n)), client(40))).toBe('unclear');
    expect(whereOf(merging(2000, gap(19n)), client(40))).toBe('path');
    expect(whereOf(merging(2000, gap(20n, { direction: 'out' })), client(40))).toBe('path');
    expect(whereOf(merging(2000, gap(20n, { scope: { netns: 'other' } })), client(40))).toBe('path');
  });

  test('what the other end said that it had was sent again for nothing', () => {
    expect(whereOf(merging(2000), client(40, { 'TcpExt.TCPDSACKRecv': 38 }))).toBe('nowhere');
    expect(whereOf(merging(2000), client(40, { 'TcpExt.TCPDSACKRecv': 37 }))).toBe('path');
  });

  test('the layer that lost most', () => {
    const lines = [
      { lost: 20n },
      { lost: 90n, layer: 'netfilter' as const },
      { lost: 30n, layer: 'tcp' as const },
    ];
    expect(ends(...traffic, { receiver: lines })).toEqual(['receiver', 'netfilter', 140n, 0n]);
  });

  test('half as many, to the segment', () => {
    expect(ends(...traffic, { receiver: [{ lost: 49n }] })[0]).toBe('unclear');
    expect(ends(...traffic, { sender: [{ lost: 49n, direction: 'out' }] })[0]).toBe('unclear');
  });

  test('what was dropped before TCP has arrived, also where IP printed no counters', () => {
    const ledger: LedgerLine[] = [
      { direction: 'in', layer: 'netfilter', scope: {}, parts: [], lost: 40n },
      { direction: 'in', layer: 'tcp', scope: {}, parts: [], lost: 7n },
    ];
    const server = { ...host('server', { in: 950 }), ledger };
    const [direction] = withPeer(server, host('client', { out: 1000, again: 100 })).directions;
    expect(direction?.arrived).toBe(990n);
  });

  test('counters that are not printed say nothing', () => {
    const of = (values: Record<string, number>) => {
      const files = [0, 1].map((i) => ({
        '/proc/net/snmp': pair('Tcp', Object.fromEntries(Object.entries(values).map(([k, n]) => [k, n * i]))),
      }));
      return analyze(
        [
          bundleOf(
            'x',
            files.map((own, i) => ({ uptime: 1000 + i, files: own })),
          ),
        ],
        [],
        { version: 'test', now: 0 },
      );
    };
    const whole = of({ OutSegs: 9, RetransSegs: 1, InSegs: 9 });
    const known = (other: Report) => withPeer(whole, other).directions.map(({ from: side }) => side);
    expect(known(whole)).toEqual(['there', 'here']);
    expect(known(of({ OutSegs: 9, InSegs: 9 }))).toEqual(['here']);
    expect(known(of({ RetransSegs: 9, InSegs: 9 }))).toEqual(['here']);
    expect(known(of({ RetransSegs: 9, OutSegs: 9 }))).toEqual(['there']);
  });

  test('a host that forwards to a container talks there', () => {
    const tcp = (n: number, netns?: string) => [
      ...readings({ name: 'Tcp.OutSegs', scope: netns === undefined ? {} : { netns } }, [0, n]),
      ...readings({ name: 'Tcp.InSegs', scope: netns === undefined ? {} : { netns } }, [0, n]),
      ...readings({ name: 'Tcp.RetransSegs', scope: netns === undefined ? {} : { netns } }, [0, 0]),
    ];
    const sent = (own: number, container: number, forwarded: number) => {
      const samples = [
        ...tcp(own),
        ...tcp(container, 'web'),
        ...tcp(1, 'idle'),
        ...readings({ name: 'Ip.ForwDatagrams' }, [0, forwarded]),
      ];
      const counters = compare(samples, [clockAt(1000), clockAt(1060)]).deltas;
      return withPeer({ counters, ledger: [], captures: [] }, host('peer', {})).directions.find(
        (d) => d.from === 'here',
      )?.sent;
    };
    expect(sent(10, 500, 1000)).toBe(500n);
    expect(sent(10, 500, 500)).toBe(500n);
    expect(sent(10, 500, 499)).toBe(10n);
    expect(sent(251, 500, 1000)).toBe(251n);
    expect(sent(250, 500, 1000)).toBe(250n);
    expect(sent(249, 500, 1000)).toBe(500n);
  });

  test('of two containers that are as busy the first by name', () => {
    const container = (netns: string, out: number, received: number) => [
      ...readings({ name: 'Tcp.OutSegs', scope: { netns } }, [0, out]),
      ...readings({ name: 'Tcp.InSegs', scope: { netns } }, [0, received]),
      ...readings({ name: 'Tcp.RetransSegs', scope: { netns } }, [0, 0]),
    ];
    const samples = [
      ...container('web', 700, 300),
      ...container('db', 300, 700),
      ...readings({ name: 'Ip.ForwDatagrams' }, [0, 1000]),
    ];
    const counters = compare(samples, [clockAt(1000), clockAt(1060)]).deltas;
    const { directions } = withPeer({ counters, ledger: [], captures: [] }, host('peer', {}));
    expect(directions.find((d) => d.from === 'here')?.sent).toBe(300n);
  });

  test('two windows that do not overlap say nothing about each other', () => {
    const [a, b] = [host('a', { out: 1 }), host('b', { out: 1 }, 9000)];
    expect(withPeer(a, b).overlaps).toBe(false);
    expect(withPeer(a, host('b', { out: 1 }, 1060)).overlaps).toBe(true);
    expect(withPeer(host('b', { out: 1 }, 1060), a).overlaps).toBe(true);
    expect(withPeer(a, host('b', { out: 1 }, 1061)).overlaps).toBe(false);
    expect(withPeer(host('b', { out: 1 }, 1061), a).overlaps).toBe(false);
    expect(withPeer({ ...a, captures: [] }, b).overlaps).toBeUndefined();
  });

  test('an end without TCP counters says nothing', () => {
    const empty = { counters: [], ledger: [], captures: [] };
    expect(withPeer(host('a', { out: 5 }), empty).directions).toEqual([]);
  });
});
