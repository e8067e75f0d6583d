import { analyze } from '../../src/analyze.ts';
import type { Cause } from '../../src/causes/cause.ts';
import type { Finding, Message } from '../../src/model.ts';
import { english } from '../../src/texts/english.ts';
import { renderMessage } from '../../src/texts/render.ts';
import type { FixtureCase } from './fixture.ts';

const active: readonly string[] = ['problem', 'suspect'];
const speaking: readonly string[] = [...active, 'risk'];

/** What a case of a fixture finds wrong with its cause, in a catalogue that holds it; nothing when all is as it must be. */
export function complaintsOf(fixture: FixtureCase, cause: Cause, catalogue: readonly Cause[]): string[] {
  const port = fixture.directives.find(({ word }) => word === 'port')?.rest;
  const focus = port === undefined ? {} : { port: Number(port) };
  const { findings } = analyze([fixture.bundle], catalogue, { version: 'test', now: 0, focus });
  const finding = findings.find((f) => f.cause === cause.id);
  if (!finding) return ['no finding'];
  const dictionary = english(catalogue);
  const messages = messagesOf(finding);
  const said = messages.map((message) => renderMessage(message, dictionary));
  const about = `"${said[0] ?? ''}"`;
  const differs = (what: string, is: string, wanted: string | undefined) =>
    wanted === undefined || is === wanted ? [] : [`${what} is ${is}, not ${wanted}: ${about}`];
  return [
    ...differs('verdict', finding.verdict, fixture.verdict),
    ...differs('severity', finding.severity, fixture.severity),
    ...differs('certainty', finding.certainty, fixture.certainty),
    ...messages
      .filter(({ id }) => dictionary(id) === undefined)
      .map(({ id }) => `text "${id.replace(`${cause.id}/`, '')}" is missing`),
    ...said.filter((text) => /\{\w+(:\w+)?\}/.test(text)).map((text) => `an argument is missing: ${text}`),
    ...lookAlike(fixture, cause, findings),
    ...consistency(finding),
    ...fixture.directives.flatMap(({ word, rest }) => directive(word, rest, finding, said, findings)),
  ];
}

/** What a fixture as a whole lacks: a case for every verdict of the cause, for unknown, and for its look-alike. */
export function gapsOf(cases: readonly FixtureCase[], cause: Cause): string[] {
  const [shown, declared] = [cases.map(({ verdict }) => verdict), [...cause.verdicts, 'unknown']];
  const lacking = (what: string, all: readonly string[], known: readonly string[]) => {
    const rest = new Set(all.filter((verdict) => !known.includes(verdict)));
    return rest.size > 0 ? [`${what}: ${[...rest].join(', ')}`] : [];
  };
  return [
    ...lacking('no case for', declared, shown),
    ...lacking('a case for what is not among the verdicts', shown, declared),
    ...(cases.some(({ title }) => title.startsWith(`look-alike ${cause.lookAlike}`))
      ? []
      : [`no case is called: look-alike ${cause.lookAlike}`]),
  ];
}

/** Where the look-alike is shown, the cause is silent, and the look-alike speaks. */
function lookAlike({ title, verdict }: FixtureCase, cause: Cause, findings: readonly Finding[]): string[] {
  if (!title.startsWith('look-alike')) return [];
  const other = findings.find((f) => f.cause === cause.lookAlike);
  if (!other) return [`look-alike ${cause.lookAlike}: there is no such cause`];
  return [
    ...(active.includes(verdict) ? ['the cause fires on its look-alike'] : []),
    ...(speaking.includes(other.verdict)
      ? []
      : [`${other.cause} is ${other.verdict} on what is said to show it`]),
  ];
}

const order: readonly string[] = ['problem', 'suspect', 'past', 'risk', 'unknown', 'ok'];

/** What holds for every finding: nothing to cure where nothing is wrong, and no instance worse than the whole. */
function consistency({ verdict, severity, summary, remedies, instances }: Finding): string[] {
  const failed = summary.id === 'common/cause-failed' ? [`it throws: ${String(summary.args['error'])}`] : [];
  const idle = verdict === 'ok' || verdict === 'unknown';
  const worse = instances.filter((instance) => order.indexOf(instance.verdict) < order.indexOf(verdict));
  return [
    ...failed,
    ...(idle && remedies.length > 0 ? [`${verdict}, with remedies`] : []),
    ...(idle && severity !== 'info' ? [`${verdict}, of severity ${severity}`] : []),
    ...worse.map(({ subject, verdict: own }) => `${subject} is ${own}, the finding ${verdict}`),
  ];
}

/** Everything that a finding says to people, its summary first. */
function messagesOf({ summary, instances, evidence, remedies, ruledOut, confirm }: Finding): Message[] {
  const quoted = [...evidence, ...instances.flatMap((i) => i.evidence)].map((e) => e.meaning);
  const advice = remedies.flatMap(({ what, sideEffects }) => (sideEffects ? [what, sideEffects] : [what]));
  return [summary, ...instances.map((i) => i.summary), ...quoted, ...advice, ...ruledOut, ...confirm];
}

function directive(
  word: string,
  rest: string,
  finding: Finding,
  said: readonly string[],
  all: readonly Finding[],
): string[] {
  const commands = finding.remedies.flatMap((r) => r.commands).join('\n');
  const text = said.join('\n');
  const cited = [...finding.evidence, ...finding.instances.flatMap((i) => i.evidence)].map(
    (e) => `${e.path}:${e.line}`,
  );
  const claimed = finding.claims.map(({ name }) => name);
  const expected = (holds: boolean, is: string, wanted = rest) =>
    holds ? [] : [`${word}: wanted ${wanted}, found ${is || 'nothing'}`];
  switch (word) {
    case 'cites':
      return expected(cited.includes(rest), cited.join(' '));
    case 'says':
      return expected(text.includes(rest), text);
    case 'remedy':
      return expected(commands.includes(rest), commands);
    case 'never':
      return expected(!text.includes(rest) && !commands.includes(rest), `${text}\n${commands}`, `no ${rest}`);
    case 'verify': {
      const verifying = finding.remedies.flatMap((r) => r.verify).join('\n');
      return expected(verifying.includes(rest), verifying);
    }
    case 'claims':
      return expected(claimed.includes(rest), claimed.join(' '));
    case 'unclaimed':
      return expected(!claimed.includes(rest), claimed.join(' '), `no ${rest}`);
    case 'share': {
      const share = String(Math.round((finding.share ?? Number.NaN) * 1000) / 10);
      return expected(share === rest, share);
    }
    case 'instance': {
      const known = finding.instances.map((i) => `${i.verdict} ${i.severity} ${i.subject}`);
      return expected(known.includes(rest), known.join(', '));
    }
    case 'follows':
      return expected((finding.consequenceOf ?? 'nothing') === rest, finding.consequenceOf ?? 'nothing');
    case 'top': {
      const top = all.find((f) => f.consequenceOf === undefined)?.cause ?? 'nothing';
      return expected(top === finding.cause, top, finding.cause);
    }
    default:
      return ['apart', 'uptime', 'port'].includes(word) ? [] : [`no such directive: ${word}`];
  }
}
