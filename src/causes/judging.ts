import { isBroad, isSpecial } from '../host/drop-rules.ts';
import type { Certainty, Verdict } from '../model.ts';
import type { Case } from './dropping.ts';
import type { Judged } from './filter.ts';
import { isLoud, lowerIfFew } from './filter.ts';
import type { Movement } from './grade.ts';

/** What is said of a rule that drops or rejects: by the id of the text. */
export interface Judgement extends Judged {
  id:
    | 'before-ip'
    | 'broad-hidden'
    | 'broad-hidden-syns'
    | 'broad-in-the-way'
    | 'broad-most'
    | 'broad-on-paper'
    | 'forwarded'
    | 'forwarded-unsent'
    | 'harmless'
    | 'in-the-way'
    | 'in-the-way-elsewhere'
    | 'in-the-way-uncounted'
    | 'no-service'
    | 'on-paper'
    | 'own-traffic'
    | 'own-unsent'
    | 'past'
    | 'rejected'
    | 'rejected-some'
    | 'service'
    | 'service-some'
    | 'swallowed'
    | 'swallowed-maybe';
  certainty?: Certainty;
}

export function judge(one: Case): Judgement | undefined {
  const judgement = judgeAlike(one);
  return judgement && lowerIfFew(judgement, one);
}

/** However many it dropped. Undefined: the rule has not counted anything, and hits nothing that we know of. */
function judgeAlike(one: Case): Judgement | undefined {
  const { movement, hooks } = one;
  const moved = movement !== undefined && movement.n > 0n ? movement.verdict : undefined;
  if (moved === 'past') return { id: 'past', verdict: 'past', severity: 'info' };
  if (one.unsent) return judgeUnsent(one.unsent, hooks.has('output') ? 'own-unsent' : 'forwarded-unsent');
  if (hooks.has('output')) return moved && !isSpecial(one.rule) ? elsewhere('own-traffic', moved) : undefined;
  if (hooks.has('forward') || hooks.has('postrouting')) {
    return moved && !isSpecial(one.rule) && !isBroad(one.rule) ? elsewhere('forwarded', moved) : undefined;
  }
  if (isBroad(one.rule)) return moved ? judgeBroad(one, moved) : broadOnPaper(one);
  if (one.always.length > 0) return judgeAimed(one, moved);
  if (!moved) return onPaper(one);
  if (isSpecial(one.rule)) return { id: 'harmless', verdict: 'ok', severity: 'info' };
  if (one.sometimes.length > 0) return someOf(one, moved);
  if (isLoud(one.movement))
    return { id: 'broad-most', verdict: moved, severity: 'high', certainty: 'possible' };
  if (one.socketsKnown) return { id: 'harmless', verdict: 'ok', severity: 'info' };
  return { id: 'no-service', verdict: moved, severity: 'medium', certainty: 'likely' };
}

/** Nothing counted, and nobody knows what listens: a rule about a port is worth a word. */
function onPaper({ socketsKnown, rule, delta }: Case): Judgement | undefined {
  if (socketsKnown || delta || !rule.matches.destinationPorts) return undefined;
  return { id: 'on-paper', verdict: 'risk', severity: 'low', certainty: 'possible' };
}

function judgeAimed(one: Case, moved: Verdict | undefined): Judgement | undefined {
  const id = one.rule.action === 'reject' ? 'rejected' : 'service';
  if (moved && one.listed && !one.asked) return someOf(one, moved);
  if (moved === 'problem') return { id, verdict: moved, severity: 'critical' };
  if (moved) return { id, verdict: moved, severity: 'high', certainty: 'likely' };
  if (one.spared) return undefined;
  if (one.delta) return { id: 'in-the-way', verdict: 'risk', severity: 'medium' };
  return judgeUncounted(one);
}

/** What is missing at IP is of this rule only where it looks like what the rule is about, and nothing else explains it. */
function judgeUncounted({ missing, early, always }: Case): Judgement {
  if (early) return { id: 'before-ip', verdict: 'suspect', severity: 'medium', certainty: 'possible' };
  if (!missing) return { id: 'in-the-way-uncounted', verdict: 'risk', severity: 'medium' };
  if (missing.blackhole) return { id: 'in-the-way-elsewhere', verdict: 'risk', severity: 'medium' };
  if (missing.likeSyns && always.some(({ protocol }) => protocol === 'tcp'))
    return { id: 'swallowed', verdict: missing.verdict, severity: 'high', certainty: 'likely' };
  const severity = isLoud(missing) ? 'medium' : 'low';
  return { id: 'swallowed-maybe', verdict: 'suspect', severity, certainty: 'possible' };
}

/** From some addresses or from all but some, above some rate: a list or a limit that may be meant so. */
function someOf(one: Case, moved: Verdict): Judgement {
  const severity = isLoud(one.movement) ? 'high' : one.rule.matches.destinationPorts ? 'medium' : 'low';
  const id = one.rule.action === 'reject' ? 'rejected-some' : 'service-some';
  return { id, verdict: moved, severity, certainty: 'possible' };
}

function judgeBroad(one: Case, moved: Verdict): Judgement {
  const hidden = one.always.length > 0;
  if (isLoud(one.movement)) {
    const certainty = hidden ? 'likely' : 'possible';
    return { id: hidden ? 'broad-hidden' : 'broad-most', verdict: moved, severity: 'high', certainty };
  }
  if (!one.socketsKnown) return { id: 'no-service', verdict: moved, severity: 'low', certainty: 'possible' };
  if (one.asked) return { id: 'broad-hidden', verdict: moved, severity: 'high', certainty: 'likely' };
  if (isLikeSyns(one))
    return { id: 'broad-hidden-syns', verdict: moved, severity: 'low', certainty: 'possible' };
  if (!hidden || moved !== 'problem') return { id: 'harmless', verdict: 'ok', severity: 'info' };
  return { id: 'broad-hidden', verdict: moved, severity: 'low', certainty: 'possible' };
}

/** Nothing counted, or nothing listed. */
function broadOnPaper({ always, asked, delta, socketsKnown }: Case): Judgement | undefined {
  if (always.length > 0)
    return asked
      ? { id: 'broad-in-the-way', verdict: 'suspect', severity: 'high', certainty: 'likely' }
      : { id: 'broad-in-the-way', verdict: 'risk', severity: 'low', certainty: 'possible' };
  if (socketsKnown || delta) return undefined;
  return { id: 'broad-on-paper', verdict: 'risk', severity: 'low', certainty: 'possible' };
}

/**
 * Where nothing is known to compare their number with: those of clients have options, 52 to 64 bytes with IPv4; scanners
 * leave them out, broadcasts are longer.
 */
function isLikeSyns({ always, movement, rule: { packets = 0n, bytes = 0n } }: Case): boolean {
  const length = packets > 0n ? Number(bytes) / Number(packets) : 0;
  const fits = movement?.share === undefined && length >= 52 && length <= 64;
  return fits && always.some(({ protocol }) => protocol === 'tcp');
}

function judgeUnsent({ verdict }: Movement, id: 'own-unsent' | 'forwarded-unsent'): Judgement {
  const certainty = verdict === 'problem' ? 'likely' : 'possible';
  return { id, verdict, severity: verdict === 'problem' ? 'high' : 'medium', certainty };
}

function elsewhere(id: 'own-traffic' | 'forwarded', moved: Verdict): Judgement {
  return { id, verdict: moved, severity: moved === 'problem' ? 'high' : 'low', certainty: 'likely' };
}
