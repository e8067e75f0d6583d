import type { Context, Setting } from '../causes/cause.ts';
import type { Line } from '../model.ts';

/** How full the connection tracking table is. */
export interface Fill {
  count: number;
  max: number;
  /** 0 to 1, or a little above: the limit is tested before an entry is added. */
  share: number;
  countLine: Line;
  maxLine: Line;
}

const maxKeys = [
  'net.netfilter.nf_conntrack_max',
  'net.nf_conntrack_max',
  'net.ipv4.netfilter.ip_conntrack_max',
  'net.ipv4.ip_conntrack_max',
];
const countKeys = ['net.netfilter.nf_conntrack_count', 'net.ipv4.netfilter.ip_conntrack_count'];

/** The key that this kernel has for the limit; kernels before 2.6.20 call it ip_conntrack. */
export function conntrackMax(context: Context): Setting | undefined {
  return maxKeys.map((key) => context.setting(key)).find((setting) => setting !== undefined);
}

/** The highest fill of all captures, and that of the newest. Undefined when count or limit was not collected. */
export function conntrackFill(context: Context): { highest: Fill; latest: Fill } | undefined {
  const max = conntrackMax(context);
  const limit = Number(max?.value);
  if (!max || !(limit > 0)) return undefined;
  const counts = countsOf(context);
  const fills = counts.map(({ count, line }) => ({
    count,
    max: limit,
    share: count / limit,
    countLine: line,
    maxLine: max.line,
  }));
  const latest = fills.at(-1);
  return latest && { latest, highest: fills.reduce((a, b) => (b.share > a.share ? b : a)) };
}

function countsOf(context: Context): { count: number; line: Line }[] {
  const settings = context
    .history('sysctl')
    .flatMap(({ value }) => countKeys.flatMap((key) => value.get(key) ?? []));
  const gauge = context.counter('conntrack.count');
  const samples = gauge ? [...gauge.steps.map(({ from }) => from), gauge.latest] : [];
  const counts = samples.length > 0 ? samples : settings;
  return counts.map(({ value, line }) => ({ count: Number(value), line }));
}
