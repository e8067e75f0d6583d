import { expect, test } from 'vitest';
import { contextOf } from '../../src/analyze/context.ts';
import { parseCaptures } from '../../src/analyze/parse.ts';
import { linksOf } from '../../src/host/links.ts';
import { captured } from '../parsers/captured.ts';

function linksFrom(files: Record<string, string>) {
  const capture = {
    label: '1',
    host: {},
    files: Object.entries(files).map(([origin, text]) => captured(origin, text)),
    absences: [],
  };
  const facts = parseCaptures([capture]);
  return linksOf(contextOf({ facts, deltas: [], captures: 1, focus: {} }, ''));
}

const ifconfig =
  'eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1400\n        ether 00:0c:29:c2:c8:63  txqueuelen 500  (Ethernet)\n' +
  'eth9: flags=4098<BROADCAST,MULTICAST>  mtu 1500\n        ether 00:0c:29:c2:c8:99  txqueuelen 1000  (Ethernet)\n';
const ipLink =
  '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc mq state UP mode DEFAULT group default qlen 1000\n    link/ether 00:0c:29:c2:c8:63 brd ff:ff:ff:ff:ff:ff\n';

test('the better source speaks first, whatever the order of the files; the others fill in', () => {
  const links = linksFrom({
    'ifconfig -a': ifconfig,
    'ip -s -d link': ipLink,
    '/sys/class/net/eth0/speed': '10000\n',
  });
  expect(links.map(({ name, mtu, qdisc, qlen }) => [name, mtu, qdisc, qlen])).toEqual([
    ['eth0', 1500, 'mq', 1000],
    ['eth9', 1500, undefined, 1000],
  ]);
  expect(links[0]?.flags).toContain('LOWER_UP');
  expect(links[0]?.attributes.get('speed')?.value).toBe('10000');
});

test('/sys/class/net alone: flags by their bits, state in capitals, counters left to the samples', () => {
  const [link] = linksFrom({
    '/sys/class/net/eth0/flags': '0x1103\n',
    '/sys/class/net/eth0/operstate': 'down\n',
    '/sys/class/net/eth0/mtu': '9000\n',
    '/sys/class/net/eth0/statistics/rx_dropped': '4\n',
  });
  expect(link).toMatchObject({
    name: 'eth0',
    flags: ['UP', 'BROADCAST', 'PROMISC', 'MULTICAST'],
    operstate: 'DOWN',
    mtu: 9000,
  });
  expect([...(link?.attributes.keys() ?? [])]).toEqual(['flags', 'operstate', 'mtu']);
});
