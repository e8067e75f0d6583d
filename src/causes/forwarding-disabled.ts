import { forwardingKeys, forwardingOf, waysOut } from '../host/forwarding.ts';
import { changeSetting } from '../host/settings.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted } from './counted.ts';
import type { Judged } from './filter.ts';
import { worstOf } from './filter.ts';
import { citeSetting } from './grade.ts';

const texts = {
  title: 'IP forwarding is off',
  why:
    'Packets arrive whose destination is another host: this one is used as a router, VPN gateway or container ' +
    'host. With net.ipv4.ip_forward=0 (IPv6: net.ipv6.conf.all.forwarding=0) the kernel drops every one of them and ' +
    'counts it in InAddrErrors. Local services work, everything that should pass through fails.',
  problem:
    '{family} forwarding is off, and {n} packets for other hosts were dropped[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of what arrived]]',
  suspect:
    '{family} forwarding is off, and {n} packets for other hosts were dropped since boot[[ ({rate:rate} on average)]]; when is unknown',
  past: '{family} forwarding is off; {n} packets for other hosts were dropped since boot, none in the {flat:duration} between the captures',
  ok: 'no {family} packet arrives that would have to be forwarded',
  on: '{family} forwarding is on',
  'one-way':
    '{family} packets for other addresses come in by mistake, and could be forwarded nowhere[[ but back through {device}]]',
  off: 'Forwarding 2 means off (1 means on)',
  exposes:
    'The host starts to route between its networks: make sure that the packet filter is meant for that.',
  'exposes-six':
    'The host starts to route between its networks: make sure that the packet filter is meant for that. It also stops to take routes from router advertisements, and loses those it has: where its own default route is one of them ("proto ra" in ip -6 route), first set net.ipv6.conf.DEVICE.accept_ra=2 for that device.',
  who: 'First make sure that this host is meant to forward. Where it is not, find out who sends it foreign packets: tcpdump -e not host THIS-HOST.',
};
type Speak = Say<typeof texts>;

const families = [
  { family: 'inet', name: 'IPv4', bad: 'Ip.InAddrErrors', seen: 'Ip.InReceives', exposes: 'exposes' },
  { family: 'inet6', name: 'IPv6', bad: 'Ip6.InAddrErrors', seen: 'Ip6.InReceives', exposes: 'exposes-six' },
] as const;

export default defineCause({
  id: 'forwarding-disabled',
  layer: 'ip',
  per: 'netns',
  needs: [['Ip.InAddrErrors', 'Ip6.InAddrErrors']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'in-addr-errors',
  texts,
  references: [
    'net/ipv4/route.c: ip_error',
    'net/ipv6/ip6_output.c: ip6_forward',
    'https://docs.kernel.org/networking/ip-sysctl.html',
  ],

  evaluate(context, say) {
    const told = families.flatMap((one) => conclude(context, one, say) ?? []);
    const worst = worstOf(told);
    if (!worst)
      return {
        verdict: 'unknown',
        summary: { id: 'common/not-collected', args: { what: forwardingKeys.inet } },
      };
    const alike = told.filter(
      (one) => one === worst || (one.verdict === worst.verdict && one.severity !== 'info'),
    );
    return {
      ...worst,
      evidence: alike.flatMap(({ evidence = [] }) => evidence),
      claims: told.flatMap(({ claims = [] }) => claims),
      remedies: alike.flatMap(({ remedies = [] }) => remedies),
    };
  },
});

/** Undefined: not known, or nothing is counted. */
function conclude(
  context: Context,
  one: (typeof families)[number],
  say: Speak,
): (Conclusion & Judged) | undefined {
  const forwarding = forwardingOf(context, one.family);
  if (!forwarding) return undefined;
  const about = (id: keyof typeof texts, args: Parameters<Speak>[1] = {}) =>
    say(id, { ...args, family: one.name });
  const { off, line, setting } = forwarding;
  const own = setting ? citeSetting(setting) : [cite(line, off ? say('off') : about('on'))];
  const quiet = { verdict: 'ok', severity: 'info', evidence: own } as const;
  if (!off) return { ...quiet, summary: about('on') };
  const told = concludeCounted(context, about, {
    bad: [one.bad],
    seen: [one.seen],
    within: true,
    few: 10n,
    atMost: 'high',
  });
  if (!told || told.verdict === 'ok') return told;
  const ways = waysOut(context, one.family);
  if (ways && ways.length < 2) return { ...quiet, summary: about('one-way', { device: ways[0] }) };
  return {
    ...told,
    certainty: told.verdict === 'problem' ? 'likely' : 'possible',
    evidence: [...told.evidence, ...own],
    remedies: changeSetting(context, {
      key: forwardingKeys[one.family],
      to: 1,
      risk: 'weakens-protection',
      sideEffects: say(one.exposes),
    }),
    confirm: [say('who')],
  };
}
