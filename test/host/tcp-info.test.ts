import { expect, test } from 'vitest';
import { contextOf } from '../../src/analyze/context.ts';
import { parseCaptures } from '../../src/analyze/parse.ts';
import { agreementOn, connectionsOf, infoNumber, leadersIn } from '../../src/host/tcp-info.ts';
import { captured } from '../parsers/captured.ts';

function contextFrom(files: Record<string, string>) {
  const capture = {
    label: '1',
    host: {},
    files: Object.entries(files).map(([origin, text]) => captured(origin, text)),
    absences: [],
  };
  return contextOf({ facts: parseCaptures([capture]), deltas: [], captures: 1, focus: {} }, '');
}

const rows =
  'State Recv-Q Send-Q Local Address:Port Peer Address:Port\n' +
  'LISTEN 0 128 0.0.0.0:80 0.0.0.0:*\n\t cubic cwnd:10 reord_seen:9\n' +
  'ESTAB 0 0 127.0.0.1:40 127.0.0.1:41\n\t cubic rto:204 rtt:0.02/0.01 reord_seen:9\n' +
  'ESTAB 0 0 192.0.2.1:80 192.0.2.8:1001\n\t cubic rto:204 rtt:22.64/0.985 reord_seen:3\n' +
  'ESTAB 0 0 192.0.2.1:80 192.0.2.9:1002\n\t cubic rto:204 rtt:x reord_seen:192\n' +
  'ESTAB 0 0 192.0.2.1:80 192.0.2.9:1003\n\t cubic rto:204 rtt:1\n' +
  'FIN-WAIT-1 0 1 192.0.2.1:80 192.0.2.9:1004\n\t cubic reord_seen:9\n';

test('connections with other hosts, with their numbers', () => {
  const context = contextFrom({ 'ss -tani': rows });
  expect(connectionsOf(context).map((socket) => infoNumber(socket, 'rtt'))).toEqual([22.64, undefined, 1]);
  expect(leadersIn(context, 'reord_seen').map(({ peer, n }) => [peer, n])).toEqual([
    ['192.0.2.9:1002', 192],
    ['192.0.2.8:1001', 3],
  ]);
});

test('without -i nothing is known of a connection', () => {
  expect(
    connectionsOf(contextFrom({ 'ss -tane': rows.replaceAll(/\t.*\n/g, '\t ino:7 sk:1 <->\n') })),
  ).toEqual([]);
  const bare = rows.replaceAll(/\t.*\n/g, '');
  expect(connectionsOf(contextFrom({ 'ss -tan': bare }))).toEqual([]);
});

const ten = (details: string) =>
  Array.from(
    { length: 10 },
    (_, i) => `ESTAB 0 0 192.0.2.1:80 192.0.2.${8 + (i % 2)}:${1000 + i}\n\t ${details} cwnd:10\n`,
  ).join('');

test('what connections agreed on; without -o or -e nothing is known of sack and ts', () => {
  const agreed = (command: string, text: string, option: 'sack' | 'ts' | 'wscale') => {
    const found = agreementOn(contextFrom({ [command]: text }), option);
    return found && [found.n, found.all, found.peers, found.refused];
  };
  expect(agreed('ss -tanoi', ten('ts sack cubic wscale:7,7'), 'sack')).toEqual([10, 10, 2, false]);
  expect(agreed('ss -tanei', ten('ts cubic'), 'sack')).toEqual([0, 10, 2, true]);
  expect(agreed('ss -tani', ten('cubic'), 'sack')).toBeUndefined();
  expect(agreed('ss -tani', ten('cubic'), 'wscale')).toEqual([0, 10, 2, true]);
  expect(agreed('ss -tani', ten('cubic').replaceAll('.9:', '.8:'), 'wscale')).toEqual([0, 10, 1, false]);
  expect(agreed('ss -tani', ten('cubic').replace(/^.*\n.*\n/, ''), 'wscale')).toEqual([0, 9, 2, false]);
  expect(agreed('ss -tanoi', rows, 'ts')).toEqual([0, 3, 2, false]);
});
