import { describe, expect, test } from 'vitest';
import type { Cause } from '../../src/causes/cause.ts';
import { catalogue } from '../../src/causes/index.ts';
import minTtl from '../../src/causes/tcp-min-ttl-drop.ts';
import { complaintsOf, gapsOf } from './complaints.ts';
import { readFixture } from './fixture.ts';

const counted = (rows: string) => `${rows}
--- 1/proc/net/netstat
TcpExt: TCPMinTTLDrop
TcpExt: 0
--- 2/proc/net/netstat
TcpExt: TCPMinTTLDrop
TcpExt: 60
`;

/** What a case finds wrong with a cause that stands in the catalogue in the place of the real one. */
function complaints(rows: string, changes: Partial<Cause> = {}) {
  const cause = { ...minTtl, ...changes };
  const all = catalogue.map((other) => (other === minTtl ? cause : other));
  return readFixture(counted(rows)).flatMap((fixture) => complaintsOf(fixture, cause, all));
}

describe('a line that cannot be meant is named, with its file', () => {
  test.each([
    ['=== rising', 'line 1: header has no ": verdict" (problem, suspect, past, risk, ok, unknown)'],
    ['=== rising: problm high', 'line 1: header has no ": verdict"'],
    [
      '=== rising: problem\n--- proc/net/netstat',
      "line 2: a file's path starts with the number of its capture: 1/proc/...",
    ],
  ])('%j', (text, message) => {
    expect(() => readFixture(text, 'mine.txt')).toThrow(`mine.txt ${message}`);
  });
});

describe('a case says what was wanted and what was found', () => {
  test.each([
    ['cites 1/proc/uptime:1', 'cites: wanted 1/proc/uptime:1, found 2/proc/net/netstat:2'],
    ['claims Tcp.InSegs', 'claims: wanted Tcp.InSegs, found TcpExt.TCPMinTTLDrop'],
    [
      'unclaimed TcpExt.TCPMinTTLDrop',
      'unclaimed: wanted no TcpExt.TCPMinTTLDrop, found TcpExt.TCPMinTTLDrop',
    ],
    ['says 61 segments', expect.stringMatching(/^says: wanted 61 segments, found 60 segments dropped/)],
    ['remedy reboot', expect.stringMatching(/^remedy: wanted reboot, found tcpdump /)],
    ['instance problem high eth0', 'instance: wanted problem high eth0, found nothing'],
  ])('%s', (directive, complaint) => {
    expect(complaints(`=== rising: problem high\n${directive}`)).toEqual([complaint]);
  });

  test('a text that is missing is no argument that is missing', () => {
    const { problem: _, ...texts } = minTtl.texts;
    expect(complaints('=== rising: problem', { texts })).toEqual(['text "problem" is missing']);
    const nameless = { ...minTtl.texts, problem: '{size} dropped' };
    expect(complaints('=== rising: problem', { texts: nameless })).toEqual([
      'an argument is missing: {size} dropped',
    ]);
  });

  test('a look-alike that is misspelt', () => {
    const complaint = 'look-alike tcp-auht: there is no such cause';
    expect(complaints('=== look-alike tcp-auht: problem', { lookAlike: 'tcp-auht' })).toEqual([complaint]);
  });
});

test('a fixture lacks verdicts and the look-alike by name', () => {
  const cases = readFixture('=== a: problem\n=== b: suspect\n=== c: risk\n=== d: unknown\n');
  expect(gapsOf(cases, minTtl)).toEqual([
    'no case for: past, ok',
    'a case for what is not among the verdicts: risk',
    'no case is called: look-alike tcp-auth',
  ]);
});
