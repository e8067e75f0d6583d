import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';

export default defineCause({
  id: 'syn-to-time-wait-reuse',
  layer: 'tcp-listen',
  per: 'netns',
  needs: [['TcpExt.PAWSTimewait', 'TcpExt.TCPACKSkippedTimeWait']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'tw-recycle-nat',
  texts: {
    title: 'New connection hits an old one in TIME_WAIT',
    why:
      'The side that closes a connection keeps it for 60 seconds in TIME_WAIT. A SYN from the same address and port in ' +
      'that time is accepted only when its timestamp (or sequence number) is newer. Behind a NAT gateway several ' +
      'clients share addresses and ports but not their clocks: a client that is given a port which another used a ' +
      'moment ago sends an older timestamp. The kernel then answers with an ACK of the old connection instead of a ' +
      'SYN-ACK, or not at all, and the client retries until the minute is over.',
    problem:
      '{n} segments for sockets in TIME_WAIT were rejected[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the connection attempts]]',
    suspect:
      '{n} segments for sockets in TIME_WAIT were rejected since boot[[ ({rate:rate} on average)]]; when is unknown',
    past: '{n} segments for sockets in TIME_WAIT were rejected since boot, none in the {flat:duration} between the captures',
    ok: 'no segment was rejected by a socket in TIME_WAIT',
    gateway:
      'Let the NAT gateway wait longer than 60 s before it gives a port to another client, or use more addresses there',
    client: 'Let the client close the connection: TIME_WAIT then stays on its side',
    'not-off': 'Do not turn timestamps off: they protect from old data, and tcp_tw_reuse needs them.',
  },
  references: ['net/ipv4/tcp_minisocks.c: tcp_timewait_state_process', 'RFC 6191', 'RFC 7323'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.PAWSTimewait', 'TcpExt.TCPACKSkippedTimeWait'],
      seen: ['Tcp.PassiveOpens'],
      few: 3n,
      atMost: 'medium',
    });
    if (!told) return nothingPrinted('TcpExt.PAWSTimewait');
    if (told.verdict === 'ok') return told;
    const verify = [inNamespace(context.netns, 'nstat -az TcpExtPAWSTimewait TcpExtTCPACKSkippedTimeWait')];
    const about = { commands: [], verify, undo: [], risk: 'none' as const };
    return {
      ...told,
      certainty: 'likely',
      remedies: [
        { when: 'persist', what: say('gateway'), who: 'network', ...about },
        { when: 'persist', what: say('client'), who: 'application-owner', ...about },
      ],
      confirm: [say('not-off')],
    };
  },
});
