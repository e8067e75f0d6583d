import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { amountOf } from './grade.ts';

export default defineCause({
  id: 'tcp-checksum',
  layer: 'tcp',
  per: 'netns',
  needs: ['Tcp.InCsumErrors'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'tcp-in-errors',
  texts: {
    title: 'TCP segments arrive damaged',
    why:
      'The TCP checksum of a segment does not match its content: something between the sender and this kernel altered ' +
      'it. The kernel drops the segment without an answer and counts InCsumErrors; the sender retransmits, so the user ' +
      'sees a slow or stalled connection. Ethernet frames carry a checksum of their own, so the damage was done inside ' +
      'a device: the memory of a switch or router, a network card or its offload, a virtual switch, a tunnel.',
    problem:
      '{n} TCP segments arrived with a wrong checksum[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the segments]]',
    suspect:
      '{n} TCP segments arrived with a wrong checksum since boot[[ ({rate:rate} on average)]][[, {share:percent} of the segments]]; when is unknown',
    past: '{n} TCP segments arrived with a wrong checksum since boot, none in the {flat:duration} between the captures',
    ok: 'every TCP checksum was right since boot',
    where: 'Find the device: look which peers and which interface the damaged segments come from',
    offload:
      'To tell the network card from the path: switch its receive checksum offload off for a minute and look again',
    cost: 'Costs CPU while it is off.',
    'sender-side': 'A tcpdump on the sending host shows wrong checksums with offload: that is harmless.',
  },
  references: ['net/ipv4/tcp_ipv4.c: tcp_v4_rcv', 'RFC 9293'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['Tcp.InCsumErrors'],
      seen: ['Tcp.InSegs'],
      within: true,
      few: 3n,
    });
    if (!told) return nothingPrinted('Tcp.InCsumErrors');
    if (told.verdict === 'ok') return told;
    const errors = context.counter('Tcp.InErrs');
    const all =
      errors && amountOf(errors) === told.movement.n ? [{ name: errors.name, scope: errors.scope }] : [];
    const verify = [inNamespace(context.netns, 'nstat -az TcpInCsumErrors')];
    return {
      ...told,
      claims: [...told.claims, ...all],
      remedies: [
        {
          when: 'investigate',
          what: say('where'),
          commands: [inNamespace(context.netns, "tcpdump -nnvv -c 200 tcp | grep -B1 'incorrect'")],
          verify,
          undo: [],
          risk: 'none',
          who: 'network',
        },
        {
          when: 'investigate',
          what: say('offload'),
          commands: [inNamespace(context.netns, 'ethtool -k DEVICE | grep rx-checksumming')],
          verify,
          undo: [],
          sideEffects: say('cost'),
          risk: 'none',
          who: 'admin',
        },
      ],
      confirm: [say('sender-side')],
    };
  },
});
