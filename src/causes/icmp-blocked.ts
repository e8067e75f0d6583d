import type { DropRule } from '../host/drop-rules.ts';
import { describeRule, dropRulesOf } from '../host/drop-rules.ts';
import { filtersOf, placeOf } from '../host/packet-filter.ts';
import { inNamespace } from '../host/shell.ts';
import type { Severity, Verdict } from '../model.ts';
import type { FirewallRule } from '../parsers/firewall.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Movement } from './grade.ts';
import { citeCounter, citeSetting, claim, movementOf } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'ICMP is dropped',
  why:
    'ICMP is more than ping: "fragmentation needed" tells a sender that its packets are too large for the path, and ' +
    'without it transfers hang. IPv6 also finds its neighbours and routers with ICMPv6: a host that drops it soon ' +
    'reaches nobody. A host that does not answer pings, on the other hand, loses nothing: then "100 % packet loss" of ' +
    'ping is a setting and no loss.',
  problem:
    'the rule {rule} drops ICMPv6, with which IPv6 finds its neighbours: {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]]',
  suspect:
    'the rule {rule} drops ICMPv6, with which IPv6 finds its neighbours: {n} packets since it was loaded; when is unknown',
  'risk-six': 'the rule {rule} drops ICMPv6, with which IPv6 finds its neighbours and the size of packets',
  risk: 'the rule {rule} drops all of ICMP, with it "fragmentation needed": large transfers hang where the path is narrow',
  ok: 'nothing drops ICMP errors',
  'no-echo': 'this host does not answer pings by its settings: a ping that gets no answer is no loss',
  'ping-rule': 'the rule {rule} drops pings: a ping that gets no answer is no loss',
  'not-related': 'no rule before it accepts RELATED packets or ICMP errors',
  look: 'See the rules in their order, with counters',
  'let-errors':
    'Accept errors before this rule. iptables: -p icmp --icmp-type 3 (and 11), or -m conntrack --ctstate RELATED; ip6tables: ICMPv6 types 1 to 4 and 133 to 136. RFC 4890 lists what IPv6 cannot do without.',
};
type Speak = Say<typeof texts>;

interface Block extends DropRule {
  six: boolean;
  movement: Movement | undefined;
}

export default defineCause({
  id: 'icmp-blocked',
  layer: 'netfilter',
  per: 'rule',
  needs: [['firewall', 'sysctl']],
  verdicts: ['problem', 'suspect', 'risk', 'ok'],
  lookAlike: 'icmp-rate-limited',
  texts,
  references: [
    'RFC 4890',
    'RFC 2979',
    'iptables-extensions(8): icmp, icmp6',
    'https://docs.kernel.org/networking/ip-sysctl.html: icmp_echo_ignore_all',
  ],

  evaluate(context, say) {
    const { blocks, pings } = blocksOf(context);
    const [worst] = blocks;
    if (!worst) return quiet(context, pings, say);
    const rule = describeRule(worst.rule);
    const { id, verdict, severity } = judge(worst);
    return {
      verdict,
      severity,
      certainty: verdict === 'problem' ? 'likely' : 'possible',
      summary: say(id, { ...worst.movement?.args, rule }),
      evidence: [
        ...(worst.delta ? [citeCounter(worst.delta)] : []),
        cite(worst.rule.line, say('not-related')),
      ],
      claims: verdict === 'problem' && worst.delta ? [claim(worst.delta)] : [],
      remedies: [
        investigate(say('look'), [
          inNamespace(
            context.netns,
            worst.rule.tool === 'nft' ? 'nft -a list ruleset' : `${worst.rule.tool}-save -c`,
          ),
        ]),
      ],
      confirm: [say('let-errors')],
    };
  },
});

/** The counter of a rule for IPv4 counts pings above all; without ICMPv6 there is no IPv6. */
function judge({ six, movement }: Block): {
  id: 'problem' | 'suspect' | 'risk' | 'risk-six';
  verdict: Verdict;
  severity: Severity;
} {
  const many = movement !== undefined && movement.n >= 10n;
  if (six && many && movement.verdict === 'problem')
    return { id: 'problem', verdict: 'problem', severity: 'high' };
  if (six && many && movement.verdict === 'suspect')
    return { id: 'suspect', verdict: 'suspect', severity: 'low' };
  return { id: six ? 'risk-six' : 'risk', verdict: 'risk', severity: 'low' };
}

function quiet(context: Context, [ping]: readonly DropRule[], say: Speak) {
  const ignores = ['net.ipv4.icmp_echo_ignore_all', 'net.ipv6.icmp.echo_ignore_all']
    .flatMap((key) => context.setting(key) ?? [])
    .filter(({ value }) => value.trim() === '1');
  if (ignores.length > 0)
    return { verdict: 'ok' as const, summary: say('no-echo'), evidence: ignores.flatMap(citeSetting) };
  if (!ping) return { verdict: 'ok' as const, summary: say('ok') };
  const summary = say('ping-rule', { rule: describeRule(ping.rule) });
  return { verdict: 'ok' as const, summary, evidence: [cite(ping.rule.line, summary)] };
}

/** Rules on the way in that drop ICMP from anywhere; IPv6 first, and what counted most. */
function blocksOf(context: Context): { blocks: Block[]; pings: DropRule[] } {
  const accepting = filtersOf(context).flatMap(({ rules }) =>
    rules.filter(({ action }) => action === 'accept'),
  );
  const general = dropRulesOf(context).rules.filter(({ rule, hooks }) => {
    const { protocol, source, destination } = rule.matches;
    const inward = hooks.has('input') || hooks.has('forward') || hooks.has('prerouting');
    return inward && isIcmp(protocol) && source === undefined && destination === undefined;
  });
  const blocks = general
    .filter(({ rule }) => coversErrors(rule) && !accepting.some((other) => spares(other, rule)))
    .map((one): Block => ({ ...one, six: isSix(one.rule), movement: movementOf([one.delta]) }))
    .sort((a, b) => Number(b.six) - Number(a.six) || Number((b.movement?.n ?? 0n) - (a.movement?.n ?? 0n)));
  return { blocks, pings: general.filter(({ rule }) => !coversErrors(rule)) };
}

const isIcmp = (protocol: string | undefined) => protocol === 'icmp' || protocol === 'ipv6-icmp';
const isSix = ({ matches: { protocol } }: FirewallRule) => protocol === 'ipv6-icmp';

/** Types as iptables and nft spell them: 'echo-request', '3/4', '{ echo-request, packet-too-big }'. */
function coversErrors(rule: FirewallRule): boolean {
  const types = /(?:--icmp(?:v6)?-type|icmp(?:v6)? type) (\{[^}]*\}|\S+)/.exec(rule.text)?.[1];
  if (types === undefined) return !rule.matches.conditional;
  return isSix(rule)
    ? /\b(?:2|13[3-6])\b|packet-too-big|nd-|neighbou?r|any/.test(types)
    : /(?<!\/)\b3\b|destination-unreachable|fragmentation-needed|any/.test(types);
}

/** Before it, and for the same packets. Neighbour discovery is not tracked, so that RELATED does not hold it. */
function spares(accept: FirewallRule, drop: FirewallRule): boolean {
  const { protocol, states, source, inInterface } = accept.matches;
  const before = placeOf(accept) === placeOf(drop) && accept.line.number < drop.line.number;
  const here =
    before && accept.line.file === drop.line.file && source === undefined && inInterface === undefined;
  const any = protocol === undefined || protocol === drop.matches.protocol;
  const related = states?.includes('RELATED') === true && !isSix(drop);
  return here && any && (related || (protocol !== undefined && coversErrors(accept)));
}
