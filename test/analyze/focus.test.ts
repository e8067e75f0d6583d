import { describe, expect, test } from 'vitest';
import { inFocus } from '../../src/analyze/focus.ts';
import type { Focus } from '../../src/causes/cause.ts';
import { catalogue } from '../../src/causes/index.ts';
import type { Finding, Instance, Verdict } from '../../src/model.ts';

const message = { id: 'common/setting-is', args: {} };

const instance = (subject: string, excerpt = ''): Instance => ({
  subject,
  scope: {},
  verdict: 'problem',
  severity: 'high',
  summary: message,
  evidence: [{ path: 'p', line: 1, excerpt, meaning: message }],
});

const finding = (
  cause: string,
  verdict: Verdict,
  instances: Instance[] = [],
  consequenceOf?: string,
): Finding => ({
  cause,
  verdict,
  severity: 'high',
  certainty: 'certain',
  summary: message,
  evidence: [],
  instances,
  claims: [],
  remedies: [],
  ruledOut: [],
  confirm: [],
  ...(consequenceOf === undefined ? {} : { consequenceOf }),
});

describe('focus', () => {
  const findings = [
    finding('qdisc-drops', 'problem', [instance('eth0')]),
    finding('accept-queue-overflow', 'problem', [instance('0.0.0.0:8080 (a)'), instance('0.0.0.0:443 (b)')]),
    finding('udp-rcvbuf-full', 'suspect', [instance('0.0.0.0:5300')]),
    finding('firewall-drop-rule', 'suspect', [instance('iptables filter INPUT: -p tcp --dport 443 -j DROP')]),
    finding('rto-timeouts', 'problem', [], 'qdisc-drops'),
  ];
  const causes = (focus: Focus) => inFocus(findings, focus, catalogue).map(({ cause }) => cause);

  test('without one, the order stays', () => {
    expect(inFocus(findings, {}, catalogue)).toEqual(findings);
  });

  test('a port brings its findings and instances to the front of their verdict, never across verdicts', () => {
    expect(causes({ port: 443 })).toEqual([
      'accept-queue-overflow',
      'qdisc-drops',
      'firewall-drop-rule',
      'udp-rcvbuf-full',
      'rto-timeouts',
    ]);
    expect(inFocus(findings, { port: 443 }, catalogue)[0]?.instances.map(({ subject }) => subject)).toEqual([
      '0.0.0.0:443 (b)',
      '0.0.0.0:8080 (a)',
    ]);
  });

  test('4430 and 44 are not port 443', () => {
    const other = [
      finding('qdisc-drops', 'problem'),
      finding('accept-queue-overflow', 'problem', [instance('0.0.0.0:4430'), instance('0.0.0.0:44')]),
    ];
    expect(inFocus(other, { port: 443 }, catalogue)[0]?.cause).toBe('qdisc-drops');
  });

  test('a protocol brings its layers, a peer the lines that name it', () => {
    expect(causes({ proto: 'udp' }).slice(2, 4)).toEqual(['udp-rcvbuf-full', 'firewall-drop-rule']);
    const peers = [
      finding('qdisc-drops', 'problem', [instance('eth0', '10.0.0.12')]),
      finding('zero-window', 'problem', [instance('x', 'ESTAB 10.0.0.1:80')]),
    ];
    expect(inFocus(peers, { peerAddress: '10.0.0.1' }, catalogue)[0]?.cause).toBe('zero-window');
  });
});
