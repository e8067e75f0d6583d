import type { LaidOutCapture } from './analyze/captures.ts';
import { capturesOf, summarize } from './analyze/captures.ts';
import type { Host } from './analyze/context.ts';
import { contextOf } from './analyze/context.ts';
import { devicesOf } from './analyze/devices.ts';
import { diagnose } from './analyze/diagnose.ts';
import { inFocus } from './analyze/focus.ts';
import type { Clock } from './analyze/identify.ts';
import { clockOf, identityOf, kernelOf } from './analyze/identify.ts';
import { notableSettings } from './analyze/notable.ts';
import type { Facts } from './analyze/parse.ts';
import { parseCaptures } from './analyze/parse.ts';
import { settingChangesOf } from './analyze/settings.ts';
import { timelineOf } from './analyze/timeline.ts';
import { tuningOf } from './analyze/tuning.ts';
import { asWide } from './analyze/word-size.ts';
import type { Cause, Focus } from './causes/cause.ts';
import { windowOf } from './counters/clock.ts';
import { compare } from './counters/compare.ts';
import type { LedgerOptions } from './counters/ledger.ts';
import { ledgerOf } from './counters/ledger.ts';
import { meaningOf } from './counters/names.ts';
import { orderOf } from './counters/order.ts';
import { scopeKey } from './counters/series.ts';
import { walkGuides } from './guides/guide.ts';
import { guides } from './guides/index.ts';
import type { Bundle, Delta, Finding, HostIdentity, Report } from './model.ts';
import { parsers } from './parsers/index.ts';

export interface AnalyzeOptions {
  version: string;
  /** Milliseconds since the epoch, for the report's creation time. */
  now: number;
  focus?: Focus;
}

/** Bundles of different hosts were given as one. */
export class DifferentHosts extends Error {
  readonly hosts: string[];
  constructor(hosts: string[]) {
    super(`bundles of different hosts: ${hosts.join(', ')}`);
    this.hosts = hosts;
  }
}

/**
 * The pipeline: bundles of one host and the catalogue in, the report out.
 * @throws DifferentHosts when the bundles are of more than one host.
 */
export function analyze(
  bundles: readonly Bundle[],
  catalogue: readonly Cause[],
  options: AnalyzeOptions,
): Report {
  const { captures, clocks, facts, decisions: placed } = inOrder(capturesOf(bundles));
  const identities = captures.map(({ capture }, index) => identityOf(capture, index, facts));
  refuseDifferentHosts(identities);
  const { deltas, decisions } = compare(asWide(facts), clocks, { sources: Object.values(parsers).flat() });
  const host = hostOf(clocks, facts, deltas, options);
  const contexts = namespacesOf(captures).map((netns) => contextOf(host, netns));
  const absences = captures.at(-1)?.capture.absences ?? [];
  const findings = inFocus(diagnose(catalogue, contexts, absences), host.focus, catalogue);
  const devices = devicesOf(facts);
  const settings = settingChangesOf(facts);
  const allDecisions = [...placed, ...decisions];
  const labels = captures.map(({ capture }) => capture.label);
  const tuning = tuningOf(contexts);
  return {
    schemaVersion: 1,
    generator: { name: 'dropcause', version: options.version },
    createdAt: options.now,
    host: Object.assign({}, ...identities) as HostIdentity,
    captures: captures.map((capture, index) => summarize(capture, clocks[index] ?? {})),
    ...(host.window === undefined ? {} : { window: host.window }),
    findings,
    counters: deltas,
    ledger: ledgerOf(deltas, devices),
    timeline: timelineOf({ labels, clocks, facts, deltas, settings, decisions: allDecisions }),
    settings,
    notable: notableSettings(contexts),
    ...(tuning === undefined ? {} : { tuning }),
    unexplained: unexplained(deltas, findings, devices),
    decisions: allDecisions,
    guides: walkGuides(guides, findings),
    absences,
    notes: [...bundles.flatMap((bundle) => bundle.notes), ...facts.notes],
  };
}

/** Parses all captures and puts them in the order of their own time; a capture that was given twice counts once. */
function inOrder(unordered: LaidOutCapture[]) {
  const facts = parseCaptures(unordered.map(({ capture }) => capture));
  const clocks = unordered.map(({ capture }, index) => clockOf(capture, index, facts));
  const labels = unordered.map(({ capture }) => capture.label);
  const { order, decisions } = orderOf({ clocks, labels, samples: facts.samples });
  const place = new Map(order.map((from, to) => [from, to]));
  const moved = <T extends { capture: number }>(item: T): T[] => {
    const capture = place.get(item.capture);
    return capture === undefined ? [] : [{ ...item, capture }];
  };
  const bySource = new Map([...facts.bySource].map(([source, known]) => [source, known.flatMap(moved)]));
  const samples = facts.samples.flatMap(moved).sort((a, b) => a.capture - b.capture);
  const pick = <T>(items: readonly T[]) => order.flatMap((index) => items[index] ?? []);
  return {
    captures: pick(unordered),
    clocks: pick(clocks),
    facts: { bySource, samples, notes: facts.notes },
    decisions,
  };
}

function refuseDifferentHosts(identities: readonly HostIdentity[]): void {
  const key = identities.every((i) => i.machineId !== undefined) ? 'machineId' : 'name';
  const hosts = new Map(identities.map((i) => [i[key], i.name ?? i.machineId ?? '?']));
  hosts.delete(undefined);
  if (hosts.size > 1) throw new DifferentHosts([...hosts.values()]);
}

function hostOf(
  clocks: readonly Clock[],
  facts: Facts,
  deltas: readonly Delta[],
  options: AnalyzeOptions,
): Host {
  const last = clocks.at(-1);
  const window = windowOf(clocks);
  const kernel = kernelOf(clocks.length - 1, facts);
  const uptime = last?.uptime ?? last?.roughUptime;
  return {
    facts,
    deltas,
    captures: clocks.length,
    focus: options.focus ?? {},
    ...(window === undefined ? {} : { window }),
    ...(uptime === undefined ? {} : { uptime }),
    ...(kernel === undefined ? {} : { kernel }),
  };
}

function namespacesOf(captures: readonly LaidOutCapture[]): string[] {
  return [
    ...new Set(['', ...captures.flatMap(({ capture }) => capture.files.map((file) => file.netns))]),
  ].sort();
}

/** Nothing bad goes unsaid: rising counters that the names call bad and that no finding accounts for. */
function unexplained(
  deltas: readonly Delta[],
  findings: readonly Finding[],
  { driver }: LedgerOptions,
): Delta[] {
  const claimed = new Set(
    findings.flatMap((finding) => finding.claims.map((ref) => scopeKey(ref.name, ref.scope))),
  );
  return deltas.filter((delta) => {
    const { netns = '', device } = delta.scope;
    const meaning = meaningOf(delta.name, device === undefined ? undefined : driver?.(netns, device));
    const rises = delta.since !== 'boot' && delta.increase > 0n;
    return rises && meaning?.bad === true && !claimed.has(scopeKey(delta.name, delta.scope));
  });
}
