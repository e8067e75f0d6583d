import { changeSetting } from '../host/settings.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { LocalSocket } from '../host/sockets.ts';
import { socketsOf } from '../host/sockets.ts';
import type { Evidence, Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, citeSetting, movementOf } from './grade.ts';

const texts = {
  title: 'The far server may have tcp_tw_recycle on',
  why:
    'This host is a client: some of its connections to a server hang in SYN_SENT while others to the very same address ' +
    'and port work. One reason is a server (kernel 4.11 or older) with tcp_tw_recycle=1: behind a NAT all clients look ' +
    'like one to it, and it silently drops the SYNs of those whose timestamp is behind. A full accept queue over there ' +
    'looks the same from here, so this is a suspicion with a test, not a finding.',
  suspect:
    '{waiting} connections to {peer} hang in SYN_SENT while {working} to the same address and port work[[; {share:percent} of the attempts were repeated]]',
  'by-capture':
    'a SYN to {peer} went unanswered, with a timestamp below that of an earlier one from this host: what tcp_tw_recycle refuses',
  ok: 'no destination refuses some connections of this host and takes others',
  hangs: 'hangs here',
  works: 'works here',
  'test-it':
    'The test: switch timestamps off on this client for a moment and connect again. When it works at once, the far server has tcp_tw_recycle on. Then switch them on again',
  'for-test':
    'For the test only: all new connections of this host lose protection against old duplicates and exact round-trip times.',
  'ask-owner':
    'On the server: cat /proc/sys/net/ipv4/tcp_tw_recycle; 1 is the fault, and nstat -az TcpExtPAWSPassive counts it. Its owner has to set it to 0.',
  'other-reasons':
    'All clients suffer, and at peaks: the accept queue over there. Many destinations suffer: the ports of the NAT. Every attempt fails: a filter.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'remote-tw-recycle-suspected',
  layer: 'far-side',
  per: 'destination',
  needs: [['sockets', 'packetCapture']],
  verdicts: ['suspect', 'ok'],
  lookAlike: 'ephemeral-port-exhaustion',
  texts,
  references: ['Linux 3.10 net/ipv4/tcp_ipv4.c: tcp_v4_conn_request'],

  evaluate(context, say) {
    const off = context.setting('net.ipv4.tcp_timestamps')?.value === '0';
    const split = off ? [] : splitDestinations(context);
    const refused = off ? [] : refusedInCapture(context, say);
    const [worst] = split;
    if (!worst && refused.length === 0) return { verdict: 'ok', summary: say('ok') };
    const retries = movementOf([context.counter('TcpExt.TCPSynRetrans')], {
      seen: [context.counter('Tcp.ActiveOpens')],
    });
    const about = worst && {
      peer: worst.peer,
      waiting: worst.waiting.length,
      working: worst.working.length,
      share: retries?.share,
    };
    const verify = worst ? [inNamespace(context.netns, sh`ss -tan dst ${worst.address}`)] : [];
    return {
      verdict: 'suspect',
      severity: refused.length > 0 || (retries?.share ?? 0) >= 0.05 ? 'medium' : 'low',
      certainty: refused.length > 0 ? 'likely' : 'possible',
      summary: about ? say('suspect', about) : (refused[0]?.meaning ?? say('ok')),
      evidence: [
        ...refused,
        ...(retries?.deltas.map(citeCounter) ?? []),
        ...citeSetting(context.setting('net.ipv4.tcp_timestamps')),
      ],
      instances: split.map((one) => instanceOf(one, context, say)),
      remedies: changeSetting(context, {
        key: 'net.ipv4.tcp_timestamps',
        to: 0,
        what: say('test-it'),
        sideEffects: say('for-test'),
        risk: 'weakens-protection',
        verify,
      }).filter(({ when }) => when === 'now'),
      ruledOut: [],
      confirm: [say('ask-owner'), say('other-reasons')],
      consequenceOf: [
        'neighbour-unresolved',
        'firewall-drop-rule',
        'conntrack-table-full',
        'ephemeral-port-exhaustion',
      ],
    };
  },
});

interface Split {
  address: string;
  peer: string;
  waiting: LocalSocket[];
  working: LocalSocket[];
}

/** Destinations with at least two hanging attempts and a working connection. */
function splitDestinations(context: Context): Split[] {
  const byPeer = new Map<string, Split>();
  for (const socket of socketsOf(context)) {
    const { protocol, state, peer } = socket;
    if (protocol !== 'tcp' || (state !== 'SYN_SENT' && state !== 'ESTABLISHED')) continue;
    const name = `${peer.address}:${peer.port ?? '?'}`;
    const split = byPeer.get(name) ?? { address: peer.address, peer: name, waiting: [], working: [] };
    (state === 'SYN_SENT' ? split.waiting : split.working).push(socket);
    byPeer.set(name, split);
  }
  return [...byPeer.values()]
    .filter(({ waiting, working }) => waiting.length >= 2 && working.length > 0)
    .sort((a, b) => b.waiting.length - a.waiting.length);
}

/** SYNs that left this host with a timestamp behind an earlier one and got no answer. */
function refusedInCapture(context: Context, say: Speak): Evidence[] {
  const own = new Set(context.all('addresses').flatMap(({ value }) => value.map(({ address }) => address)));
  const attempts = context.all('packetCapture').flatMap(({ value }) => value.attempts);
  return attempts
    .filter(({ source, backwards, answer }) => own.has(source) && backwards && answer === undefined)
    .slice(0, 3)
    .map(({ destination, destinationPort, line }) =>
      cite(line, say('by-capture', { peer: `${destination}:${destinationPort}` })),
    );
}

function instanceOf({ peer, waiting, working }: Split, context: Context, say: Speak): Instance {
  const lines = [
    ...waiting.slice(0, 2).map(({ line }) => cite(line, say('hangs'))),
    ...working.slice(0, 1).map(({ line }) => cite(line, say('works'))),
  ];
  return {
    subject: peer,
    scope: { netns: context.netns },
    verdict: 'suspect',
    severity: 'low',
    summary: say('suspect', { peer, waiting: waiting.length, working: working.length }),
    evidence: lines,
  };
}
