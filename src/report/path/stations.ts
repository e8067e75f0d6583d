import { meaningOf } from '../../counters/names.ts';
import { groupBy } from '../../group-by.ts';
import type { Delta, Finding, Layer, LedgerLine, Verdict } from '../../model.ts';
import { anchorOf } from '../findings.ts';
import type { View } from '../view.ts';

export type Direction = LedgerLine['direction'];

/** `none`: no check of the catalogue looks there in that direction, and the ledger has no line for it. */
export type StationState = Verdict | 'none';

/** One layer of the packet's path in one direction. */
export interface Station {
  layer: Layer;
  direction: Direction;
  state: StationState;
  /** Packets or events lost; undefined: none, or not known. */
  lost?: bigint;
  seen?: bigint;
  /** Of what it saw, 0 to 1. */
  share?: number;
  /** The numbers cover the time since boot, not that between captures. */
  sinceBoot: boolean;
  /** Traffic that the layer below saw and this one did not, and that no counter explains. */
  gap?: bigint;
  /** Anchor of the finding that says most about it. */
  finding?: string;
  /** That finding follows from another one. */
  consequence: boolean;
}

const outbound: readonly Layer[] = ['neighbour', 'qdisc'];
const lossy: readonly Verdict[] = ['problem', 'suspect', 'past'];
const strongest: readonly Verdict[] = ['problem', 'suspect', 'past', 'risk', 'ok', 'unknown'];

/** What is known of each layer in each direction: its findings tell the state, the ledger the numbers. */
export function stationsOf(view: View): Station[] {
  const placed = view.report.findings.flatMap((finding) => {
    const layer = view.layer(finding.cause);
    return layer ? [{ finding, key: `${layer} ${directionOf(finding, layer, view)}` }] : [];
  });
  const checks = groupBy(placed, ({ key }) => key);
  const lines = groupBy(
    view.report.ledger.filter(concernsHost),
    ({ layer, direction }) => `${layer} ${direction}`,
  );
  return [...new Set([...checks.keys(), ...lines.keys()])].map((key) => {
    const [layer, direction] = key.split(' ') as [Layer, Direction];
    return {
      layer,
      direction,
      ...stationOf(
        (checks.get(key) ?? []).map(({ finding }) => finding),
        lines.get(key) ?? [],
        view,
      ),
    };
  });
}

/** The host's own namespace, and what other namespaces lost: the same packets pass through several. */
function concernsHost({ scope, lost, sinceBoot }: LedgerLine): boolean {
  return (scope.netns ?? '') === '' || (lost ?? 0n) > 0n || (sinceBoot?.lost ?? 0n) > 0n;
}

/** The way of the packets that a cause concerns, from the counters that it claims or needs. */
function directionOf(finding: Finding, layer: Layer, { catalogue }: View): Direction {
  if (outbound.includes(layer)) return 'out';
  const needs = catalogue.find((cause) => cause.id === finding.cause)?.needs.flat() ?? [];
  const names = [...finding.claims.map((claim) => claim.name), ...needs];
  const known = names
    .map((name) => meaningOf(name)?.direction)
    .find((direction) => direction === 'in' || direction === 'out');
  return known === 'out' ? 'out' : 'in';
}

function stationOf(
  findings: readonly Finding[],
  lines: readonly LedgerLine[],
  view: View,
): Omit<Station, 'layer' | 'direction'> {
  const told = findings.filter(
    (finding) => finding.severity !== 'info' || finding.verdict === 'ok' || finding.verdict === 'unknown',
  );
  const [top] = [...told].sort((a, b) => strongest.indexOf(a.verdict) - strongest.indexOf(b.verdict));
  // What a consequence claims was lost at its root already, and is counted there.
  const claimed = top?.consequenceOf === undefined ? claimedLoss(top, view) : undefined;
  const losses = lossesOf(lines, top) ?? claimed ?? lossesOf(lines);
  const gaps = lines.filter((line) => line.gap).reduce((sum, line) => sum + (line.lost ?? 0n), 0n);
  const loud = top && top.verdict !== 'ok' && top.verdict !== 'unknown';
  return {
    state: top?.verdict ?? stateOf(losses, findings.length > 0),
    sinceBoot: false,
    consequence: top?.consequenceOf !== undefined,
    ...losses,
    ...(gaps > 0n ? { gap: gaps } : {}),
    ...(loud ? { finding: anchorOf(top.cause) } : {}),
  };
}

type Losses = Pick<Station, 'lost' | 'seen' | 'share' | 'sinceBoot'>;

/** A layer that only the ledger knows. A loss that no check explains is a suspect. */
function stateOf(losses: Losses | undefined, informed: boolean): StationState {
  if (losses?.lost !== undefined && losses.lost > 0n) return informed ? 'ok' : 'suspect';
  return losses || informed ? 'ok' : 'none';
}

/**
 * Sums over devices and namespaces: in the window between captures, or since boot where the finding speaks of that.
 * Nothing when the finding tells of a loss that the ledger does not have.
 */
function lossesOf(lines: readonly LedgerLine[], finding?: Finding): Losses | undefined {
  const counted = lines.filter((line) => !line.gap);
  const inWindow = counted.filter((line) => line.lost !== undefined || line.seen !== undefined);
  const sinceBoot = counted.flatMap((line) => (line.sinceBoot ? [line.sinceBoot] : []));
  const historic = inWindow.length === 0 || finding?.verdict === 'suspect' || finding?.verdict === 'past';
  const losses = historic ? sums(sinceBoot) : sums(inWindow);
  if (losses === undefined || (finding && lossy.includes(finding.verdict) && losses.lost === 0n))
    return undefined;
  return { ...losses, sinceBoot: historic };
}

function sums(
  lines: readonly Pick<LedgerLine, 'seen' | 'lost'>[],
): Pick<Station, 'lost' | 'seen' | 'share'> | undefined {
  if (lines.length === 0) return undefined;
  const lost = lines.reduce((sum, line) => sum + (line.lost ?? 0n), 0n);
  const seen = lines.reduce((sum, line) => sum + (line.seen ?? 0n), 0n);
  return { lost, ...(seen > 0n ? { seen, share: Math.min(1, Number(lost) / Number(seen)) } : {}) };
}

/** Without a ledger line: what the finding's first counter says. */
function claimedLoss(finding: Finding | undefined, { counter }: View): Losses | undefined {
  const [claim] = finding?.claims ?? [];
  const delta: Delta | undefined = claim && counter(claim);
  if (!finding || !delta || !lossy.includes(finding.verdict) || delta.kind === 'gauge') return undefined;
  const sinceBoot = delta.since === 'boot' || delta.increase === 0n;
  const share = finding.share === undefined ? {} : { share: finding.share };
  return { lost: sinceBoot ? delta.latest.value : delta.increase, sinceBoot, ...share };
}
