import { dropSites } from '../host/drop-sites.ts';
import { ipv6Off } from '../host/ipv6.ts';
import { inNamespace } from '../host/shell.ts';
import type { Evidence } from '../model.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, citeSetting, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

export default defineCause({
  id: 'ipv6-disabled-path',
  layer: 'ip',
  per: 'netns',
  needs: ['sysctl'],
  verdicts: ['problem', 'ok'],
  lookAlike: 'no-route',
  texts: {
    title: 'IPv6 is switched off, and somebody uses it',
    why:
      'With disable_ipv6=1 a device has no IPv6 address, and the kernel drops all IPv6 packets that arrive on it ' +
      '(Ip6InDiscards, reason IPV6DISABLED). That is what the setting is for: neighbours send multicast all the time. It ' +
      'hurts only where names still have IPv6 addresses: programs try them first, and fail or lose time before they ' +
      'turn to IPv4; clients that use the IPv6 address of this host reach nobody.',
    problem:
      'IPv6 is off on every device, and {n} packets to IPv6 addresses found no way out[[ in {seconds:duration}]][[ ({rate:rate})]]: programs try IPv6 first',
    ok: 'IPv6 is in use',
    off: 'IPv6 is off on {n} devices, and nothing shows that somebody misses it',
    ignored:
      'IPv6 is off on {n} devices; {discards} IPv6 packets arrived and were dropped, as is meant: the multicast of neighbours, above all',
    'no-ipv6': 'the settings of IPv6 were not collected, or the kernel has no IPv6',
    site: 'packets dropped because IPv6 is off',
    who: 'See which program tries, and whether names of servers have IPv6 addresses that nobody here can reach',
    either:
      'Either give this host IPv6, or let its resolver not ask for it (gai.conf: precedence ::ffff:0:0/96 100), or take the AAAA records away. Switch it off in the application rather than in the kernel.',
  },
  references: [
    'net/ipv6/ip6_input.c: ip6_rcv_core',
    'https://docs.kernel.org/networking/ip-sysctl.html: disable_ipv6',
    'RFC 8305',
  ],

  evaluate(context, say) {
    const state = ipv6Off(context);
    if (!state) return { verdict: 'unknown', summary: say('no-ipv6') };
    const { settings, everywhere } = state;
    if (settings.length === 0) return { verdict: 'ok', summary: say('ok') };
    const sites = dropSites(context).filter(({ cause }) => cause === 'ipv6-disabled-path');
    const discards = context.counter('Ip6.InDiscards');
    const lost = everywhere ? movementOf([context.counter('Ip6.OutNoRoutes')]) : undefined;
    const evidence: Evidence[] = [
      ...(lost && lost.n > 0n ? lost.deltas.map(citeCounter) : []),
      ...settings.slice(0, 4).flatMap(citeSetting),
      ...(discards && discards.latest.value > 0n ? [citeCounter(discards)] : []),
      ...sites.slice(0, 1).map(({ line }) => cite(line, say('site'))),
    ];
    const claims = [...(discards ? [discards] : []), ...(lost?.deltas ?? [])].map(claim);
    if (lost?.verdict === 'problem' && lost.n >= 10n)
      return {
        verdict: 'problem',
        severity: 'low',
        certainty: 'likely',
        summary: say('problem', lost.args),
        evidence,
        claims,
        remedies: [
          investigate(
            say('who'),
            ['ss -6tan', 'getent ahosts "$(hostname -f)"', 'ip -6 route'].map((command) =>
              inNamespace(context.netns, command),
            ),
            'application-owner',
            [inNamespace(context.netns, 'nstat -az Ip6OutNoRoutes')],
          ),
        ],
        confirm: [say('either')],
      };
    const devices = settings.filter(({ key }) => !key.includes('.all.')).length || settings.length;
    const arrived = discards && discards.latest.value > 0n ? discards.latest.value : undefined;
    return {
      verdict: 'ok',
      summary: say(arrived === undefined ? 'off' : 'ignored', { n: devices, discards: arrived }),
      evidence,
      claims,
    };
  },
});
