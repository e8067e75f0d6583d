import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'beyond-window',
  layer: 'tcp',
  per: 'netns',
  needs: ['TcpExt.BeyondWindow'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'zero-window',
  texts: {
    title: 'Data beyond the announced window dropped',
    why:
      'A receiver tells its peer how much it may send. A segment that reaches beyond that is dropped, and the peer has to ' +
      'send it again. Either the peer or a device on the way does not respect the window, or this host took back room ' +
      'that it had announced, because memory ran short or because net.ipv4.tcp_shrink_window lets it.',
    problem:
      '{n} segments beyond the announced window dropped[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]]',
    suspect:
      '{n} segments beyond the announced window dropped since boot[[ ({rate:rate} on average)]][[, {share:percent} of all]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{n} segments beyond the announced window dropped since boot, none in the {flat:duration} between the captures',
    ok: 'no segment came beyond the announced window',
    peers:
      'See which peers send beyond the window: one peer is a broken stack, all of them behind one device is that device (proxy, WAN optimizer, window scaling stripped from the SYN)',
    probes:
      'Kernels of the 6.17 series before the final release counted window probes as well, which lose nothing.',
  },
  references: ['net/ipv4/tcp_input.c: tcp_sequence, tcp_validate_incoming', 'RFC 9293, section 3.10.7.4'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.BeyondWindow'],
      seen: ['Tcp.InSegs'],
      within: true,
      few: 10n,
      atMost: 'medium',
    });
    if (!told) return nothingPrinted('TcpExt.BeyondWindow');
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    const capture = inNamespace(context.netns, "tcpdump -nnv -c 200 'tcp'");
    return {
      ...told,
      evidence: [...told.evidence, ...citeSetting(context.setting('net.ipv4.tcp_shrink_window'))],
      remedies: [
        investigate(say('peers'), [capture], 'network', [
          inNamespace(context.netns, 'nstat -az TcpExtBeyondWindow'),
        ]),
      ],
      confirm: /^6\.17\.0-?rc/.test(context.kernel?.release ?? '') ? [say('probes')] : [],
      consequenceOf: ['tcp-mem-pressure', 'rcvbuf-prune', 'zero-window', 'window-scaling-disabled'],
    };
  },
});
