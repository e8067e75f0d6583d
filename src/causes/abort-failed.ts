import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'abort-failed',
  layer: 'tcp',
  per: 'netns',
  needs: ['TcpExt.TCPAbortFailed'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'abort-on-data-close',
  texts: {
    title: 'Resets could not be sent',
    why:
      'This host wanted to end connections with a reset, and the reset never left: there was no memory for it ("unable to ' +
      'send RST due to no memory" in netstat -s), or, more often, the way out refused it: a rule of the packet filter in ' +
      'OUTPUT, no route any more, a full transmit queue. A reset is sent once and never again. The peer does not learn ' +
      'that the connection is gone, keeps it open, and hangs until its own timers or keepalives end it.',
    problem:
      '{n} resets could not be sent[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of all]]: the peers keep dead connections open',
    suspect: '{n} resets could not be sent since boot[[, {share:percent} of all]]; when is unknown',
    past: '{n} resets could not be sent since boot, none in the {flat:duration} between the captures',
    ok: 'every reset could be sent',
    way: 'Find what stops them on the way out: a rule in OUTPUT that drops resets or what conntrack calls invalid, a route that is gone, a full queue',
    memory: 'Memory is the reason only when the log tells of it, or TCPAbortOnMemory rises as well.',
  },
  references: ['net/ipv4/tcp_output.c: tcp_send_active_reset'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['TcpExt.TCPAbortFailed'],
      seen: ['Tcp.OutRsts'],
      within: true,
      atMost: 'medium',
    });
    if (!told) return nothingPrinted('TcpExt.TCPAbortFailed');
    if (told.verdict === 'ok') return told;
    const commands = ['iptables-save -c', 'ip6tables-save -c', 'nft list ruleset', 'ip route', 'tc -s qdisc'];
    return {
      ...told,
      remedies: [
        investigate(
          say('way'),
          commands.map((command) => inNamespace(context.netns, command)),
          'admin',
          [inNamespace(context.netns, 'nstat -az TcpExtTCPAbortFailed TcpOutRsts')],
        ),
      ],
      confirm: [say('memory')],
      consequenceOf: [
        'firewall-drop-rule',
        'firewall-policy-drop',
        'conntrack-table-full',
        'no-route',
        'device-down',
        'qdisc-drops',
        'ip-out-discards',
        'xfrm-drops',
        'tcp-mem-pressure',
      ],
    };
  },
});
