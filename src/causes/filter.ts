import { missingBeforeIp } from '../host/before-ip.ts';
import { closedChains } from '../host/closed-chains.ts';
import { dropRulesOf, isSpecial } from '../host/drop-rules.ts';
import { concerns } from '../host/packet-filter.ts';
import { remembered } from '../host/remembered.ts';
import type { Service } from '../host/sockets.ts';
import { describeSocket } from '../host/sockets.ts';
import type { Family } from '../host/swallowed.ts';
import { swallowed } from '../host/swallowed.ts';
import { unsent } from '../host/unsent.ts';
import type { Line, Severity, Verdict } from '../model.ts';
import type { FirewallRule } from '../parsers/firewall.ts';
import type { Context } from './cause.ts';
import type { Movement } from './grade.ts';
import { gradeLoss, gradeSinceBoot } from './grade.ts';

/** What a rule or policy of the packet filter is judged to be. */
export interface Judged {
  verdict: Verdict;
  severity: Severity;
}

const verdicts: readonly Verdict[] = ['problem', 'suspect', 'risk', 'past', 'ok', 'unknown'];
const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'info'];

/** The one that speaks for all. */
export function worstOf<T extends Judged>(judged: readonly T[]): T | undefined {
  const rank = ({ verdict, severity }: Judged) =>
    verdicts.indexOf(verdict) * 10 + severities.indexOf(severity);
  return [...judged].sort((a, b) => rank(a) - rank(b))[0];
}

/** A fifth of all that arrives: more than scanners and strays, which every address on the Internet sees, make up. */
export function isLoud(movement: Movement | undefined): boolean {
  return movement?.share !== undefined && movement.share >= 0.2;
}

const lower: Record<Severity, Severity> = {
  critical: 'high',
  high: 'medium',
  medium: 'low',
  low: 'low',
  info: 'info',
};

/**
 * Fewer than ten packets may be a stray or a scanner. One step only, where other losses are `low`: the filter drops every
 * packet that comes, and a client that tries once sends no more than a handful.
 */
export function lowerIfFew<T extends Judged>(
  judged: T,
  { movement, asked }: { movement: Movement | undefined; asked: boolean },
): T {
  const few = movement !== undefined && movement.n > 0n && movement.n < 10n && !asked;
  return few ? { ...judged, severity: lower[judged.severity] } : judged;
}

/** 'tcp 0.0.0.0:8080 (nginx, pid 4)', the first three; undefined for none. */
export function nameServices(services: readonly Service[]): string | undefined {
  const named = services.slice(0, 3).map(({ protocol, socket }) => `${protocol} ${describeSocket(socket)}`);
  return named.length > 0 ? named.join(', ') : undefined;
}

/** What IP received and nobody got, as a sign of a rule or policy without a counter. */
export interface InferredDrops extends Movement {
  /** They were of the kind that clients of a TCP service send which get no answer. Else it may have been something else. */
  likeSyns: boolean;
  /** A route that throws packets away explains them as well. */
  blackhole: Line | undefined;
}

/**
 * What a rule or policy without a counter of its own (nft has none unless told) may have dropped on the way in: all
 * that IP received and that ended nowhere else, of the family that misses most. Since boot only a large share says
 * anything. Packets to a group that nobody joined vanish alike: it proves nothing.
 */
export function inferredDrops(context: Context, families: ReadonlySet<Family>): InferredDrops | undefined {
  const [missing] = [...families]
    .flatMap((family) => swallowed(context, family) ?? [])
    .filter(({ rising, share }) => rising || share >= 0.2)
    .sort((a, b) => b.share - a.share);
  if (!missing) return undefined;
  const { n, share, rising, received, delivered, likeSyns, blackhole } = missing;
  const seconds = rising ? received.seconds : undefined;
  const grade = rising ? gradeLoss : gradeSinceBoot;
  return {
    verdict: likeSyns ? 'problem' : 'suspect',
    severity: grade(n, share),
    n,
    share,
    deltas: [received, delivered],
    args: { n, share, seconds },
    likeSyns,
    blackhole,
  };
}

/** What a rule at the hook ingress without a counter may have dropped: what came in on its devices and IP did not see. */
export function droppedBeforeIp(context: Context, rule: FirewallRule): Movement | undefined {
  const lost = missingBeforeIp(context, rule);
  if (!lost || lost.n < 10n || lost.share < 0.2) return undefined;
  const { n, share, deltas } = lost;
  const seconds = deltas[0]?.seconds;
  return { verdict: 'suspect', severity: gradeLoss(n, share), n, share, deltas, args: { n, share, seconds } };
}

/**
 * What a rule or policy without a counter may have dropped of what this host sends or forwards: of the rule's own
 * protocol, less what rules with counters dropped there. Undefined for too few to tell.
 */
export function unsentBy(
  context: Context,
  hook: 'output' | 'forward',
  place: { tool: string; table: string; protocol?: string | undefined; family?: Family | undefined },
): Movement | undefined {
  const { counted, uncounted } = outwardOf(context)[hook];
  const [most] = (['inet', 'inet6'] as const)
    .filter((family) => concerns(place, family) && (place.family ?? family) === family)
    .flatMap((family) => lostOnTheWay(context, family, hook, place.protocol) ?? [])
    .sort((a, b) => Number(b.n - a.n));
  if (!most || most.n - counted < 10n) return undefined;
  const n = most.n - counted;
  const share = Number(n) / Number(most.of.increase);
  return {
    // With several that do not count nobody knows which it was.
    verdict: uncounted > 1 || !most.sure ? 'suspect' : 'problem',
    severity: gradeLoss(n, share),
    n,
    share,
    deltas: most.deltas,
    args: { n, share, seconds: most.of.seconds },
  };
}

const outwardOf = remembered((context: Context) => ({
  output: outwardAt(context, 'output'),
  forward: outwardAt(context, 'forward'),
}));

/** What the rules of a hook counted, and how many rules and policies there do not count. */
function outwardAt(context: Context, hook: 'output' | 'forward') {
  const here = dropRulesOf(context).rules.filter(({ hooks }) => hooks.has(hook));
  const policies = closedChains(context).filter(
    ({ hook: own, chain }) => own === hook && chain.packets === undefined,
  );
  const counted = here.reduce((sum, { delta }) => sum + (delta?.increase ?? 0n), 0n);
  return {
    counted,
    uncounted: here.filter((one) => !one.delta && !isSpecial(one.rule)).length + policies.length,
  };
}

function lostOnTheWay(context: Context, family: Family, hook: 'output' | 'forward', protocol?: string) {
  const lost = unsent(context, family);
  if (!lost) return undefined;
  const { tcp, others, forwarded, requests, forwards, transmits, discards } = lost;
  if (hook === 'forward') return { n: forwarded, of: forwards, deltas: [forwards, transmits], sure: true };
  const n = protocol === 'tcp' ? tcp : protocol === undefined ? tcp + others : others;
  const refused = discards && protocol !== 'tcp' && others > 0n ? [discards] : [];
  // IPsec asks twice and hands down once: of TCP it may be that, unless more is missing than was handed down.
  const sure = (protocol !== undefined && protocol !== 'tcp') || n > transmits.increase;
  return { n, of: requests, deltas: [requests, transmits, ...refused], sure };
}
