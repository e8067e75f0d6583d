import { inNamespace } from '../host/shell.ts';
import type { Context } from './cause.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import type { Movement } from './grade.ts';
import { citeCounter, meanwhile } from './grade.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'host-queue-stall',
  layer: 'qdisc',
  per: 'netns',
  needs: ['TcpExt.TCPSpuriousRtxHostQueues'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'qdisc-drops',
  texts: {
    title: 'Packets wait so long on this host that TCP wants to send them again',
    why:
      'A retransmission was due, but the first copy of the segment had not even left: it still waited in a queue of ' +
      'this host, the queueing discipline or the ring of the driver. The kernel sends no second copy then. Nothing is ' +
      'lost and the path is not to blame: this host sends more than its device takes, the device was stopped (pause ' +
      'frames, a hang, a busy hypervisor), or a shaper or a pacing rate holds packets back.',
    problem:
      '{n} segments waited on this host until TCP wanted to send them again[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the segments sent]]',
    suspect:
      '{n} segments waited on this host until TCP wanted to send them again since boot[[, {share:percent} of the segments sent]]; when is unknown[[: none in the {flat:duration} between the captures, too short to tell]]',
    past: '{n} segments waited on this host until TCP wanted to send them again since boot, none in the {flat:duration} between the captures',
    ok: 'no retransmission was due while the first copy still waited on this host',
    few: 'hardly a segment waits on this host for long: {n}[[, {share:percent} of the segments sent]]',
    waiting: '{n} packets wait to be sent at the moment of the capture',
    look: 'See where they wait: the backlog of the queueing discipline, the rate of a shaper, and whether the driver stops its queue',
  },
  references: ['net/ipv4/tcp_output.c: skb_still_in_host_queue', 'include/linux/skbuff.h: skb_fclone_busy'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.TCPSpuriousRtxHostQueues'],
      seen: ['Tcp.OutSegs'],
      atMost: 'medium',
    });
    if (!told) return nothingPrinted('TcpExt.TCPSpuriousRtxHostQueues');
    if (told.verdict === 'ok' || told.verdict === 'past') return told;
    const { n, share, args } = told.movement;
    // The probe for a lost tail may be due after 10 ms: every busy card keeps a packet that long now and then.
    if (n < 10n || (share !== undefined && share < 0.0001))
      return { ...told, verdict: 'ok', severity: 'info', summary: say('few', args) };
    const commands = ['tc -s -d qdisc', 'ip -s -d link', 'ss -tinm'];
    return {
      ...told,
      evidence: [
        ...told.evidence,
        ...context
          .counters('qdisc.backlog_packets')
          .filter(({ latest }) => latest.value > 0n)
          .slice(0, 4)
          .map((queue) => ({ ...citeCounter(queue), meaning: say('waiting', { n: queue.latest.value }) })),
      ],
      remedies: [
        investigate(
          say('look'),
          commands.map((command) => inNamespace(context.netns, command)),
          'admin',
          [inNamespace(context.netns, 'nstat -az TcpExtTCPSpuriousRtxHostQueues')],
        ),
      ],
      consequenceOf: [
        'soft-lockup',
        'nic-hang-reset',
        'link-flap',
        'tx-queue-stopped',
        'pause-frames',
        'tc-shaping',
        'qdisc-drops',
        'steal-time',
        'instance-bandwidth-pps-limit',
        ...(ofFailedConnects(context, told.movement) ? ['neighbour-unresolved'] : []),
      ],
    };
  },
});

/**
 * A SYN to a neighbour whose MAC address is not known waits for it: the kernel asks for three seconds, in which the SYN is
 * due again up to three times, and then lets connect() fail. Segments beyond that wait for something else.
 */
const ofFailedConnects = (context: Context, movement: Movement) =>
  meanwhile(movement, context.counter('Tcp.AttemptFails')) * 3n >= movement.n;
