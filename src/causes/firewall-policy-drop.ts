import type { ClosedChain } from '../host/closed-chains.ts';
import { closedChains } from '../host/closed-chains.ts';
import { openPort } from '../host/open-port.ts';
import { commandOf, deltaAt, fateOf, filtersOf } from '../host/packet-filter.ts';
import { inNamespace, sh } from '../host/shell.ts';
import type { Service } from '../host/sockets.ts';
import { describeSocket, servicesOf } from '../host/sockets.ts';
import type { Certainty, Instance, Remedy, Severity, Verdict } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import type { InferredDrops } from './filter.ts';
import { inferredDrops, isLoud, lowerIfFew, nameServices, unsentBy, worstOf } from './filter.ts';
import type { Movement } from './grade.ts';
import { citeCounter, claim, instance, meanwhile, movementOf } from './grade.ts';

const texts = {
  title: 'Chain policy drops what no rule accepts',
  why:
    'The policy of a chain decides about packets that no rule of it has decided. INPUT with the policy DROP and no rule ' +
    'that accepts a service drops every attempt to reach it, without an answer: clients time out. With accept rules ' +
    'before it the same policy is the usual design of a packet filter and no fault.',
  'nothing-in':
    '{chain} has the policy {policy} and no rule that lets new connections in: every one is dropped[[; {n} packets so far]]',
  'nothing-in-before':
    '{chain} had the policy {policy} and no rule that lets new connections in when capture {capture} was taken; it is changed since',
  hidden:
    '{chain} has the policy {policy} and no rule accepts {service}: {n} packets dropped by it[[ in {seconds:duration}]][[, {share:percent} of all that arrived]]',
  'hidden-inferred':
    '{chain} has the policy {policy} and no rule accepts {service}: {n} packets[[ in {seconds:duration}]] were received and delivered to nobody[[, {share:percent} of all that arrived]], of the length of SYNs',
  'hidden-maybe':
    '{chain} has the policy {policy} and no rule accepts {service}: {n} packets[[ in {seconds:duration}]] were received and delivered to nobody[[, {share:percent} of all that arrived]]: by this policy, which has no counter, or for another reason, such as multicast that no socket joined',
  'hidden-elsewhere':
    '{chain} has the policy {policy} and no rule accepts {service}: {n} packets were received and delivered to nobody, but this host also has a route that discards without a counter',
  most: '{chain} has the policy {policy}, and drops {n} packets by it[[ in {seconds:duration}]], {share:percent} of all that arrived',
  'hidden-only':
    '{chain} has the policy {policy} and no rule accepts {service}; nothing shows that anybody tried',
  'own-traffic':
    '{chain} has the policy {policy} and drops what this host sends: {n} packets[[ in {seconds:duration}]][[ ({rate:rate})]]',
  forwarded:
    '{chain} has the policy {policy} and drops forwarded packets: {n}[[ in {seconds:duration}]][[ ({rate:rate})]]',
  'own-unsent':
    '{chain} has the policy {policy}, which has no counter; {n} packets of this host[[ in {seconds:duration}]] were to be sent and were not[[, {share:percent} of all]]',
  'forwarded-unsent':
    '{chain} has the policy {policy}, which has no counter; {n} packets[[ in {seconds:duration}]] were to be forwarded and were not[[, {share:percent} of all]]',
  past: '{chain} dropped {n} packets by its policy {policy}, none in the {flat:duration} between the captures',
  'by-design':
    '{chain} has the policy {policy} after rules that accept what is served: by design[[; {n} packets dropped]]',
  ok: 'no chain has a policy of DROP',
  'only-empty':
    'A policy other than ACCEPT does not drop everything: only what no rule of the chain accepts.',
  'allow-in':
    'Accept the services that are meant to be reached, before the policy; do not open the policy itself unless nothing else protects this host',
  'open-policy': 'Opening the policy lets everything in that no rule refuses.',
  listens: '{socket} waits for clients here',
  discards: 'what takes this way is discarded, and no counter tells',
};
type Speak = Say<typeof texts>;
type TextId = Extract<keyof typeof texts, string>;

interface Case extends ClosedChain {
  movement: Movement | undefined;
  /** Services whose new connections end at this policy. */
  hidden: Service[];
  /** It has no counter: its drops are what IP received and nobody got. */
  inferred: InferredDrops | undefined;
  /** What it counted were broadcasts, nearly all. */
  broadcast: boolean;
  /** It has no counter: its drops are what was to be sent or forwarded, and was not. */
  unsent: boolean;
  latest: boolean;
  /** The customer complained about one of them. */
  asked: boolean;
  serves: boolean;
}

type Judgement = { id: TextId; verdict: Verdict; severity: Severity; certainty?: Certainty };

export default defineCause({
  id: 'firewall-policy-drop',
  layer: 'netfilter',
  per: 'rule',
  needs: ['firewall'],
  verdicts: ['problem', 'suspect', 'past', 'risk', 'ok'],
  lookAlike: 'firewall-drop-rule',
  texts,
  references: ['iptables(8)', 'nft(8)'],

  evaluate(context, say) {
    const judged = casesOf(context).map((one) => ({ one, ...judge(one) }));
    const instances = judged.map(({ one, ...judgement }) => instanceOf(one, judgement, context, say));
    // A policy of ACCEPT counts what it lets through: accounted for, too.
    const claims = context.counters('firewall.policy_packets').map(claim);
    const worst = worstOf(judged);
    if (!worst) return { verdict: 'ok', summary: say('ok'), claims };
    const { one, id, verdict, severity, certainty = 'likely' } = worst;
    const told = {
      verdict,
      severity,
      summary: say(id, argsOf(one)),
      instances,
      claims,
    };
    if (verdict === 'ok' || verdict === 'past') return { ...told, ruledOut: [say('only-empty')] };
    const share = one.movement?.share;
    return {
      ...told,
      certainty,
      ...(share === undefined ? {} : { share }),
      evidence: [
        cite(one.chain.line, told.summary),
        ...(one.movement?.deltas.map(citeCounter) ?? []),
        ...(one.inferred?.blackhole ? [cite(one.inferred.blackhole, say('discards'))] : []),
        ...one.hidden
          .slice(0, 3)
          .map(({ socket }) => cite(socket.line, say('listens', { socket: describeSocket(socket) }))),
      ],
      remedies: remediesOf(context, one, say),
      ruledOut: one.opens ? [say('only-empty')] : [],
      consequenceOf: one.hook === 'forward' ? ['bridge-nf-call'] : [],
    };
  },
});

function casesOf(context: Context): Case[] {
  const firewalls = filtersOf(context);
  const services = servicesOf(context);
  const newest = context.latest('firewall')?.capture;
  return closedChains(context).map((closed) => {
    const [into, through] =
      closed.hook === 'forward' ? (['Ip.ForwDatagrams', false] as const) : (['Ip.InReceives', true] as const);
    const delta = deltaAt(context, 'firewall.policy_packets', closed.chain.line);
    const ends = services.flatMap((service) =>
      [...service.families]
        .filter((family) => fateOf(firewalls, { ...service, family }).by?.line === closed.chain.line)
        .map((family) => ({ service, family })),
    );
    const hidden = [...new Set(ends.map(({ service }) => service))];
    const own = movementOf([delta], { seen: [context.counter(into)], within: through });
    const inward = closed.hook === 'input' || closed.hook === 'prerouting';
    const inferred =
      own || !inward ? undefined : inferredDrops(context, new Set(ends.map(({ family }) => family)));
    const lost =
      own === undefined && (closed.hook === 'output' || closed.hook === 'forward')
        ? unsentBy(context, closed.hook, closed.chain)
        : undefined;
    return {
      ...closed,
      movement: own ?? inferred ?? lost,
      unsent: lost !== undefined,
      inferred,
      broadcast: own !== undefined && inward && isBroadcast(context, own),
      hidden,
      asked: hidden.some(({ port }) => port === context.focus.port),
      latest: closed.capture === newest,
      serves: services.length > 0 || context.latest('sockets') === undefined,
    };
  });
}

/** Nine of ten came to everybody on the link: no client waits for an answer to those. */
function isBroadcast(context: Context, movement: Movement): boolean {
  return meanwhile(movement, context.counter('IpExt.InBcastPkts')) * 10n >= movement.n * 9n;
}

function judge(one: Case): Judgement {
  const { hook, movement } = one;
  const moved = movement !== undefined && movement.n > 0n && !one.broadcast ? movement.verdict : undefined;
  if (one.unsent && moved)
    return {
      id: hook === 'forward' ? 'forwarded-unsent' : 'own-unsent',
      verdict: moved,
      severity: moved === 'problem' && isLoud(movement) ? 'high' : 'medium',
      certainty: moved === 'problem' ? 'likely' : 'possible',
    };
  if (hook === 'output' || hook === 'postrouting')
    return lowerIfFew(judgeOther('own-traffic', moved, one.opens ? 'medium' : 'high'), one);
  if (hook === 'forward')
    return lowerIfFew(judgeOther('forwarded', moved, isLoud(one.movement) ? 'high' : 'low'), one);
  return judgeInput(one, moved);
}

/** What a closed chain does to new connections to this host. A pure client that lets answers in needs no more. */
function judgeInput(one: Case, moved: Verdict | undefined): Judgement {
  if (!one.opens && (one.serves || !one.answers)) {
    return one.latest
      ? { id: 'nothing-in', verdict: 'problem', severity: 'critical', certainty: 'certain' }
      : { id: 'nothing-in-before', verdict: 'suspect', severity: 'high', certainty: 'certain' };
  }
  if (one.inferred && one.hidden.length > 0) return judgeInferred(one, one.inferred);
  if (moved === 'past') return { id: 'past', verdict: 'past', severity: 'info' };
  if (moved && one.hidden.length > 0) {
    if (isLoud(one.movement))
      return lowerIfFew(
        { id: 'hidden', verdict: moved, severity: moved === 'problem' ? 'critical' : 'high' },
        one,
      );
    return moved === 'problem'
      ? { id: 'hidden', verdict: moved, severity: 'low' }
      : { id: 'hidden', verdict: 'risk', severity: 'low' };
  }
  if (moved && isLoud(one.movement) && one.serves) return { id: 'most', verdict: moved, severity: 'low' };
  if (one.asked) return { id: 'hidden-only', verdict: 'suspect', severity: 'high' };
  if (one.hidden.length > 0) return { id: 'hidden-only', verdict: 'risk', severity: 'low' };
  return { id: 'by-design', verdict: 'ok', severity: 'info' };
}

/** What is missing at IP is of this policy only where it looks like what clients send, and nothing else explains it. */
function judgeInferred(one: Case, missing: InferredDrops): Judgement {
  if (missing.blackhole && !one.asked) return { id: 'hidden-elsewhere', verdict: 'risk', severity: 'low' };
  if (missing.likeSyns && !missing.blackhole && one.hidden.some(({ protocol }) => protocol === 'tcp'))
    return { id: 'hidden-inferred', verdict: missing.verdict, severity: 'critical' };
  if (one.asked) return { id: 'hidden-maybe', verdict: 'suspect', severity: 'high' };
  if (!isLoud(missing)) return { id: 'hidden-maybe', verdict: 'risk', severity: 'low' };
  return { id: 'hidden-maybe', verdict: 'suspect', severity: 'medium', certainty: 'possible' };
}

function judgeOther(
  id: 'own-traffic' | 'forwarded',
  moved: Verdict | undefined,
  severity: Severity,
): Judgement {
  if (moved === 'problem') return { id, verdict: moved, severity };
  if (moved === 'suspect') return { id, verdict: id === 'own-traffic' ? 'suspect' : 'risk', severity: 'low' };
  return {
    id: moved === 'past' ? 'past' : 'by-design',
    verdict: moved === 'past' ? 'past' : 'ok',
    severity: 'info',
  };
}

function argsOf(one: Case): Record<string, string | number | bigint | undefined> {
  const { table, name, policy } = one.chain;
  const counted = one.movement?.args as Record<string, number | bigint | undefined> | undefined;
  const n = one.movement?.n;
  return {
    ...counted,
    n: n === 0n ? undefined : n,
    chain: `${commandOf(one.chain)} ${table} ${name}`,
    policy: policy?.toUpperCase(),
    service: nameServices(one.hidden),
    capture: one.capture + 1,
  };
}

function instanceOf(one: Case, { id, verdict, severity }: Judgement, context: Context, say: Speak): Instance {
  const { table, name, policy } = one.chain;
  const rule = `${commandOf(one.chain)} ${table} ${name} policy ${policy?.toUpperCase() ?? ''}`;
  const summary = say(id, argsOf(one));
  const about = {
    subject: rule,
    scope: { netns: context.netns, rule },
    summary,
    evidence: [cite(one.chain.line, summary)],
  };
  return instance({ ...one.movement, verdict, severity }, about);
}

function remediesOf(context: Context, one: Case, say: Speak): Remedy[] {
  const { table, name } = one.chain;
  const tool = commandOf(one.chain);
  const input = one.hook === 'input' || one.hook === 'prerouting';
  const services = one.hidden.length > 0 ? one.hidden : input ? servicesOf(context) : [];
  if (services.length > 0) {
    const place = { tool, table, chain: name, position: 1 };
    return services.slice(0, 3).flatMap(({ protocol, port }) => openPort(context, protocol, port, place));
  }
  const inside = (command: string) => inNamespace(context.netns, command);
  const words = table.split(' ').concat(name).join(' ');
  const policy = (to: 'ACCEPT' | 'DROP') =>
    inside(
      tool === 'nft'
        ? `nft 'chain ${words} { policy ${to.toLowerCase()}; }'`
        : sh`${tool} -t ${table} -P ${name} ${to}`,
    );
  return [
    {
      when: 'now',
      what: say('allow-in'),
      commands: [policy('ACCEPT')],
      verify: [inside(tool === 'nft' ? 'nft list chains' : sh`${tool} -t ${table} -nvL ${name}`)],
      undo: [policy('DROP')],
      sideEffects: say('open-policy'),
      risk: 'weakens-protection',
      who: 'admin',
    },
  ];
}
