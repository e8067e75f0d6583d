import type { DropRule } from '../host/drop-rules.ts';
import { describeRule, isSpecial } from '../host/drop-rules.ts';
import type { LoggedDrops } from '../host/logged-drops.ts';
import { loggedDrops } from '../host/logged-drops.ts';
import { openPort } from '../host/open-port.ts';
import { commandOf, filtersOf } from '../host/packet-filter.ts';
import { inNamespace } from '../host/shell.ts';
import { describeSocket, servicesOf } from '../host/sockets.ts';
import { unsent } from '../host/unsent.ts';
import type { Evidence, Instance, Line, Message, Remedy } from '../model.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { Case } from './dropping.ts';
import { casesOf } from './dropping.ts';
import { nameServices, worstOf } from './filter.ts';
import { citeCounter, claim, instance } from './grade.ts';
import type { Judgement } from './judging.ts';
import { judge } from './judging.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Packet filter rule drops or rejects the traffic',
  why:
    'A rule of iptables, nftables or firewalld with the target DROP discards a packet without a word: the client waits ' +
    'and times out. REJECT answers with an error: the client sees "connection refused" or "no route to host" at once. ' +
    'No protocol counter counts these packets: IP receives them, nothing delivers them. Only the counter of the rule ' +
    'itself tells. tcpdump still shows them, because it looks before the filter does.',
  service:
    'the rule {rule} drops what is meant for {service}[[: {n} packets]][[ in {seconds:duration}]][[ ({rate:rate})]]',
  rejected:
    'the rule {rule} rejects what is meant for {service}[[: {n} packets]][[ in {seconds:duration}]][[ ({rate:rate})]]; clients see an error at once',
  'rejected-some':
    'the rule {rule} rejects a part of what is meant for {service}, under further conditions[[: {n} packets]][[ in {seconds:duration}]]; clients see an error at once',
  'service-some':
    'the rule {rule} drops a part of what is meant for {service}, under further conditions[[: {n} packets]][[ in {seconds:duration}]]',
  'in-the-way': 'the rule {rule} stands in the way of {service}; it has counted no packet so far',
  'in-the-way-uncounted': 'the rule {rule} stands in the way of {service}; its packets were not listed',
  'in-the-way-elsewhere':
    'the rule {rule} stands in the way of {service} and counts nothing; {missing} packets were received and delivered to nobody, but this host also has a route that discards without a counter',
  swallowed:
    'the rule {rule} stands in the way of {service} and counts nothing; {missing} packets[[ in {seconds:duration}]] were received and delivered to nobody[[, {share:percent} of all that arrived]], of the length of SYNs',
  'swallowed-maybe':
    'the rule {rule} stands in the way of {service} and counts nothing; {missing} packets[[ in {seconds:duration}]] were received and delivered to nobody[[, {share:percent} of all that arrived]]: by this rule, or for another reason, such as multicast that no socket joined',
  'before-ip':
    'the rule {rule} stands in the way of {service} and counts nothing; {missing} packets[[ in {seconds:duration}]] came in on its devices and IP did not see them[[, {share:percent} of all]]: by this rule, or because they are of another protocol, such as ARP',
  'on-paper':
    'the rule {rule} drops new connections to its ports; its packets were not listed, nor which sockets listen on this host',
  'broad-hidden':
    'the rule {rule} at the end of the list drops all that no rule before it accepts, {n} packets[[ in {seconds:duration}]][[ ({share:percent} of all that arrived)]]; {service} is not accepted by any',
  'broad-hidden-syns':
    'the rule {rule} at the end of the list drops all that no rule before it accepts: {n} packets[[ in {seconds:duration}]], of the length of SYNs; {service} is not accepted by any',
  'broad-in-the-way':
    'the rule {rule} at the end of the list drops all that no rule before it accepts, and none accepts {service}; nothing shows that anybody tried',
  'broad-on-paper':
    'the rule {rule} at the end of the list drops every new connection that no rule before it accepts; its packets were not listed, nor which sockets listen on this host',
  logged:
    'the packet filter logged that it dropped {n} new connections to {service} or more ("{prefix}")[[, the last {age:duration} before the capture]]',
  'logged-port':
    'the packet filter logged that it dropped {n} new connections to {protocol} port {port} or more ("{prefix}")[[, the last {age:duration} before the capture]]; which sockets listen on this host was not collected',
  'broad-most':
    'the rule {rule} drops {n} packets[[ in {seconds:duration}]], {share:percent} of all that arrived',
  'no-service':
    'the rule {rule} drops {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]]; which sockets listen on this host was not collected',
  'own-traffic':
    'the rule {rule} drops what this host sends itself: {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]]',
  'own-unsent':
    'the rule {rule} stands in the way of what this host sends and counts nothing; {missing} packets[[ in {seconds:duration}]] were to be sent and were not[[, {share:percent} of all]]',
  'forwarded-unsent':
    'the rule {rule} stands in the way of forwarded traffic and counts nothing; {missing} packets[[ in {seconds:duration}]] were to be forwarded and were not[[, {share:percent} of all]]',
  forwarded:
    'the rule {rule} drops forwarded traffic: {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]]',
  harmless:
    'the rule {rule} drops {n} packets[[ in {seconds:duration}]], none of them for a service of this host: by design',
  'cannot-tell':
    'whether the rule {rule} drops what is meant for {service} depends on more than its ports, and it counts nothing: cannot tell',
  'map-unread': 'the rule {rule} decides by a map whose elements were not listed: cannot tell what it drops',
  'cannot-tell-sent':
    'the rule {rule} counts nothing, and how much IP was to send and did send between two captures is not known (OutTransmits, since Linux 6.8): cannot tell whether it drops anything',
  'not-listed':
    'the rules of the packet filter were not collected, and the log shows no new connection that they dropped',
  ok: '{n} rules drop or reject; none of them hits a service of this host',
  'ok-none': 'no rule drops or rejects packets',
  past: 'the rule {rule} dropped {n} packets since it was loaded, none in the {flat:duration} between the captures',
  listens: '{socket} waits for clients here',
  discards: 'what takes this way is discarded, and no counter tells',
  count:
    'Give the rule a counter (nft: the word counter before its verdict), and see whether it moves while a client tries.',
  'read-order':
    'Look at the rules in order, with counters: the first that matches decides, and everything after it is never asked',
  trace:
    'See the rule at work: nft add rule ... meta nftrace set 1; nft monitor trace (iptables-nft: xtables-monitor --trace). On kernels from 5.17: perf record -a -e skb:kfree_skb, reason NETFILTER_DROP.',
  outside:
    'Where tcpdump on this host does not show the SYN at all, it is dropped before this host: security group, router, other firewall.',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'firewall-drop-rule',
  layer: 'netfilter',
  per: 'rule',
  needs: [['firewall', 'kernelLog']],
  verdicts: ['problem', 'suspect', 'past', 'risk', 'ok'],
  lookAlike: 'firewall-policy-drop',
  texts,
  references: ['iptables(8)', 'nft(8)', 'net/netfilter/core.c: nf_hook_slow'],

  evaluate(context, say) {
    const cases = casesOf(context);
    const judged = cases.flatMap((one) => {
      const judgement = judge(one);
      return judgement ? [{ one, ...judgement }] : [];
    });
    const instances = judged.map(({ one, ...judgement }) => instanceOf(one, judgement, context, say));
    const worst = worstOf(judged);
    const claims = judged.flatMap(({ one }) => (one.delta ? [claim(one.delta)] : []));
    if (!worst || !['problem', 'suspect'].includes(worst.verdict)) {
      const logged = loggedFor(context, say);
      if (logged) return { ...logged, instances, claims };
    }
    if (!worst || worst.verdict === 'ok') {
      return { ...quiet(context, cases, say), instances, claims };
    }
    const { verdict, severity, certainty = 'certain' } = worst;
    const share = worst.one.movement?.share;
    return {
      verdict,
      severity,
      certainty,
      summary: say(worst.id, argsOf(worst.one)),
      ...(share === undefined ? {} : { share }),
      evidence: evidenceOf(worst.one, say),
      instances,
      claims,
      remedies: remediesOf(context, worst.one, say),
      confirm: [...(worst.one.delta ? [] : [say('count')]), say('trace'), say('outside')],
    };
  },
});

/** What LOG rules say, where the rules themselves and their counters say nothing. */
function loggedFor(context: Context, say: Speak): Conclusion | undefined {
  const drops = loggedDrops(context);
  const services = servicesOf(context);
  const serviceOf = ({ protocol, port }: LoggedDrops) =>
    services.find((service) => service.protocol === protocol && service.port === port);
  const asked = drops.find(({ port }) => port === context.focus.port);
  const hit = asked ?? drops.find(serviceOf);
  const [most] = context.latest('sockets') ? [] : drops;
  const told = hit ?? most;
  if (!told) return undefined;
  const { protocol, port, n, prefix, age, verdict, last } = told;
  const service = serviceOf(told);
  const args = { n, prefix, age, protocol, port, service: service && nameServices([service]) };
  const summary = say(service ? 'logged' : 'logged-port', args);
  const severity = asked ? 'high' : service ? 'medium' : 'low';
  return {
    verdict,
    severity,
    certainty: asked || service ? 'likely' : 'possible',
    summary,
    evidence: [cite(last.line, summary)],
    remedies: [investigate(say('read-order'), [inNamespace(context.netns, listing)])],
    confirm: [say('outside')],
  };
}

const listing = 'iptables-save -c; nft list ruleset';

/** Nothing found: all right only where every rule was understood. */
function quiet(context: Context, cases: Case[], say: Speak) {
  if (!context.latest('firewall'))
    return {
      verdict: 'unknown' as const,
      summary: say('not-listed'),
      confirm: [{ id: 'common/brings-it', args: { command: listing } }],
    };
  const some = cases.find(({ delta, rule, sometimes }) => !delta && sometimes.length > 0 && !isSpecial(rule));
  if (some) return unknown(some.rule.line, say('cannot-tell', argsOf(some)));
  const blind = cases.find((one) => isOutward(one) && one.rule.packets === undefined && !isSpecial(one.rule));
  if (blind && !unsent(context, 'inet') && !unsent(context, 'inet6'))
    return unknown(blind.rule.line, say('cannot-tell-sent', argsOf(blind)));
  const map = filtersOf(context)
    .flatMap(({ rules }) => rules)
    .find(({ target, branches }) => target === 'vmap' && !branches);
  if (map) return unknown(map.line, say('map-unread', { rule: describeRule(map) }));
  const summary = cases.length === 0 ? say('ok-none') : say('ok', { n: cases.length });
  return { verdict: 'ok' as const, summary };
}

const isOutward = ({ hooks }: DropRule) => hooks.has('output') || hooks.has('forward');

const unknown = (line: Line, summary: Message) => ({
  verdict: 'unknown' as const,
  summary,
  evidence: [cite(line, summary)],
});

/** The first three that it keeps clients from. */
const firstServices = ({ always, sometimes }: Case) =>
  [...new Set([...always.slice(0, 3), ...sometimes.slice(0, 3)])].slice(0, 3);

const inferredOf = ({ unsent, early, missing }: Case) => unsent ?? early ?? missing;

function argsOf(one: Case): Record<string, string | number | bigint | undefined> {
  const counted = one.movement ?? inferredOf(one);
  const args = counted?.args as Record<string, number | bigint | undefined> | undefined;
  return {
    ...args,
    missing: inferredOf(one)?.n,
    rule: describeRule(one.rule),
    service: nameServices(firstServices(one)),
  };
}

function evidenceOf(one: Case, say: Speak): Evidence[] {
  const { delta, rule } = one;
  const own = delta ? citeCounter(delta) : cite(rule.line, say(judge(one)?.id ?? 'harmless', argsOf(one)));
  return [
    own,
    ...(delta ? [] : (inferredOf(one)?.deltas ?? []).map(citeCounter)),
    ...(delta || !one.missing?.blackhole ? [] : [cite(one.missing.blackhole, say('discards'))]),
    ...firstServices(one).map(({ socket }) =>
      cite(socket.line, say('listens', { socket: describeSocket(socket) })),
    ),
  ];
}

function instanceOf(one: Case, { id, verdict, severity }: Judgement, context: Context, say: Speak): Instance {
  return instance(
    { ...one.movement, verdict, severity },
    {
      subject: describeRule(one.rule),
      scope: { netns: context.netns, rule: one.delta?.scope.rule ?? describeRule(one.rule) },
      summary: say(id, argsOf(one)),
      evidence: evidenceOf(one, say),
    },
  );
}

function remediesOf(context: Context, one: Case, say: Speak): Remedy[] {
  const { table, chain } = one.rule;
  const tool = commandOf(one.rule);
  const service = one.always[0] ?? one.sometimes[0];
  const list = tool === 'nft' ? 'nft -a list ruleset' : `${tool}-save -c`;
  const look: Remedy = investigate(say('read-order'), [inNamespace(context.netns, list)]);
  const place = { tool, table, chain, position: one.position };
  // Whether it drops at all is to be seen first.
  return service && !['swallowed-maybe', 'before-ip'].includes(judge(one)?.id ?? '')
    ? [look, ...openPort(context, service.protocol, service.port, place)]
    : [look];
}
