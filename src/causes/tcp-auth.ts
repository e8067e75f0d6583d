import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';

export default defineCause({
  id: 'tcp-auth',
  layer: 'tcp',
  per: 'netns',
  needs: [['TcpExt.TCPMD5NotFound', 'TcpExt.TCPMD5Unexpected', 'TcpExt.TCPMD5Failure']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'tcp-checksum',
  texts: {
    title: 'TCP authentication does not match (MD5, TCP-AO)',
    why:
      'Both ends of an authenticated connection (BGP, LDP) must be given the same key. When one end signs its segments ' +
      'and the other does not expect it, or the keys differ, the kernel drops every segment without an answer: the ' +
      'session never comes up, and looks as if a firewall were in the way.',
    problem: '{n} segments failed TCP authentication[[ in {seconds:duration}]][[ ({rate:rate})]]',
    suspect:
      '{n} segments failed TCP authentication since boot[[ ({rate:rate} on average)]]; when is unknown',
    past: '{n} segments failed TCP authentication since boot, none in the {flat:duration} between the captures',
    ok: 'no segment failed TCP authentication',
    keys: 'Compare the keys of both ends: NotFound means that the peer does not sign, Unexpected that this end has no key, Failure that the keys differ',
  },
  references: ['net/ipv4/tcp_ipv4.c: tcp_inbound_md5_hash', 'RFC 2385', 'RFC 5925'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: [
        'TcpExt.TCPMD5NotFound',
        'TcpExt.TCPMD5Unexpected',
        'TcpExt.TCPMD5Failure',
        'TcpExt.TCPAORequired',
        'TcpExt.TCPAOBad',
        'TcpExt.TCPAOKeyNotFound',
      ],
      perConnection: true,
    });
    if (!told) return nothingPrinted('TcpExt.TCPMD5NotFound');
    if (told.verdict === 'ok') return told;
    return {
      ...told,
      remedies: [
        {
          when: 'investigate',
          what: say('keys'),
          commands: ['dmesg | grep -E "MD5|TCP-AO"', 'ss -tnp state syn-sent'].map((command) =>
            inNamespace(context.netns, command),
          ),
          verify: [inNamespace(context.netns, 'nstat -az | grep -E "TCPMD5|TCPAO"')],
          undo: [],
          risk: 'none',
          who: 'network',
        },
      ],
    };
  },
});
