import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';

export default defineCause({
  id: 'udp-checksum-or-length',
  layer: 'udp',
  per: 'netns',
  needs: [['Udp.InCsumErrors', 'Udp6.InCsumErrors']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'udp-rcvbuf-full',
  texts: {
    title: 'UDP datagrams with a wrong checksum',
    why:
      'The checksum in the datagram does not fit its contents: something on the way changed them, and the kernel drops ' +
      'the datagram without an answer. Links protect their frames with a check of their own, so the damage happened ' +
      'inside a device: a faulty switch, router, card or memory, a tunnel or virtual card that leaves the checksum ' +
      'unfinished, or broken checksum offload.',
    problem:
      '{n} datagrams with a wrong checksum[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]]',
    suspect:
      '{n} datagrams with a wrong checksum since boot[[ ({rate:rate} on average)]][[, {share:percent} of all]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{n} datagrams with a wrong checksum since boot, none in the {flat:duration} between the captures',
    ok: 'no datagram had a wrong checksum',
    locate:
      'Find the device that damages them: from which peers, over which interface, and is it gone with checksum offload switched off on one card?',
    offload: 'Without offload the CPU computes every checksum: for the test only.',
    'sender-side':
      'A capture on the sender shows "bad cksum" on every datagram when the card computes it: that is normal and proves nothing. Capture on the receiver.',
    'no-check':
      'SO_NO_CHECK at the sender leaves the checksum out; it does not make a receiver accept a wrong one.',
  },
  references: ['net/ipv4/udp.c: udp_queue_rcv_one_skb', 'RFC 768'],

  evaluate(context, say) {
    const bad = ['Udp.InCsumErrors', 'Udp6.InCsumErrors'] as const;
    const told = concludeCounted(context, say, { bad, seen: ['Udp.InDatagrams', 'Udp6.InDatagrams'] });
    if (!told) return nothingPrinted('Udp.InCsumErrors');
    if (told.verdict === 'ok') return told;
    const commands = ['nstat -az UdpInCsumErrors', 'tcpdump -nn -vv udp | grep -i "bad udp cksum"'].map((c) =>
      inNamespace(context.netns, c),
    );
    return {
      ...told,
      remedies: [
        {
          when: 'investigate',
          what: say('locate'),
          commands,
          verify: [],
          undo: [],
          sideEffects: say('offload'),
          risk: 'none',
          who: 'network',
        },
      ],
      ruledOut: [say('no-check')],
      confirm: [say('sender-side')],
      consequenceOf: ['offload-checksum-bug', 'crc-errors'],
    };
  },
});
