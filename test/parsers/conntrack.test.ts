import { expect, test } from 'vitest';
import { conntrackStatistics, procNetStatConntrack } from '../../src/parsers/conntrack-stats.ts';
import { conntrackTable } from '../../src/parsers/conntrack-table.ts';
import { procNetNfqueue } from '../../src/parsers/nfnetlink-queue.ts';
import { parsed } from './captured.ts';

test('/proc/net/stat/nf_conntrack: by header, hexadecimal, one number of entries', () => {
  const text = `entries  clashres found new invalid ignore delete chainlength insert insert_failed drop early_drop icmp_error  expect_new expect_create expect_delete search_restart
00000021  00000001 00000000 00000000 0000588a 00000000 00000000 00000002 00000000 00000003 000000ff 00000000 00000000  00000000 00000000 00000000 00000000
00000021  00000000 00000000 00000000 FFFFFFFF 00000000 00000000 00000000 00000000 00000000 00000001 00000000 00000000  00000000 00000000 00000000 00000004
broken row
`;
  const { value, samples, notes } = parsed(procNetStatConntrack, '/proc/net/stat/nf_conntrack', text);
  expect(value?.entries?.value).toBe(0x21n);
  const drops = samples.filter(({ name }) => name === 'conntrack.drop');
  expect(drops.map(({ value: n, scope, bits }) => [n, scope?.cpu, bits])).toEqual([
    [255n, 0, 32],
    [1n, 1, 32],
  ]);
  expect(
    samples.filter(({ name }) => name === 'conntrack.count').map(({ value: n, kind }) => [n, kind]),
  ).toEqual([[33n, 'gauge']]);
  const names = new Set(samples.map(({ name }) => name));
  for (const name of ['clash_resolve', 'chaintoolong', 'insert_failed', 'invalid', 'search_restart']) {
    expect(names).toContain(`conntrack.${name}`);
  }
  expect(notes.map(({ line }) => line)).toEqual([4]);
});

test('conntrack -S: new and old form', () => {
  const now =
    'cpu=0   \tfound=1 invalid=2 insert=0 insert_failed=3 drop=4 early_drop=5 error=6 search_restart=7 clash_resolve=8 chaintoolong=9 \ncpu=3   \tfound=0 invalid=0 insert_failed=1 drop=0\n';
  const { samples } = parsed(conntrackStatistics, 'conntrack -S', now);
  expect(
    samples
      .filter(({ name }) => name === 'conntrack.insert_failed')
      .map(({ value, scope }) => [value, scope?.cpu]),
  ).toEqual([
    [3n, 0],
    [1n, 3],
  ]);
  const old =
    'entries             \t\t42\nsearched            \t\t100\ninsert_failed       \t\t7\ndrop                \t\t0\n';
  const before = parsed(conntrackStatistics, 'conntrack -S', old);
  expect(before.value?.entries?.value).toBe(42n);
  expect(before.samples.find(({ name }) => name === 'conntrack.insert_failed')).toMatchObject({ value: 7n });
  expect(before.samples.find(({ name }) => name === 'conntrack.insert_failed')?.scope).toBeUndefined();
  expect(
    parsed(conntrackStatistics, 'conntrack -S', 'conntrack v1.4.4: Operation failed: Permission denied\n')
      .value,
  ).toBeUndefined();
});

test('the table is counted by state, zone, source and translated destination', () => {
  const text = `ipv4     2 tcp      6 431999 ESTABLISHED src=10.0.0.5 dst=198.51.100.1 sport=40000 dport=443 src=198.51.100.1 dst=203.0.113.7 sport=443 dport=40000 [ASSURED] mark=0 zone=3 use=2
ipv4     2 tcp      6 110 SYN_SENT src=10.0.0.6 dst=198.51.100.1 sport=40001 dport=443 [UNREPLIED] src=198.51.100.1 dst=203.0.113.7 sport=443 dport=1025 mark=0 secctx=system_u:object_r:unlabeled_t:s0 use=2
ipv6     10 udp      17 29 src=2001:db8::1 dst=2001:db8::2 sport=5353 dport=53 [UNREPLIED] src=2001:db8::2 dst=2001:db8::1 sport=53 dport=5353 use=1
icmp     1 26 src=10.0.0.5 dst=10.0.0.1 type=8 code=0 id=1 src=10.0.0.1 dst=10.0.0.5 type=0 code=0 id=1 use=1
conntrack v1.4.6 (conntrack-tools): 4 flow entries have been shown.
`;
  const { value } = parsed(conntrackTable, 'conntrack -L', text);
  expect(value).toMatchObject({ entries: 4, unreplied: 2, assured: 1, whole: true });
  expect([...(value?.states ?? [])].map(([state, { count }]) => [state, count])).toEqual([
    ['tcp ESTABLISHED', 1],
    ['tcp SYN_SENT', 1],
    ['udp', 1],
    ['icmp', 1],
  ]);
  expect(value?.zones.get('3')?.count).toBe(1);
  expect(value?.sources[0]).toMatchObject(['10.0.0.5', { count: 2, line: { number: 1 } }]);
  expect(value?.translated.map(([key, { count }]) => [key, count])).toEqual([
    ['tcp 203.0.113.7 to 198.51.100.1:443', 2],
  ]);
  expect(parsed(conntrackTable, '/proc/net/nf_conntrack', '').value?.entries).toBe(0);
  expect(parsed(conntrackTable, 'conntrack -L', 'conntrack: command failed\n').value).toBeUndefined();
});

test('queues to user space', () => {
  const { samples } = parsed(
    procNetNfqueue,
    '/proc/net/netfilter/nfnetlink_queue',
    '    0  23948     5 2 65531    12     3      200  1\n',
  );
  expect(samples.map(({ name, value, scope }) => [name, value, scope?.queue])).toEqual([
    ['nfqueue.queue_dropped', 12n, '0'],
    ['nfqueue.user_dropped', 3n, '0'],
    ['nfqueue.waiting', 5n, '0'],
  ]);
});
