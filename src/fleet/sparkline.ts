import { compact, number } from '../report/figures.ts';
import { formatPercent } from '../texts/render.ts';
import type { FleetHost, FleetTrend } from './fleet.ts';
import type { Speaker } from './speaker.ts';

/** What a host lost between its captures, as a number, a share and a picture. */
export interface TrendView {
  /** Of the newest interval; '' for one capture. */
  lost: string;
  share: string;
  /** For sorting: packets lost in the newest interval, -1 where it is not known. */
  rank: number;
  /** One path of bars, oldest first; null for fewer than two intervals. */
  path: string | null;
  text: string;
}

export const sparkSize = { width: 96, height: 22 } as const;
const mostBars = 24;

export function trendView({ trend }: FleetHost, { word }: Speaker): TrendView {
  const last = trend.at(-1);
  if (!last) return { lost: '', share: '', rank: -1, path: null, text: word('trend-none') };
  const shown = trend.slice(-mostBars);
  const values = shown.map(({ lost }) => number(lost)).join('; ');
  const { seen = 0, lost } = last;
  return {
    lost: compact(BigInt(lost)),
    share: lost > 0 && seen >= lost ? formatPercent(lost / seen) : '',
    rank: lost,
    path: shown.length > 1 ? barsOf(shown) : null,
    text: shown.length > 1 ? word('lost-n', { values }) : word('lost-1', { n: lost }),
  };
}

/** What was lost at all is never invisible; a quiet interval is a line on the ground. */
function barsOf(trend: readonly FleetTrend[]): string {
  const { width, height } = sparkSize;
  const most = Math.max(...trend.map(({ lost }) => lost), 1);
  const step = width / trend.length;
  const bar = Math.max(1, Math.min(12, step - 1.5));
  return trend
    .map(({ lost }, at) => {
      const tall = lost === 0 ? 1 : Math.max(3, Math.round((lost / most) * height));
      return `M${round(at * step)} ${height}v-${tall}h${round(bar)}v${tall}z`;
    })
    .join('');
}

const round = (value: number) => Math.round(value * 10) / 10;
