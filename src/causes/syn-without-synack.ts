import { inNamespace } from '../host/shell.ts';
import { listenersOf } from '../host/sockets.ts';
import type { Instance } from '../model.ts';
import type { SynAttempt } from '../parsers/packet-capture.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'SYNs arrive and no SYN-ACK leaves',
  why:
    'tcpdump sees a packet before the packet filter and everything behind it. A SYN that it shows and that gets no ' +
    'answer, neither SYN-ACK nor RST, was thrown away on this host in between: by a filter rule or policy, the ' +
    'reverse-path filter, a full queue, tcp_tw_recycle, a full tracking table, a wrong checksum, or because the answer ' +
    'found no way back. Which one it was, its own counter tells.',
  problem:
    '{n} of {all} attempts to connect to this host got no answer in the packet capture, first {source} to port {port}',
  ok: 'every attempt to connect to this host in the packet capture was answered',
  'ok-none': 'the packet capture shows no attempt to connect to this host',
  unanswered: '{syns} SYNs from {source} to port {port}, no answer',
  'timestamp-back':
    '{syns} SYNs from {source} to port {port}, no answer; its timestamp lies behind an earlier one of the same address: tcp_tw_recycle',
  'no-listener':
    'Nothing listens on port {port}: a RST should have been sent, so a filter swallowed the SYN or the RST.',
  'walk-through':
    'In this order: listener, filter policy and rules, IPReversePathFilter, accept queue, SYN queue, PAWSPassive, tracking table, route back and neighbour, checksums',
  'capture-place':
    'That tcpdump shows the SYN does not clear the filter: it looks before it. On -i any and on the card itself: a SYN only on the card was dropped in between.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'syn-without-synack',
  layer: 'tcp-listen',
  per: 'destination',
  needs: ['packetCapture'],
  verdicts: ['problem', 'ok'],
  lookAlike: 'reset-by-closed-port',
  texts,
  references: ['net/ipv4/tcp_input.c: tcp_conn_request', 'tcpdump(1)'],

  evaluate(context, say) {
    const attempts = attemptsHere(context);
    const lost = attempts.filter(({ answer, syns }) => answer === undefined && syns > 1);
    const [first] = lost;
    if (!first) return { verdict: 'ok', summary: say(attempts.length > 0 ? 'ok' : 'ok-none') };
    const ports = new Set(listenersOf(context).map(({ local }) => local.port));
    const { source, destinationPort: port } = first;
    return {
      verdict: 'problem',
      severity: 'high',
      summary: say('problem', { n: lost.length, all: attempts.length, source, port }),
      share: lost.length / attempts.length,
      instances: lost.slice(0, 20).map((attempt) => instanceOf(attempt, context, say)),
      remedies: [
        investigate(
          say('walk-through'),
          ['nstat -az', 'iptables-save -c', 'nft list ruleset', 'ss -ltn'].map((command) =>
            inNamespace(context.netns, command),
          ),
        ),
      ],
      confirm: [
        ...(context.latest('sockets') && !ports.has(port) ? [say('no-listener', { port })] : []),
        say('capture-place'),
      ],
      consequenceOf: [
        'firewall-drop-rule',
        'firewall-policy-drop',
        'xdp-drops',
        'rp-filter-drop',
        'accept-queue-overflow',
        'syn-backlog-overflow',
        'tw-recycle-nat',
        'conntrack-table-full',
        'no-route',
        'neighbour-unresolved',
        'tcp-checksum',
        'tcp-auth',
        'listen-drops-unexplained',
      ],
    };
  },
});

/** To an address of this host; to any, where its addresses are not known. */
function attemptsHere(context: Context): SynAttempt[] {
  const own = new Set(context.all('addresses').flatMap(({ value }) => value.map(({ address }) => address)));
  const attempts = context.all('packetCapture').flatMap(({ value }) => value.attempts);
  return own.size === 0 ? attempts : attempts.filter(({ destination }) => own.has(destination));
}

function instanceOf(
  { source, destinationPort: port, syns, backwards, line }: SynAttempt,
  context: Context,
  say: Speak,
): Instance {
  const summary = say(backwards ? 'timestamp-back' : 'unanswered', { source, port, syns });
  return {
    subject: `${source} > :${port}`,
    scope: { netns: context.netns },
    verdict: 'problem',
    severity: 'high',
    summary,
    evidence: [cite(line, summary)],
  };
}
