import { inNamespace } from '../host/shell.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'embryonic-resets',
  layer: 'tcp-listen',
  per: 'netns',
  needs: ['TcpExt.EmbryonicRsts'],
  verdicts: ['problem', 'past', 'ok'],
  lookAlike: 'syn-flood',
  texts: {
    title: 'Handshakes reset half-way',
    why:
      'A client sent a SYN, got the SYN-ACK of a listener here, and answered with a reset instead of the last ACK: it does ' +
      'not want the connection. Port scanners and "half-open" health checks of load balancers do so on purpose; hosts whose ' +
      'address somebody else forged do so because they never asked. Every host on the Internet has some. When most ' +
      'handshakes end like that, something asks for connections that nobody uses, or a device between client and server ' +
      'interferes.',
    problem:
      '{n} handshakes were reset by the client half-way[[ in {seconds:duration}]][[ ({rate:rate})]], {share:percent} of all that clients began',
    past: '{n} handshakes were reset by the client half-way since boot, none in the {flat:duration} between the captures',
    ok: 'few handshakes are reset by the client half-way[[: {n}]]',
    'see-sources':
      'See where they come from: one address is a health check or a scanner, many are a scan from everywhere, or answers of hosts whose addresses were forged',
    harmless:
      'No connection that a program used is lost by this, and no queue fills: the half-open connection is removed at once.',
  },
  references: ['net/ipv4/tcp_minisocks.c: tcp_check_req', 'RFC 9293, section 3.10.7.4'],

  evaluate(context, say) {
    const told = concludeCounted(context, (id, args) => say(id === 'suspect' ? 'ok' : id, args), {
      bad: ['TcpExt.EmbryonicRsts'],
      seen: ['Tcp.PassiveOpens'],
      atMost: 'low',
    });
    if (!told) return nothingPrinted('TcpExt.EmbryonicRsts');
    const { verdict, movement, evidence, claims } = told;
    const { n, rate = 0, share = 0, args } = movement;
    if (verdict !== 'problem' || n < 10n || rate < 1 || share < 0.5) {
      const quiet = verdict === 'past' ? 'past' : 'ok';
      return { verdict: quiet, summary: say(quiet, args), evidence, claims };
    }
    const look =
      "tcpdump -nn -c 50 'tcp[13] & 4 != 0 and tcp[13] & 16 = 0 or ip6[6] = 6 and ip6[53] & 4 != 0 and ip6[53] & 16 = 0'";
    const verify = [inNamespace(context.netns, 'nstat -az TcpExtEmbryonicRsts TcpPassiveOpens')];
    return {
      ...told,
      severity: 'low',
      certainty: 'possible',
      evidence: [...evidence, ...citeSetting(context.setting('net.ipv4.tcp_abort_on_overflow'))],
      remedies: [investigate(say('see-sources'), [inNamespace(context.netns, look)], 'network', verify)],
      confirm: [say('harmless')],
      // The kernel's own resets of an overflow are counted here as well.
      consequenceOf: ['listen-abort-on-overflow', 'syn-flood'],
    };
  },
});
