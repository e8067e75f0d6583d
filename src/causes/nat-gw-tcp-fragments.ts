import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { Evidence, Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, citeSetting, movementOf } from './grade.ts';

const texts = {
  title: 'TCP in IP fragments, which NAT gateways drop',
  why:
    'Some managed NAT gateways drop IP fragments of TCP and ICMP. TCP does not fragment by itself: it keeps to the path ' +
    'MTU. Where path MTU discovery is switched off, or a router on the way cuts the packets, small exchanges work and ' +
    'large answers never arrive; clients that do not pass the gateway see no fault.',
  captured: '{n} fragments of TCP from {source} on the wire: gateways that drop fragments lose them',
  'sends-them':
    'this host cut {n} packets into fragments[[ in {seconds:duration}]], and path MTU discovery is off: TCP is among them',
  ok: 'no sign of TCP in fragments',
  discover: 'Switch path MTU discovery on again',
  clamp: 'Limit the segment size to the path: clamp the MSS on the router in between, or on this host',
  'new-only': 'Concerns new connections only.',
  'test-right':
    'The test: from a host with a public address, not from behind the gateway, fetch a large answer and watch: tcpdump -nn "ip[6:2] & 0x3fff != 0 and tcp". ping with large packets through such a gateway fails by design and proves nothing.',
};

export default defineCause({
  id: 'nat-gw-tcp-fragments',
  layer: 'far-side',
  per: 'netns',
  needs: [['Ip.FragCreates', 'packetCapture']],
  verdicts: ['suspect', 'ok'],
  lookAlike: 'pmtu-blackhole',
  texts,
  references: ['RFC 8900', 'https://docs.kernel.org/networking/ip-sysctl.html (ip_no_pmtu_disc)'],

  evaluate(context, say) {
    const captured = capturedFragments(context, say);
    const made = movementOf([context.counter('Ip.FragCreates')]);
    const undiscovered = (numberOf(context, 'net.ipv4.ip_no_pmtu_disc') ?? 0) > 0;
    const sends = made !== undefined && made.n > 0n && made.verdict !== 'past' && undiscovered;
    const first = captured[0];
    if (!first && !sends)
      return { verdict: 'ok', summary: say('ok'), evidence: made ? made.deltas.map(citeCounter) : [] };
    return {
      verdict: 'suspect',
      severity: first ? 'medium' : 'low',
      certainty: first ? 'likely' : 'possible',
      summary: first?.meaning ?? say('sends-them', made?.args ?? {}),
      evidence: [
        ...captured,
        ...(sends ? made.deltas.map(citeCounter) : []),
        ...citeSetting(context.setting('net.ipv4.ip_no_pmtu_disc')),
      ],
      remedies: remediesOf(context, undiscovered, say),
      confirm: [say('test-right')],
      consequenceOf: ['pmtu-blackhole'],
    };
  },
});

function capturedFragments(context: Context, say: Say<typeof texts>): Evidence[] {
  return context
    .all('packetCapture')
    .flatMap(({ value }) =>
      [...value.sources].flatMap(([source, { tcpFragments: n, fragment }]) =>
        fragment ? [cite(fragment, say('captured', { n, source }))] : [],
      ),
    );
}

function remediesOf(context: Context, undiscovered: boolean, say: Say<typeof texts>): Remedy[] {
  const inside = (command: string) => inNamespace(context.netns, command);
  const rule = '-p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu';
  const verify = [inside('nstat -az IpFragCreates')];
  return [
    ...(undiscovered
      ? changeSetting(context, { key: 'net.ipv4.ip_no_pmtu_disc', to: 0, what: say('discover'), verify })
      : []),
    {
      when: 'now',
      what: say('clamp'),
      commands: [inside(`iptables -t mangle -A POSTROUTING ${rule}`)],
      verify,
      undo: [inside(`iptables -t mangle -D POSTROUTING ${rule}`)],
      sideEffects: say('new-only'),
      risk: 'none',
      who: 'network',
    },
  ];
}
