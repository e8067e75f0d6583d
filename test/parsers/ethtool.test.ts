import { expect, test } from 'vitest';
import * as link from '../../src/parsers/ethtool-link.ts';
import { driverQueue } from '../../src/parsers/ethtool-queue.ts';
import * as settings from '../../src/parsers/ethtool-settings.ts';
import { ethtoolStatistics } from '../../src/parsers/ethtool-statistics.ts';
import { parsed } from './captured.ts';

test('ethtool -S: a line is split at its last colon, annotations and headings are no values', () => {
  const text = `NIC statistics:
     [0]: rx_ucast_packets: 7
     rxq0: rx_drops_no_frags: 5000
[hw] rx nobuffer discards: 3
     ucast pkts tx: 64809
     vf000.rx_discards: 12
     tx_send_full: 75776 <<<<<<
     peer_ifindex: 27
     be_on_die_temperature: 45
     ...
     rx_bytes: 18446744073709551615
`;
  const { value, notes, samples } = parsed(ethtoolStatistics, 'ethtool -S eth0', text);
  expect(value?.device).toBe('eth0');
  expect(value?.statistics.map(({ name, queue, value: n }) => [name, queue, n])).toEqual([
    ['[0]: rx_ucast_packets', 'rx 0', 7n],
    ['rxq0: rx_drops_no_frags', 'rx 0', 5000n],
    ['[hw] rx nobuffer discards', undefined, 3n],
    ['ucast pkts tx', undefined, 64809n],
    ['vf000.rx_discards', undefined, 12n],
    ['tx_send_full', undefined, 75776n],
    ['peer_ifindex', undefined, 27n],
    ['be_on_die_temperature', undefined, 45n],
    ['rx_bytes', undefined, 18446744073709551615n],
  ]);
  expect(notes.map(({ line }) => line)).toEqual([10]);
  expect(samples.filter(({ kind }) => kind === 'gauge').map(({ name }) => name)).toEqual([
    'ethtool.peer_ifindex',
    'ethtool.be_on_die_temperature',
  ]);
});

test('vmxnet3 repeats its names below a heading per queue: each is kept', () => {
  const text = `NIC statistics:
     Tx Queue#: 0
       ucast pkts tx: 10
       ring full: 1
     Tx Queue#: 1
       ucast pkts tx: 20
       ring full: 2
     Rx Queue#: 0
       pkts rx OOB: 3
     tx timeout count: 0
`;
  const { samples } = parsed(ethtoolStatistics, 'ethtool -S ens192', text);
  expect(samples.map(({ name, scope, value }) => [name, scope?.queue, value])).toEqual([
    ['ethtool.ucast pkts tx', 'tx 0', 10n],
    ['ethtool.ring full', 'tx 0', 1n],
    ['ethtool.ucast pkts tx', 'tx 1', 20n],
    ['ethtool.ring full', 'tx 1', 2n],
    ['ethtool.pkts rx OOB', 'rx 0', 3n],
    ['ethtool.tx timeout count', undefined, 0n],
  ]);
});

test('names of queues, and names that only look like them', () => {
  const queues: Record<string, string | undefined> = {
    rx_queue_3_drops: 'rx 3',
    rx12_packets: 'rx 12',
    tx_0_pkts: 'tx 0',
    'tx-7.tx_bytes': 'tx 7',
    'rxq1: rx_pkts': 'rx 1',
    queue_2_tx_missed_tx: 'tx 2',
    '[5]: tx_discards': 'tx 5',
    'rx_no_buffers_posted[4]': 'rx 4',
    rx_64_byte_packets: undefined,
    rx_64_bytes: undefined,
    tx_65_to_127_byte_packets: undefined,
    rx_prio0_discards: undefined,
    rx_missed_errors: undefined,
  };
  for (const [name, queue] of Object.entries(queues)) expect(driverQueue(name), name).toBe(queue);
});

test('an error in place of data is no data', () => {
  const refusals = [
    'no stats available\n',
    'Cannot get stats strings information: Operation not supported\n',
    'netlink error: Operation not supported\n',
    '',
  ];
  for (const text of refusals) {
    expect(parsed(ethtoolStatistics, 'ethtool -S lo', text)).toMatchObject({ value: undefined, notes: [] });
  }
  const rings = 'Cannot get device ring settings: Operation not supported\nRing parameters for lo:\n';
  expect(parsed(settings.ethtoolRings, 'ethtool -g lo', rings).value).toBeUndefined();
  expect(
    parsed(settings.ethtoolPause, 'ethtool -a lo', 'netlink error: Operation not supported\n').value,
  ).toBeUndefined();
  expect(
    parsed(link.ethtoolLink, 'ethtool dummy2', 'Settings for dummy2:\nNo data available\n').value,
  ).toBeUndefined();
});

test('ethtool -i: values with blanks, empty values, missing keys', () => {
  const text = 'driver: 802.1Q VLAN Support\nversion: 1.8\nfirmware-version: \nbus-info:\n';
  const { value } = parsed(settings.ethtoolDriver, 'ethtool -i eth0.5', text);
  expect(value).toMatchObject({ device: 'eth0.5', driver: '802.1Q VLAN Support', version: '1.8' });
  expect(value?.firmware).toBeUndefined();
  expect(value?.bus).toBeUndefined();
  expect(value?.line.number).toBe(1);
});

test('ethtool -g: what the hardware allows, and what is in force; n/a is absent', () => {
  const text = `Ring parameters for eth1:
Pre-set maximums:
RX:\t\t4096
RX Mini:\tn/a
TX:\t\t2048
Current hardware settings:
RX:\t\t512
RX Mini:\tn/a
TX:\t\t256
RX Buf Len:\t2048
`;
  const { value } = parsed(settings.ethtoolRings, 'ethtool -g', text);
  expect(value?.device).toBe('eth1');
  expect([value?.maximum.get('RX')?.value, value?.current.get('RX')?.value]).toEqual([4096n, 512n]);
  expect(value?.maximum.has('RX Mini')).toBe(false);
  expect(value?.current.get('RX')?.line.number).toBe(7);
});

test('ethtool -k, -c, -a', () => {
  const features = `Features for eth0:
rx-checksumming: on
tcp-segmentation-offload: off
\ttx-tcp-segmentation: off [requested on]
large-receive-offload: off [fixed]
`;
  const offloads = parsed(settings.ethtoolOffloads, 'ethtool -k eth0', features).value?.features;
  expect(offloads?.get('tx-tcp-segmentation')).toMatchObject({ value: false, fixed: false, requested: true });
  expect(offloads?.get('large-receive-offload')).toMatchObject({
    value: false,
    fixed: true,
    requested: undefined,
  });
  const coalesce = 'Coalesce parameters for eth0:\nAdaptive RX: on  TX: off\nrx-usecs: 20\nrx-frames:\tn/a\n';
  expect(parsed(settings.ethtoolCoalesce, 'ethtool -c eth0', coalesce).value).toMatchObject({
    adaptiveRx: { value: true },
    adaptiveTx: { value: false },
    settings: new Map([['rx-usecs', { value: 20n }]]),
  });
  const pause =
    'Pause parameters for eth0:\nAutonegotiate:\ton\nRX:\t\toff\nTX:\t\ton\nRX negotiated: off\nTX negotiated: on\n';
  expect(parsed(settings.ethtoolPause, 'ethtool -a eth0', pause).value).toMatchObject({
    autonegotiate: { value: true },
    rx: { value: false },
    tx: { value: true },
    negotiatedTx: { value: true },
  });
});

test('ethtool: modes over several lines, speeds and duplex that are unknown', () => {
  const up = `Settings for eth0:
\tSupported link modes:   10baseT/Half 10baseT/Full
\t                        1000baseT/Full
\tSupported pause frame use: Symmetric
\tAdvertised link modes:  1000baseT/Full
\tLink partner advertised link modes:  100baseT/Full
\tSpeed: 100Mb/s
\tDuplex: Half
\tAuto-negotiation: off
\tLink detected: yes
`;
  expect(parsed(link.ethtoolLink, 'ethtool eth0', up).value).toMatchObject({
    speed: { value: 100n },
    duplex: { value: 'Half' },
    autonegotiation: { value: false },
    linkDetected: { value: true },
    supportedModes: ['10baseT/Half', '10baseT/Full', '1000baseT/Full'],
    advertisedModes: ['1000baseT/Full'],
    partnerModes: ['100baseT/Full'],
  });
  const down =
    'Settings for eth0:\n\tSpeed: Unknown!\n\tDuplex: Unknown! (255)\n\tLink detected: no (No cable)\n';
  const { value } = parsed(link.ethtoolLink, 'ethtool eth0', down);
  expect([value?.speed, value?.duplex, value?.linkDetected?.value]).toEqual([undefined, undefined, false]);
});

test('EEE, private flags, module alarms', () => {
  const eee = 'EEE settings for eth0:\n\tEEE status: enabled - inactive\n\tTx LPI: 17 (us)\n';
  expect(parsed(link.ethtoolEee, 'ethtool --show-eee eth0', eee).value).toMatchObject({
    enabled: { value: true },
    active: { value: false },
  });
  const flags = 'Private flags for eth0:\nlegacy-rx          : off\nlink-down-on-close : on\n';
  const { value } = parsed(link.ethtoolPrivFlags, 'ethtool --show-priv-flags eth0', flags);
  expect([...(value?.flags ?? [])].map(([name, { value: on }]) => [name, on])).toEqual([
    ['legacy-rx', false],
    ['link-down-on-close', true],
  ]);
  const module =
    '\tIdentifier                                : 0x03 (SFP)\n\tLaser rx power low alarm                  : On\n\tLaser rx power high alarm                 : Off\n';
  expect(
    parsed(link.ethtoolModule, 'ethtool -m eth0', module).value?.alarms.map(({ value: label }) => label),
  ).toEqual(['Laser rx power low alarm']);
});
