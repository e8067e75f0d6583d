import { atLeast, defineCause } from './cause.ts';
import { nothingPrinted } from './counted.ts';
import { citeCounter, claim, movementOf } from './grade.ts';

export default defineCause({
  id: 'out-of-window-icmp',
  layer: 'tcp',
  per: 'netns',
  needs: [['TcpExt.OutOfWindowIcmps', 'TcpExt.LockDroppedIcmps']],
  verdicts: ['ok'],
  lookAlike: 'icmp-rate-limited',
  texts: {
    title: 'ICMP errors that TCP ignored',
    why:
      'An ICMP error quotes the segment that it is about. TCP believes it only when the sequence number in it lies in ' +
      'what is on its way (OutOfWindowIcmps counts the others): late errors, and forged ones that try to break ' +
      'connections. An error that comes while a program works on the socket is passed over, too (LockDroppedIcmps); ' +
      'the next retransmission brings it again. No packet is dropped, although netstat -s calls it so.',
    ok: 'TCP ignored no ICMP error',
    ignored: 'TCP ignored {n} ICMP errors[[ in {seconds:duration}]] as late, forged or badly timed: harmless',
    'when-stalled':
      'Only where large transfers stall: a device that acknowledges in the place of the peer (WAN optimizer, proxy) ' +
      'makes TCP take a genuine "fragmentation needed" for a forged one. See pmtu-blackhole.',
    'old-kernel':
      'Until Linux 3.5 "fragmentation needed" was passed over as well while the socket was busy: path MTU discovery was late.',
  },
  references: ['net/ipv4/tcp_ipv4.c: tcp_v4_err', 'net/ipv6/tcp_ipv6.c: tcp_v6_err', 'RFC 5927'],

  evaluate(context, say) {
    const movement = movementOf([
      context.counter('TcpExt.OutOfWindowIcmps'),
      context.counter('TcpExt.LockDroppedIcmps'),
    ]);
    if (!movement) return nothingPrinted('TcpExt.OutOfWindowIcmps');
    const { deltas, args, n } = movement;
    const evidence = deltas.map(citeCounter);
    if (n === 0n) return { verdict: 'ok', summary: say('ok'), evidence };
    const early = atLeast(context.kernel, 3, 6) === false;
    return {
      verdict: 'ok',
      summary: say('ignored', args),
      evidence,
      claims: deltas.map(claim),
      confirm: [say('when-stalled'), ...(early ? [say('old-kernel')] : [])],
    };
  },
});
