import { expect, test } from 'vitest';
import { tcFilter } from '../../src/parsers/tc-filter.ts';
import { tcClass, tcQdisc } from '../../src/parsers/tc-qdisc.ts';
import { parsed } from './captured.ts';

const qdiscs = `qdisc mq 0: dev eth0 root 
 Sent 300 bytes 3 pkt (dropped 9, overlimits 0 requeues 2) 
 backlog 1514b 1p requeues 2
qdisc fq 8001: dev eth0 parent :1 limit 10000p flow_limit 100p buckets 1024 
 Sent 300 bytes 3 pkt (dropped 9, overlimits 4 requeues 2) 
 rate 0bit 0pps backlog 1514b 1p requeues 2 
  flows 3 (inactive 1 throttled 0)
  gc 0 highprio 0 throttled 5 latency 0ns
  flows_plimit 9
qdisc fq_codel 0: dev eth1 root refcnt 2 limit 10240p flows 1024 quantum 1514 
 Sent 10 bytes 1 pkt (dropped 0, overlimits 0 requeues 0) 
  maxpacket 1514 drop_overlimit 7 new_flow_count 20 ecn_mark 1
  new_flows_len 0 old_flows_len 2
`;

test('tc -s qdisc: counters, what only one kind prints, states as gauges', () => {
  const { value, samples, notes } = parsed(tcQdisc, 'tc -s qdisc show', qdiscs);
  expect(notes).toEqual([]);
  expect(
    value?.map(({ device, kind, handle, parent, limit }) => [device, kind, handle, parent, limit]),
  ).toEqual([
    ['eth0', 'mq', '0:', 'root', undefined],
    ['eth0', 'fq', '8001:', ':1', 10000n],
    ['eth1', 'fq_codel', '0:', 'root', 10240n],
  ]);
  const fq = value?.[1];
  expect([fq?.dropped?.value, fq?.overlimits?.value, fq?.requeues?.value, fq?.backlogPackets?.value]).toEqual(
    [9n, 4n, 2n, 1n],
  );
  expect(fq?.dropped?.line.number).toBe(5);
  expect(fq?.details.get('flows_plimit')?.value).toBe(9n);
  expect(fq?.details.get('throttled')?.value).toBe(5n);
  const seeds = samples.filter(({ scope }) => scope?.queue === 'fq_codel 0: root');
  expect(seeds.find(({ name }) => name === 'qdisc.drop_overlimit')).toMatchObject({
    value: 7n,
    kind: 'counter',
  });
  expect(seeds.find(({ name }) => name === 'qdisc.old_flows_len')).toMatchObject({
    value: 2n,
    kind: 'gauge',
  });
  expect(seeds.some(({ name }) => name === 'qdisc.backlog_packets')).toBe(false);
});

test('asked for one device, old versions leave the device out', () => {
  const text =
    'qdisc pfifo_fast 0: root refcnt 2 bands 3\n Sent 1 bytes 1 pkt (dropped 3, overlimits 0 requeues 0) \n';
  expect(parsed(tcQdisc, 'tc -s -d qdisc show dev em1', text).value?.[0]?.device).toBe('em1');
});

test('without -s there are no counters, and usage texts are no qdiscs', () => {
  expect(parsed(tcQdisc, 'tc qdisc show', 'qdisc noqueue 0: dev lo root refcnt 2\n')).toMatchObject({
    value: [{ device: 'lo', dropped: undefined }],
    samples: [],
  });
  const usage = 'BusyBox v1.35.0 multi-call binary.\n\nUsage: tc OBJECT CMD [dev STRING]\n';
  expect(parsed(tcQdisc, 'tc -s qdisc', usage)).toMatchObject({ value: undefined, notes: [] });
});

test('classes: none printed is none there', () => {
  expect(parsed(tcClass, 'tc -s -d class show dev eth0', '').value).toEqual([]);
  const text = `class htb 1:10 parent 1:1 leaf 10: prio 0 rate 1Mbit ceil 1Mbit burst 1600b cburst 1600b 
 Sent 924 bytes 12 pkt (dropped 4, overlimits 30 requeues 0) 
 backlog 0b 5p requeues 0
 lended: 12 borrowed: 0 giants: 0
`;
  const { value } = parsed(tcClass, 'tc -s -d class show dev eth0', text);
  expect(value?.[0]).toMatchObject({ device: 'eth0', kind: 'htb', handle: '1:10', parent: '1:1' });
  expect([value?.[0]?.dropped?.value, value?.[0]?.details.get('lended')?.value]).toEqual([4n, 12n]);
});

test('filters: a policer and a drop action tell how many they ate', () => {
  const text = `filter parent ffff: protocol ip pref 1 u32 chain 0 
filter parent ffff: protocol ip pref 1 u32 chain 0 fh 800::800 order 2048 key ht 800 bkt 0 flowid :1 
  match 00001e61/0000ffff at 20
\taction order 1: gact action drop
\t random type none pass val 0
\t index 1 ref 1 bind 1 installed 3 sec used 1 sec
\tAction statistics:
\tSent 98 bytes 7 pkt (dropped 7, overlimits 0 requeues 0) 
\tbacklog 0b 0p requeues 0
filter parent ffff: protocol all pref 2 u32 fh 801::800 flowid :1 
 police 0x1 rate 1Mbit burst 10Kb mtu 2Kb action drop overhead 0b 
\tref 1 bind 1 
\tSent 12345 bytes 100 pkt (dropped 30, overlimits 31 requeues 0) 
filter protocol all pref 49152 bpf chain 0 handle 0x1 cls.o:[classifier] direct-action not_in_hw id 12 
`;
  const { value, samples } = parsed(tcFilter, 'tc -s filter show dev eth0 ingress', text);
  expect(
    value?.map(({ device, kind, hook, actions }) => [
      device,
      kind,
      hook,
      actions.map(({ kind: a, verdict }) => `${a} ${verdict}`),
    ]),
  ).toEqual([
    ['eth0', 'u32', 'ingress', []],
    ['eth0', 'u32', 'ingress', ['gact drop']],
    ['eth0', 'u32', 'ingress', ['police drop']],
    ['eth0', 'bpf', 'ingress', []],
  ]);
  expect(samples.map(({ name, value: n, scope }) => [name, n, scope?.device])).toEqual([
    ['tc.action_drops', 7n, 'eth0'],
    ['tc.action_drops', 30n, 'eth0'],
  ]);
  const own = parsed(
    tcFilter,
    'tc -s filter show egress dev eth1',
    'filter protocol all pref 1 matchall chain 0\n',
  );
  expect(own.value).toMatchObject([{ device: 'eth1', hook: 'egress', kind: 'matchall' }]);
  expect(parsed(tcFilter, 'tc -s filter show dev eth0', '').value).toEqual([]);
});
