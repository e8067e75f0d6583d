import { inNamespace } from '../host/shell.ts';
import type { Delta } from '../model.ts';
import { defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import { citeCounter, claim, verdictOf } from './grade.ts';

export default defineCause({
  id: 'tcp-in-errors',
  layer: 'tcp',
  per: 'netns',
  needs: ['Tcp.InErrs'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'tcp-checksum',
  texts: {
    title: 'Bad TCP segments',
    why:
      'InErrs counts TCP segments that are dropped as malformed: a wrong checksum (counted in InCsumErrors too), a ' +
      'header that is too short, or a SYN whose checksum option does not fit. What is left after the wrong checksums ' +
      'are taken off has a broken header: a scanner, or a middlebox that cuts segments.',
    problem: '{n} TCP segments were malformed[[ in {seconds:duration}]], wrong checksums not counted',
    suspect: '{n} TCP segments were malformed since boot, wrong checksums not counted; when is unknown',
    past: '{n} TCP segments were malformed since boot, none in the {flat:duration} between the captures',
    ok: 'no malformed TCP segment[[ other than {checksum} with a wrong checksum]]',
    capture: 'See what arrives: the sender and the flags tell a scanner from a middlebox',
  },
  references: ['net/ipv4/tcp_ipv4.c: tcp_v4_rcv'],

  evaluate({ counter, netns }, say) {
    const [errors, checksums] = [counter('Tcp.InErrs'), counter('Tcp.InCsumErrors')];
    if (!errors) return nothingPrinted('Tcp.InErrs');
    const verdict = verdictOf(errors);
    const amount = (delta: Delta) => (verdict === 'problem' ? delta.increase : delta.latest.value);
    const same = checksums ? amount(checksums) : 0n;
    const n = amount(errors) - same;
    const evidence = [citeCounter(errors), ...(checksums ? [citeCounter(checksums)] : [])];
    if (n <= 0n) {
      return { verdict: 'ok', summary: say('ok', { checksum: same > 0n ? same : undefined }), evidence };
    }
    const window = verdict === 'problem' ? { seconds: errors.seconds } : { flat: errors.seconds };
    return {
      verdict,
      severity: verdict === 'past' ? 'info' : 'low',
      summary: say(verdict, { n, ...window }),
      evidence,
      claims: [claim(errors)],
      remedies: [
        {
          when: 'investigate',
          what: say('capture'),
          commands: [inNamespace(netns, 'tcpdump -nnvv -c 200 tcp')],
          verify: [inNamespace(netns, 'nstat -az TcpInErrs TcpInCsumErrors')],
          undo: [],
          risk: 'none',
          who: 'network',
        },
      ],
      consequenceOf: ['tcp-checksum'],
    };
  },
});
