import type { Cause, Conclusion, Context, Need } from '../causes/cause.ts';
import type { Absence, Finding, Message, MessageArgument, Severity, Verdict } from '../model.ts';
import type { Source } from '../parsers/index.ts';
import { parsers } from '../parsers/index.ts';
import { bringing } from './bringing.ts';
import { byImportance, byWeight, worstFirst } from './order.ts';

/** A cause's answer for one namespace. */
interface Answer {
  netns: string;
  conclusion: Conclusion;
}

/** Asks every cause, merges the namespaces' answers, folds consequences under their causes, puts the worst on top. */
export function diagnose(
  catalogue: readonly Cause[],
  contexts: readonly Context[],
  absences: readonly Absence[],
): Finding[] {
  const answers = new Map<string, Answer[]>();
  for (const cause of catalogue) {
    const asked =
      cause.per === 'host' || cause.per === 'cpu' ? contexts.filter((c) => c.netns === '') : contexts;
    answers.set(
      cause.id,
      asked.map((context) => ({ netns: context.netns, conclusion: conclude(cause, context, absences) })),
    );
  }
  const findings = catalogue.map((cause) => findingOf(cause, answers.get(cause.id) ?? []));
  return byImportance(tempered(foldConsequences(findings, answers)), catalogue);
}

const grave: readonly Severity[] = ['critical', 'high', 'medium'];

/**
 * Where something is proven to happen now, what happened at an unknown time did happen, but it is no longer certain that
 * it has to do with what the customer sees.
 */
function tempered(findings: readonly Finding[]): readonly Finding[] {
  const isProven = (f: Finding) =>
    f.verdict === 'problem' && f.consequenceOf === undefined && grave.includes(f.severity);
  if (!findings.some(isProven)) return findings;
  return findings.map((f) =>
    f.verdict === 'suspect' && f.certainty === 'certain' ? { ...f, certainty: 'likely' } : f,
  );
}

/** One of the two places that catch: a cause that throws says `unknown`, and the run goes on. */
function conclude(cause: Cause, context: Context, absences: readonly Absence[]): Conclusion {
  const missing = cause.needs.find((need) => !satisfied(need, context));
  if (missing !== undefined) return unknownFor(missing, context, absences);
  const say = (id: string, args: Record<string, MessageArgument | undefined> = {}): Message => ({
    id: `${cause.id}/${id}`,
    args: Object.fromEntries(
      Object.entries(args).filter((entry): entry is [string, MessageArgument] => entry[1] !== undefined),
    ),
  });
  try {
    return unlessLost(cause.evaluate(context, say), cause, context, absences);
  } catch (error) {
    return { verdict: 'unknown', summary: { id: 'common/cause-failed', args: { error: String(error) } } };
  }
}

const isLost = (reason: Message) => reason.id === 'input/own-lost';

/** Nothing was wrong in what is left: where a part of what the cause looks at was lost on the way, that is not `ok`. */
function unlessLost(
  conclusion: Conclusion,
  { needs }: Cause,
  context: Context,
  absences: readonly Absence[],
): Conclusion {
  if (conclusion.verdict !== 'ok') return conclusion;
  const lost = absences.find(
    ({ netns, origin, reason }) =>
      isLost(reason) && netns === context.netns && needs.flat().some((need) => tells(origin, need, context)),
  );
  return lost ? { verdict: 'unknown', summary: lost.reason } : conclusion;
}

/** Whether an answer of the host says something about a need. */
function tells(origin: string, need: string, context: Context): boolean {
  const { what } = bringing(need, context);
  return origin === what.replace(/ DEVICE$/, '') || waysOf(need).some(({ reads }) => reads.test(origin));
}

const waysOf = (need: string) => (Object.hasOwn(parsers, need) ? parsers[need as Source] : []);

function satisfied(need: Need, context: Context): boolean {
  const options = typeof need === 'string' ? [need] : need;
  return options.some((option) =>
    isCounter(option) ? context.counters(option).length > 0 : context.latest(option) !== undefined,
  );
}

/** Counters are 'Group.Key'; sources are one word. */
function isCounter(option: string): option is Extract<Need, `${string}.${string}`> {
  return option.includes('.');
}

function unknownFor(need: Need, context: Context, absences: readonly Absence[]): Conclusion {
  const first = typeof need === 'string' ? need : (need[0] ?? '');
  const { what, command, missing, collected } = bringing(first, context);
  const reason = reasonOf(first, what, context, absences);
  const confirm: Message[] = command === undefined ? [] : [{ id: 'common/brings-it', args: { command } }];
  if (collected) {
    const kernel = context.kernel?.release;
    const args = { counter: first, ...(kernel === undefined ? {} : { kernel }) };
    return { verdict: 'unknown', summary: { id: 'common/no-such-counter', args }, confirm };
  }
  return { verdict: 'unknown', summary: reason ?? missing, confirm };
}

/** Why it is not there: of what was to be asked, else of another command that would have told the same. */
function reasonOf(need: string, what: string, context: Context, absences: readonly Absence[]) {
  const here = absences.filter(({ netns }) => netns === context.netns);
  const ways = waysOf(need);
  const found =
    here.find(({ origin }) => origin === what) ??
    here.find(({ origin }) => !origin.startsWith('/') && ways.some(({ reads }) => reads.test(origin)));
  return found?.reason;
}

const rank: Record<Verdict, number> = { problem: 0, suspect: 1, past: 2, risk: 3, unknown: 4, ok: 5 };

/** The worst namespace speaks; where nothing is wrong, the host's own namespace does. */
function findingOf(cause: Cause, answers: readonly Answer[]): Finding {
  const ordered = [...answers].sort(
    (a, b) =>
      severityOf(a) - severityOf(b) ||
      byWeight(a.conclusion, b.conclusion) ||
      Number(a.netns !== '') - Number(b.netns !== '') ||
      (a.netns < b.netns ? -1 : 1),
  );
  const [worst] = ordered;
  const conclusion: Conclusion = worst?.conclusion ?? {
    verdict: 'unknown',
    summary: { id: 'common/not-collected', args: { what: '/proc' } },
  };
  const alike = ordered.filter((answer) => rank[answer.conclusion.verdict] <= rank.risk);
  const namespaces = alike.map(({ netns }) => netns);
  const heard = (alike.length > 0 ? alike : ordered).map((answer) => answer.conclusion);
  return {
    cause: cause.id,
    verdict: conclusion.verdict,
    severity: conclusion.severity ?? 'info',
    certainty: conclusion.certainty ?? 'certain',
    summary: conclusion.summary,
    ...(conclusion.share === undefined ? {} : { share: conclusion.share }),
    ...(namespaces.some((netns) => netns !== '') ? { namespaces } : {}),
    evidence: heard.flatMap((c) => c.evidence ?? []),
    instances: worstFirst(heard.flatMap((c) => c.instances ?? [])),
    claims: heard.flatMap((c) => c.claims ?? []),
    remedies: conclusion.remedies ?? [],
    ruledOut: conclusion.ruledOut ?? [],
    confirm: conclusion.confirm ?? [],
  };
}

/**
 * `unknown` in a container's namespace does not hide that the host's own was looked at and is fine; but where its data
 * were lost on the way, nobody knows what they said.
 */
function severityOf({ netns, conclusion: { verdict, summary } }: Answer): number {
  if (rank[verdict] <= rank.risk) return rank[verdict];
  if (netns !== '' && verdict === 'unknown' && isLost(summary)) return rank.unknown - 0.5;
  return netns === '' ? rank.unknown : rank.ok;
}

/**
 * A finding is folded under a cause that it names and that was found, as strongly, in the same namespace or the host's
 * own; where that holds for one namespace only, it stands for the others by itself.
 */
function foldConsequences(findings: Finding[], answers: ReadonlyMap<string, Answer[]>): Finding[] {
  const active = ({ conclusion }: Answer) => rank[conclusion.verdict] <= rank.suspect;
  const namespaces = (id: string) =>
    new Map((answers.get(id) ?? []).filter(active).map((a) => [a.netns, rank[a.conclusion.verdict]]));
  const rootOf = ({ netns, conclusion }: Answer) =>
    conclusion.consequenceOf?.find((id) => {
      const found = namespaces(id);
      const strength = found.get(netns) ?? found.get('');
      return strength !== undefined && strength <= rank[conclusion.verdict];
    });
  return findings.map((finding) => {
    const speaking = (answers.get(finding.cause) ?? []).filter(
      (answer) => active(answer) && answer.conclusion.verdict === finding.verdict,
    );
    const [root, ...others] = speaking.map(rootOf);
    return root === undefined || others.includes(undefined) ? finding : { ...finding, consequenceOf: root };
  });
}
