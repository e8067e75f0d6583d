import { describe, expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { catalogue } from '../../src/causes/index.ts';
import { fleetHost } from '../../src/fleet/host.ts';
import { worstFirst } from '../../src/fleet/order.ts';
import { bundleOf, pair } from '../counters/bundles.ts';
import { specimen, specimenOptions } from '../report/specimen.ts';
import { found, host } from './specimen.ts';

const about = { id: 'web1', bundles: ['a.tar'], reports: { html: 'hosts/web1.html' }, damaged: false };

describe('a host of the fleet', () => {
  const made = fleetHost(specimen(), about, specimenOptions);

  test('keeps roots that are not ok and were looked at, worst first, with their layer', () => {
    expect(made.findings.map(({ cause, verdict, layer }) => [cause, verdict, layer])).toEqual([
      ['accept-full', 'problem', 'tcp-listen'],
      ['backlog-overflow', 'problem', 'softirq'],
      ['ring-exhausted', 'suspect', 'nic'],
      ['udp-queue-full', 'past', 'udp'],
      ['conntrack-near-limit', 'risk', 'conntrack'],
    ]);
    expect(made.findings[0]?.subjects).toEqual(['10.20.0.5:443 (nginx, pid 812)']);
    expect(made.standing).toEqual({ verdict: 'problem', word: 'problem' });
    expect(made.verdicts).toMatchObject({ ok: 7, unknown: 5 });
  });

  test('asks for what would make most checks possible first', () => {
    expect(made.ask).toEqual(['tc -s qdisc show', 'bridge -s link']);
  });

  test('is a small part of the report', () => {
    const size = JSON.stringify(made, (_, v: unknown) => (typeof v === 'bigint' ? String(v) : v)).length;
    expect(size).toBeLessThan(5000);
  });
});

const ethtool = (rx: number) => ({
  'ethtool -i eth0': 'driver: ixgbe\nversion: 5.1\nbus-info: 0000:01:00.0\n',
  'ethtool -g eth0': `Ring parameters for eth0:\nPre-set maximums:\nRX: 4096\nTX: 4096\nCurrent hardware settings:\nRX: ${rx}\nTX: 512\n`,
  'ethtool -i br0': 'driver: bridge\nversion: 2.3\n',
  'ethtool -k eth0': 'Features for eth0:\ngeneric-receive-offload: on\ntx-checksumming: off\n',
  'sysctl -a': 'net.core.somaxconn = 128\nnet.ipv4.tcp_rmem = 4096\t131072\t6291456\nkernel.hostname = x\n',
});
const dev = (name: string) =>
  `Inter-|   Receive  |  Transmit\n face |bytes packets errs drop fifo frame compressed multicast|bytes packets errs drop fifo colls carrier compressed\n${name}: 1 2 0 0 0 0 0 0 1 2 0 0 0 0 0 0\n   br0: 1 2 0 0 0 0 0 0 1 2 0 0 0 0 0 0\n`;
const udp = (errors: number, received: number) =>
  pair('Ip', { InReceives: received }) +
  pair('Udp', { InDatagrams: 10, InErrors: errors, RcvbufErrors: errors });

describe('drivers, settings, trend', () => {
  const report = analyze(
    [
      bundleOf('host', [
        {
          uptime: 1000,
          files: { '/proc/net/snmp': udp(5, 1000), '/proc/net/dev': dev('eth0'), ...ethtool(512) },
        },
        { uptime: 1060, files: { '/proc/net/snmp': udp(5, 2000) } },
        {
          uptime: 1120,
          files: { '/proc/net/snmp': udp(25, 4000), '/proc/net/dev': dev('eth0'), ...ethtool(512) },
        },
      ]),
    ],
    catalogue,
    { version: 'test', now: 0 },
  );
  const made = fleetHost(report, about, { catalogue });

  test('hardware only, and by driver', () => {
    expect(made.drivers).toEqual(['ixgbe']);
    expect(made.settings).toEqual({
      'net.core.somaxconn': '128',
      'net.ipv4.tcp_rmem': '4096 131072 6291456',
      'ixgbe ring rx': '512',
      'ixgbe ring tx': '512',
      'ixgbe offload generic-receive-offload': 'on',
      'ixgbe offload tx-checksumming': 'off',
    });
  });

  test('what was lost between each capture and the next, as the ledger counts it', () => {
    expect(made.trend.map(({ lost, seen }) => [lost, seen])).toEqual([
      [0, 1000],
      [20, 2000],
    ]);
    expect(made.trend[0]?.at).toBeLessThan(made.trend[1]?.at ?? 0);
  });

  test('one capture has no trend', () => {
    const one = analyze(
      [bundleOf('host', [{ uptime: 9, files: { '/proc/net/snmp': udp(5, 9) } }])],
      catalogue,
      {
        version: 'test',
        now: 0,
      },
    );
    expect(fleetHost(one, about, { catalogue }).trend).toEqual([]);
  });
});

test('the worst host comes first: verdict, severity, share; then how much is wrong; then the name', () => {
  const order = worstFirst([
    host('fine-b'),
    host('past', { findings: [found('x', 'past', 'critical')] }),
    host('suspect', { findings: [found('x', 'suspect', 'critical')] }),
    host('high', { findings: [found('x', 'problem', 'high', { share: 0.1 })] }),
    host('high-more', { findings: [found('x', 'problem', 'high', { share: 0.2 })] }),
    host('high-twice', { findings: [found('x', 'problem', 'high', { share: 0.1 }), found('y')] }),
    host('critical', { findings: [found('x', 'problem', 'critical')] }),
    host('fine-a'),
    host('informed', {
      findings: [found('x', 'problem', 'info')],
      standing: { verdict: 'ok', word: 'minor' },
    }),
  ]);
  expect(order.map(({ id }) => id)).toEqual(
    'critical high-more high-twice high suspect past fine-a fine-b informed'.split(' '),
  );
});
