import { inNamespace } from '../host/shell.ts';
import type { Severity, Verdict } from '../model.ts';
import { ownEnds, resets } from './aborts.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted, togetherIn } from './counted.ts';
import { citeCounter, shareOf } from './grade.ts';
import { investigate } from './remedy.ts';
import { timesUsual } from './windows.ts';

export default defineCause({
  id: 'resets-received',
  layer: 'tcp',
  per: 'netns',
  needs: ['Tcp.EstabResets'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'abort-on-data-close',
  texts: {
    title: 'Connections are reset from outside',
    why:
      'Established connections ended by a reset that came in: the peer crashed or was restarted, its program closed ' +
      'without reading to the end, or something in between (a load balancer or firewall with an idle time-out) cut the ' +
      'connection. Programs here see "connection reset by peer". The counter (EstabResets, "connection resets received" in ' +
      'netstat -s) holds connections that this host itself reset or gave up as well; those are taken off here. Health ' +
      'checks that end with a reset are normal.',
    problem:
      '{n} established connections were reset from outside[[ in {seconds:duration}]], {share:percent} of those opened[[; {times} times as many as usual]]',
    suspect:
      '{n} established connections were reset from outside since boot, {share:percent} of those opened; when is unknown',
    past: '{n} established connections were reset from outside since boot, none in the {flat:duration} between the captures',
    ok: 'few established connections are reset from outside: {n}, {share:percent} of those opened',
    own: 'not among those: connections that this host ended itself',
    who: 'See who sends the resets, and how old the connections were: right after the handshake it is a health check, at an even age an idle time-out on the way (send keepalives more often), all at once a restart of the peer',
  },
  references: [
    'net/ipv4/tcp.c: tcp_set_state',
    'net/ipv4/tcp_input.c: tcp_reset',
    'RFC 4022 (tcpEstabResets)',
  ],

  evaluate(context, say) {
    const told = concludeCounted(context, say, { bad: ['Tcp.EstabResets'] });
    if (!told) return nothingPrinted('Tcp.EstabResets');
    const { movement, ...found } = told;
    const own = togetherIn(context, movement, ownEnds);
    const n = movement.n > own.n ? movement.n - own.n : 0n;
    const opened = togetherIn(context, movement, ['Tcp.ActiveOpens', 'Tcp.PassiveOpens']).n;
    const share = shareOf(n, opened) ?? 0;
    const [estab] = movement.deltas;
    const times = estab && timesUsual(estab);
    const severity = n < 10n ? 'info' : severityOf(told.verdict, share, times);
    const verdict = severity === 'info' && told.verdict !== 'past' ? 'ok' : told.verdict;
    const evidence = [
      ...found.evidence,
      ...own.deltas.map((delta) => ({ ...citeCounter(delta), meaning: say('own') })),
    ];
    const summary = say(verdict, { ...movement.args, n, share, times });
    if (severity === 'info') return { ...found, verdict, severity, evidence, summary };
    const capture = inNamespace(context.netns, `tcpdump -nn -Q in -c 50 ${resets}`);
    const verify = [inNamespace(context.netns, 'nstat -az TcpEstabResets')];
    return {
      ...found,
      severity,
      certainty: 'likely',
      share,
      evidence,
      summary,
      remedies: [investigate(say('who'), [capture], 'network', verify)],
    };
  },
});

/** Health checks reset all their connections: only a burst ranks above low. */
function severityOf(verdict: Verdict, share: number, times: number | undefined): Severity {
  if (verdict === 'problem' && share >= 0.05) return times !== undefined && times >= 10 ? 'medium' : 'low';
  return verdict === 'suspect' && share >= 0.2 ? 'low' : 'info';
}
