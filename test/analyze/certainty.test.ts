import { expect, test } from 'vitest';
import { analyze } from '../../src/analyze.ts';
import { catalogue } from '../../src/causes/index.ts';
import { readFixture } from '../causes/fixture.ts';

/** By hand: receive errors since boot that rise no more (a window too short to tell), and listen overflows that rise or not. */
const fixture = (overflows: number) => `=== both: problem
apart 2
--- 1/proc/net/snmp
Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors
Udp: 100000 0 2000 0 2000 0
--- 2/proc/net/snmp
Udp: InDatagrams NoPorts InErrors OutDatagrams RcvbufErrors SndbufErrors
Udp: 100000 0 2000 0 2000 0
--- 1/proc/net/netstat
TcpExt: ListenOverflows ListenDrops
TcpExt: 0 0
--- 2/proc/net/netstat
TcpExt: ListenOverflows ListenDrops
TcpExt: ${overflows} ${overflows}
`;

const buffer = (overflows: number) => {
  const bundles = readFixture(fixture(overflows)).map(({ bundle }) => bundle);
  const { findings } = analyze(bundles, catalogue, { version: 'test', now: 0 });
  const { verdict, certainty } = findings.find(({ cause }) => cause === 'udp-rcvbuf-full') ?? {};
  return { verdict, certainty };
};

test('what happened at an unknown time is certain where nothing else is proven, and likely where something is', () => {
  expect(buffer(0)).toEqual({ verdict: 'suspect', certainty: 'certain' });
  expect(buffer(5000)).toEqual({ verdict: 'suspect', certainty: 'likely' });
});
