import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { citeCounter, concludeLoss, movementOf } from './grade.ts';
import { changeApplication } from './remedy.ts';

export default defineCause({
  id: 'udp-oversize-datagram',
  layer: 'udp',
  per: 'netns',
  needs: [
    ['Ip.ReasmFails', 'Ip6.ReasmFails'],
    ['Udp.InDatagrams', 'Udp6.InDatagrams'],
  ],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'udp-rcvbuf-full',
  texts: {
    title: 'UDP datagrams larger than the MTU',
    why:
      'A datagram that does not fit the MTU travels in fragments, and all of it is lost when one fragment is: with five ' +
      'fragments a loss of 1 % on the way becomes 5 %. Many firewalls and cloud networks drop fragments altogether. TCP ' +
      'avoids fragments, so fragments on a host with UDP traffic are nearly always its datagrams.',
    problem:
      '{n} fragmented datagrams could not be put together[[ in {seconds:duration}]][[ ({rate:rate})]], and {requests} fragments arrived beside {datagrams} UDP datagrams: send smaller ones',
    suspect:
      '{n} fragmented datagrams could not be put together since boot[[ ({rate:rate} on average)]], of {requests} fragments beside {datagrams} UDP datagrams: send smaller ones',
    past: '{n} fragmented datagrams could not be put together since boot, none in the {flat:duration} between the captures',
    ok: 'every fragmented datagram was put together, or none arrived',
    'send-smaller':
      'Let the sender keep each datagram within the path MTU: at most MTU - 28 bytes of payload with IPv4 (DNS: an EDNS size of 1232)',
    capture: 'See the fragments and who sends them: tcpdump -nn "ip[6:2] & 0x3fff != 0"',
  },
  references: ['RFC 8900', 'RFC 1122 section 3.3.2', 'net/ipv4/ip_fragment.c'],

  evaluate(context, say) {
    const movement = movementOf([context.counter('Ip.ReasmFails'), context.counter('Ip6.ReasmFails')]);
    const [requests, datagrams] = [context.counter('Ip.ReasmReqds'), context.counter('Udp.InDatagrams')];
    if (!movement)
      return {
        verdict: 'unknown',
        summary: { id: 'common/no-such-counter', args: { counter: 'Ip.ReasmFails' } },
      };
    const loss = concludeLoss(movement, say);
    if (loss.verdict === 'ok' || loss.verdict === 'past') return { ...loss, claims: [] };
    const rising = loss.verdict === 'problem';
    const amount = (delta: typeof requests) =>
      delta ? (rising ? delta.increase : delta.latest.value) : undefined;
    const args = { ...movement.args, requests: amount(requests) ?? '?', datagrams: amount(datagrams) ?? '?' };
    return {
      ...loss,
      severity: 'low',
      certainty: 'possible',
      summary: say(loss.verdict, args),
      evidence: [
        ...loss.evidence,
        ...[requests, datagrams].flatMap((delta) => (delta ? [citeCounter(delta)] : [])),
      ],
      claims: [],
      remedies: [
        changeApplication(say('send-smaller'), [
          inNamespace(context.netns, 'nstat -az IpReasmFails IpReasmReqds'),
        ]),
      ],
      confirm: [say('capture')],
      consequenceOf: ['ip-reassembly-failure', 'pmtu-blackhole', 'frag-needed-local'],
    };
  },
});
