import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { capped, nothingPrinted } from './counted.ts';
import { citeCounter, claim, meanwhile, movementOf } from './grade.ts';

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
      'header that is too short; and SYNs for existing connections (TCPSYNChallenge). What is left after those and the ' +
      'wrong checksums are taken off has a broken header: a scanner, or a middlebox that cuts segments.',
    problem: '{n} TCP segments were malformed[[ in {seconds:duration}]], wrong checksums not counted',
    suspect: '{n} TCP segments were malformed since boot, wrong checksums not counted; when is unknown',
    past: '{n} TCP segments were malformed since boot, none in the {flat:duration} between the captures',
    ok: 'no malformed TCP segment[[ other than {checksum} with a wrong checksum]][[; {syn} SYNs for existing connections are counted as such]]',
    capture: 'See what arrives: the sender and the flags tell a scanner from a middlebox',
  },
  references: ['net/ipv4/tcp_ipv4.c: tcp_v4_rcv'],

  evaluate(context, say) {
    const seen = [context.counter('Tcp.InSegs')];
    const movement = movementOf([context.counter('Tcp.InErrs')], { seen, within: true });
    if (!movement) return nothingPrinted('Tcp.InErrs');
    const others = [context.counter('Tcp.InCsumErrors'), context.counter('TcpExt.TCPSYNChallenge')];
    const [checksum = 0n, syn = 0n] = others.map((delta) => meanwhile(movement, delta));
    const n = movement.n - checksum - syn;
    const evidence = [...movement.deltas, ...others].flatMap((delta) => (delta ? [citeCounter(delta)] : []));
    if (n <= 0n) {
      const args = { checksum: checksum > 0n ? checksum : undefined, syn: syn > 0n ? syn : undefined };
      return { verdict: 'ok', summary: say('ok', args), evidence };
    }
    const { verdict } = movement;
    return {
      verdict,
      severity: verdict === 'problem' ? 'low' : capped(movement.severity, 'low'),
      summary: say(verdict, { ...movement.args, n }),
      evidence,
      claims: movement.deltas.map(claim),
      remedies: [
        {
          when: 'investigate',
          what: say('capture'),
          commands: [inNamespace(context.netns, 'tcpdump -nnvv -c 200 tcp')],
          verify: [inNamespace(context.netns, 'nstat -az TcpInErrs TcpInCsumErrors')],
          undo: [],
          risk: 'none',
          who: 'network',
        },
      ],
      consequenceOf: ['tcp-checksum'],
    };
  },
});
