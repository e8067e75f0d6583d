import { inNamespace } from '../host/shell.ts';
import { earlierServices } from '../host/sockets.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'udp-no-listener',
  layer: 'udp',
  per: 'netns',
  needs: [['Udp.NoPorts', 'Udp6.NoPorts']],
  verdicts: ['problem', 'past', 'ok'],
  lookAlike: 'udp-rcvbuf-full',
  texts: {
    title: 'UDP datagrams to a port without a listener',
    why:
      'A datagram came for a port on which no socket of this namespace waits; the kernel answers with the ICMP error ' +
      '"port unreachable". Late answers of a DNS server to a socket that is closed already, discovery broadcasts and port ' +
      'scans end here on every host. It is a fault only when a service should listen there: not started, restarting, or ' +
      'bound to another address.',
    problem:
      '{n} datagrams came for ports without a listener[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all datagrams]]',
    suspect: '{n} datagrams came for ports without a listener since boot: told, not a fault by itself',
    past: '{n} datagrams came for ports without a listener since boot, none in the {flat:duration} between the captures',
    ok: 'hardly a datagram came for a port without a listener[[: {n}]]',
    'start-it': 'If a service is expected: start it, or correct the address that it is bound to',
    'which-port':
      'Which port: tcpdump -nn -v "icmp[0] = 3 and icmp[1] = 3" shows the refusal with the refused datagram in it.',
    'not-buffer': 'No receive buffer is involved: larger buffers change nothing.',
  },
  references: ['net/ipv4/udp.c: __udp4_lib_rcv', 'RFC 1122 section 4.1.3.1'],

  evaluate(context, say) {
    const bad = ['Udp.NoPorts', 'Udp6.NoPorts'] as const;
    const told = concludeCounted(context, say, {
      bad,
      seen: ['Udp.InDatagrams', 'Udp6.InDatagrams'],
      atMost: 'low',
      few: 10n,
    });
    if (!told) return nothingPrinted('Udp.NoPorts');
    const { verdict, movement, evidence, claims } = told;
    // Scans and late answers are a trickle; a stopped service is most of what arrives.
    const loud = verdict === 'problem' && movement.n >= 10n && (movement.share ?? 0) >= 0.1;
    if (!loud)
      return {
        verdict: verdict === 'past' ? 'past' : 'ok',
        summary: say(movement.verdict === 'problem' ? 'ok' : movement.verdict, movement.args),
        evidence,
        claims,
      };
    const commands = [inNamespace(context.netns, 'ss -lunp')];
    return {
      ...told,
      certainty: 'possible',
      remedies: [investigate(say('start-it'), commands, 'application-owner', commands)],
      ruledOut: [say('not-buffer')],
      confirm: [say('which-port')],
      consequenceOf: earlierServices(context).gone.some(({ protocol }) => protocol === 'udp')
        ? ['service-not-running']
        : [],
    };
  },
});
