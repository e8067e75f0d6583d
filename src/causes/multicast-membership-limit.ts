import { groupBy } from '../group-by.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { MulticastGroup } from '../parsers/igmp.ts';
import type { Context } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeCounter, citeSetting, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const key = 'net.ipv4.igmp_max_memberships';

export default defineCause({
  id: 'multicast-membership-limit',
  layer: 'udp',
  per: 'device',
  needs: ['multicastGroups', 'sysctl'],
  verdicts: ['suspect', 'risk', 'ok'],
  lookAlike: 'udp-rcvbuf-full',
  texts: {
    title: 'A socket may join no more multicast groups',
    why:
      'A socket may join igmp_max_memberships IPv4 multicast groups, 20 by default. Joining one more fails with "No buffer ' +
      'space available", which programs often only log: the feeds beyond the limit never arrive, or arrive because ' +
      'another program joined them and go to nobody (IgnoredMulti). No counter counts the refusals.',
    suspect:
      'exactly {limit} groups are joined on {device}, as many as one socket may, and {n} multicast or broadcast datagrams went to nobody[[ in {seconds:duration}]]: a program may have wanted more groups',
    risk: 'exactly {limit} groups are joined on {device}, as many as one socket may: the next one would be refused',
    ok: 'at most {n} groups are joined on one device; one socket may join {limit}',
    'ok-none': 'no program has joined a multicast group',
    'no-limit': 'how many groups a socket may join was not collected',
    'is-joined': 'one of {n} groups on {device}',
    log: 'Look into the log of the receiving program for "No buffer space available" or ENOBUFS, and count its groups',
    applies:
      'Only for groups joined afterwards: restart the program. Many groups may overflow the filter of the card, which then receives all multicast.',
  },
  references: [
    'net/ipv4/igmp.c: ip_mc_join_group',
    'https://docs.kernel.org/networking/ip-sysctl.html: igmp_max_memberships',
    'ip(7): IP_ADD_MEMBERSHIP',
  ],

  evaluate(context, say) {
    const limit = numberOf(context, key);
    if (limit === undefined) return { verdict: 'unknown', summary: say('no-limit') };
    const devices = joinedBy(context);
    const [most] = [...devices].sort((a, b) => b[1].length - a[1].length);
    if (!most) return { verdict: 'ok', summary: say('ok-none') };
    const evidenceOf = ([device, groups]: typeof most) => [
      ...groups.slice(0, 1).map(({ line }) => cite(line, say('is-joined', { n: groups.length, device }))),
      ...citeSetting(context.setting(key)),
    ];
    // More than one socket may hold are held by several: that tells nothing.
    const full = [...devices].find(([, groups]) => groups.length === limit);
    if (!full)
      return { verdict: 'ok', summary: say('ok', { n: most[1].length, limit }), evidence: evidenceOf(most) };
    const ignored = movementOf([context.counter('Udp.IgnoredMulti')]);
    const missed = ignored?.verdict === 'problem' && ignored.n >= 10n ? ignored : undefined;
    const [device] = full;
    const verify = [inNamespace(context.netns, sh`ip -4 maddr show dev ${device}`)];
    return {
      verdict: missed ? 'suspect' : 'risk',
      severity: 'low',
      certainty: 'possible',
      summary: say(missed ? 'suspect' : 'risk', { ...missed?.args, limit, device }),
      evidence: [...evidenceOf(full), ...(missed?.deltas.map(citeCounter) ?? [])],
      remedies: [
        investigate(say('log'), verify, 'application-owner'),
        ...changeSetting(context, { key, to: Math.max(100, 4 * limit), sideEffects: say('applies'), verify }),
      ],
    };
  },
});

/** 224.0.0.1 is every device's own, without a socket. */
function joinedBy(context: Context): Map<string, MulticastGroup[]> {
  const groups = context.latest('multicastGroups')?.value ?? [];
  return groupBy(
    groups.filter(({ address }) => address !== '224.0.0.1'),
    ({ device }) => device,
  );
}
