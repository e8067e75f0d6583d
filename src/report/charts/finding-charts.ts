import { groupBy } from '../../group-by.ts';
import type { Delta, Finding, Scope } from '../../model.ts';
import { formatPercent } from '../../texts/render.ts';
import { samplesOf } from '../deltas.ts';
import { number, place } from '../figures.ts';
import type { View } from '../view.ts';
import type { BarRow } from './bars.ts';
import { barChart } from './bars.ts';
import type { Chart } from './chart.ts';
import { stepChart } from './steps.ts';

const maxCharts = 3;
const maxBars = 16;

/** Pictures of what a finding rests on: by CPU, queue or device; over time; now against before; by instance. */
export function chartsOf(finding: Finding, view: View): Chart[] {
  const claimed = claimedDeltas(finding, view);
  const charts = [...groupBy(claimed, ({ name }) => name).values()].flatMap(
    (deltas) => (deltas.length > 1 ? scopesChart(deltas, view) : timeChart(deltas[0], view)) ?? [],
  );
  const different = charts.filter(
    (chart, index) => charts.findIndex((c) => c.description === chart.description) === index,
  );
  const instances = charts.length === 0 ? instancesChart(finding, view) : undefined;
  return [...different, ...(instances ? [instances] : [])].slice(0, maxCharts);
}

/** The deltas that a finding claims, in its order. */
export function claimedDeltas(finding: Finding, { counter }: View): Delta[] {
  return [...new Set(finding.claims.map(counter))].filter((delta) => delta !== undefined);
}

function amount(delta: Delta): bigint {
  return delta.since === 'boot' ? delta.latest.value : delta.increase;
}

const kinds = ['cpu', 'queue', 'device', 'socket', 'rule'] as const satisfies readonly (keyof Scope)[];

function scopesChart(deltas: readonly Delta[], view: View): Chart | undefined {
  const { word } = view;
  const moved = deltas.filter((delta) => amount(delta) > 0n);
  if (moved.length < 2) return timeChart(moved[0], view);
  const kind = kinds.find((key) => new Set(moved.map((delta) => delta.scope[key])).size > 1) ?? 'scope-netns';
  const largestFirst = moved.sort((a, b) => (amount(b) > amount(a) ? 1 : amount(b) < amount(a) ? -1 : 0));
  const rows = largestFirst.slice(0, maxBars).map((delta): BarRow => {
    return { label: place(delta.scope, view), value: Number(amount(delta)), text: number(amount(delta)) };
  });
  const [first] = moved;
  const n = moved.length > maxBars ? moved.length : undefined;
  const title = word(first?.since === 'boot' ? 'chart-totals' : 'chart-scopes', {
    name: first?.name ?? '',
    what: word(kind),
    n,
  });
  return barChart(title, rows);
}

function timeChart(delta: Delta | undefined, view: View): Chart | undefined {
  if (!delta || delta.kind === 'gauge' || delta.increase === 0n || delta.steps.length === 0) return undefined;
  return delta.steps.length > 1 ? stepChart(delta, view) : nowAgainstBefore(delta, view);
}

/** The rate between the captures beside the average from boot to the first one: is this new, or as always? */
function nowAgainstBefore(delta: Delta, { word, rate }: View): Chart | undefined {
  const [first] = samplesOf(delta);
  const { seconds, uptime } = delta;
  if (!first || !seconds || uptime === undefined || uptime <= seconds || delta.steps.some((step) => step.gap))
    return undefined;
  const before = Number(first.value) / (uptime - seconds);
  const now = Number(delta.increase) / seconds;
  return barChart(word('chart-now-before', { name: delta.name }), [
    { label: word('chart-before'), value: before, text: rate(before), calm: true },
    { label: word('chart-now'), value: now, text: rate(now) },
  ]);
}

function instancesChart({ instances }: Finding, { word, rate: told }: View): Chart | undefined {
  const shares = instances.filter((instance) => instance.share !== undefined);
  const rated = instances.filter((instance) => instance.rate !== undefined);
  if (shares.length > 1) {
    const rows = shares.map(({ subject, share = 0 }) => ({
      label: subject,
      value: share,
      text: formatPercent(share),
    }));
    return barChart(word('chart-instances'), rows.slice(0, maxBars));
  }
  if (rated.length < 2) return undefined;
  const rows = rated.map(({ subject, rate = 0 }) => ({
    label: subject,
    value: rate,
    text: told(rate),
  }));
  return barChart(word('chart-rates'), rows.slice(0, maxBars));
}
