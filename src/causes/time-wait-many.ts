import { changeSetting, numberOf, numbersOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { DestinationCount } from '../parsers/sockets.ts';
import type { Context } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'time-wait-many',
  layer: 'tcp',
  per: 'netns',
  needs: [['sockstat.TCP_tw', 'sockets']],
  verdicts: ['risk', 'ok'],
  lookAlike: 'ephemeral-port-exhaustion',
  texts: {
    title: 'Many TIME_WAIT sockets',
    why:
      'The side that closes a TCP connection first keeps its addresses and ports for 60 seconds in TIME_WAIT, so that late ' +
      'packets of the old connection cannot disturb a new one. On a server thousands of them cost a little memory and are ' +
      'no loss. On a client each one keeps a local port from being used again for the same destination, and those can ' +
      'run out. tcp_fin_timeout does not shorten it; tcp_tw_recycle did, and broke clients behind NAT.',
    risk: '{n} connections to {peer} are in TIME_WAIT: {share:percent} of the {ports} local ports that one destination can use',
    buckets:
      '{n} sockets in TIME_WAIT, {share:percent} of the limit tcp_max_tw_buckets ({max}): harmless; above the limit TIME_WAIT is skipped',
    ok: '{n} sockets in TIME_WAIT: normal, no loss',
    'tw-reuse': 'Let outgoing connections reuse ports in TIME_WAIT',
    'needs-timestamps': 'Works for outgoing connections only, and needs TCP timestamps on both ends.',
    'keep-alive':
      'Better: let the client keep connections open or pool them, instead of one connection per request',
    'not-recycle': 'Never tcp_tw_recycle: it refuses clients behind NAT, and kernel 4.12 removed it.',
  },
  references: [
    'RFC 1337',
    'https://docs.kernel.org/networking/ip-sysctl.html (tcp_tw_reuse)',
    'include/net/tcp.h: TCP_TIMEWAIT_LEN',
  ],

  evaluate(context, say) {
    const gauge = context.counter('sockstat.TCP_tw');
    const counted = context
      .latest('sockets')
      ?.value.counts.find(({ protocol, state }) => protocol === 'tcp' && state === 'TIME_WAIT');
    const n = gauge ? Number(gauge.latest.value) : (counted?.count ?? 0);
    const line = gauge?.latest.line ?? counted?.line;
    const evidence = line ? [cite(line, say('ok', { n }))] : [];
    const [from = 32768, to = 60999] = numbersOf(context, 'net.ipv4.ip_local_port_range') ?? [];
    const ports = to - from + 1;
    const crowded = mostWaiting(context);
    if (crowded && crowded.timeWait > 0.6 * ports) {
      const verify = [
        inNamespace(
          context.netns,
          "ss -Hant state time-wait | awk '{ print $4 }' | sort | uniq -c | sort -rn | head",
        ),
      ];
      const reuse = numberOf(context, 'net.ipv4.tcp_tw_reuse');
      return {
        verdict: 'risk',
        severity: 'low',
        summary: say('risk', {
          n: crowded.timeWait,
          peer: `${crowded.peer.address}:${crowded.peer.port ?? '?'}`,
          share: crowded.timeWait / ports,
          ports,
        }),
        evidence: [...evidence, ...citeSetting(context.setting('net.ipv4.ip_local_port_range'))],
        remedies: [
          investigate(say('keep-alive'), verify, 'application-owner', verify),
          ...(reuse === undefined || reuse === 1
            ? []
            : changeSetting(context, {
                key: 'net.ipv4.tcp_tw_reuse',
                what: say('tw-reuse'),
                to: 1,
                sideEffects: say('needs-timestamps'),
                verify,
              })),
        ],
        ruledOut: [say('not-recycle')],
      };
    }
    const max = numberOf(context, 'net.ipv4.tcp_max_tw_buckets');
    if (max === undefined || n <= max / 2) return { verdict: 'ok', summary: say('ok', { n }), evidence };
    return { verdict: 'risk', summary: say('buckets', { n, max, share: n / max }), evidence };
  },
});

function mostWaiting(context: Context): DestinationCount | undefined {
  const groups = context.all('sockets').flatMap(({ value }) => value.destinations);
  return groups.sort((a, b) => b.timeWait - a.timeWait)[0];
}
