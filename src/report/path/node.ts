import { formatPercent } from '../../texts/render.ts';
import { compact } from '../figures.ts';
import type { View } from '../view.ts';
import type { Station, StationState } from './stations.ts';

/** A station as geometry, in SVG user units. */
export interface Node {
  x: number;
  y: number;
  /** Where the symbol's square begins. */
  left: number;
  top: number;
  size: number;
  /** Radius of the hole in the lane behind the symbol. */
  back: number;
  state: StationState;
  href: string | null;
  /** The stream that leaves the path: a spur whose thickness grows with the share. */
  spur: { d: string; thickness: number } | null;
  /** Beside the station: what was lost, and of what. */
  figures: {
    x: number;
    y: number;
    anchor: 'start' | 'end';
    lost: string;
    detail: string;
    detailY: number;
  } | null;
  /** Between this station and the one before: a break, with what is missing. */
  gap: { d: string; x: number; y: number; anchor: 'start' | 'end'; text: string } | null;
  /** Traffic of unknown fate: the lane is dashed here. */
  veiled: { d: string } | null;
  tooltip: string;
}

const loud: readonly StationState[] = ['problem', 'suspect'];

/** A station at its place. */
export function nodeOf(station: Station, x: number, y: number, view: View): Node {
  const { state, lost, direction } = station;
  const away = direction === 'in' ? -1 : 1;
  const size = loud.includes(state) && !station.consequence ? 22 : state === 'none' ? 8 : 16;
  const spurs = lost !== undefined && lost > 0n && state !== 'ok';
  const reach = away * 40;
  return {
    x,
    y,
    left: x - size / 2,
    top: y - size / 2,
    size,
    back: state === 'none' ? 4 : size / 2 + 1,
    state,
    href: station.finding === undefined ? null : `#${station.finding}`,
    spur: spurs
      ? {
          d: `M${x} ${y}h${away * 12}q${away * 10} 0 ${away * 14} 5l${away * 6} 5`,
          thickness: thicknessOf(station.share),
        }
      : null,
    figures: figuresOf(station, x + (spurs ? reach : away * 16), y, view),
    gap: gapOf(station, x, y, view),
    veiled: state === 'unknown' ? { d: `M${x} ${y - 14}V${y + 14}` } : null,
    tooltip: inWords(station, view),
  };
}

/** From a thousandth of the traffic to all of it, by orders of magnitude: 2 to 8 units. */
function thicknessOf(share: number | undefined): number {
  if (share === undefined || share <= 0) return 3;
  return Math.round(Math.min(8, Math.max(2, 8 + 2 * Math.log10(share))) * 10) / 10;
}

function figuresOf(
  { state, lost, seen, share, sinceBoot, direction }: Station,
  x: number,
  y: number,
  { word }: View,
): Node['figures'] {
  const anchor = direction === 'in' ? 'end' : 'start';
  if (lost !== undefined && lost > 0n) {
    const count = `\u2212${compact(lost)}`;
    const percent = share === undefined ? '' : formatPercent(share);
    const detail = [percent, sinceBoot ? word('path-since-boot') : '']
      .filter((part) => part !== '')
      .join(' ');
    // What every check calls healthy is told, and not shouted.
    if (state === 'ok')
      return { x, y, anchor, lost: '', detail: `${count} ${detail}`.trim(), detailY: y + 4 };
    return { x, y: detail === '' ? y + 5 : y - 1, anchor, lost: count, detail, detailY: y + 13 };
  }
  if (seen === undefined || state === 'unknown') return null;
  return { x, y, anchor, lost: '', detail: compact(seen), detailY: y + 4 };
}

/** A break in the lane below the station (inbound: before it; outbound: after it). */
function gapOf({ gap, direction }: Station, x: number, y: number, { word }: View): Node['gap'] {
  if (gap === undefined) return null;
  const at = y + 17;
  const d = `M${x - 7} ${at + 5}l5 -6l4 6l5 -6`;
  // Between the lanes: outside of them stand the figures of this station and of the next.
  const [inward, anchor] = direction === 'in' ? ([12, 'start'] as const) : ([-12, 'end'] as const);
  return { d, x: x + inward, y: at + 4, anchor, text: word('path-gap', { n: compact(gap) }) };
}

function inWords({ layer, direction, state, lost, seen, share, sinceBoot }: Station, { word }: View): string {
  return word('path-station', {
    layer: word(`layer-${layer}`),
    direction: word(`path-${direction}`),
    state: word(state),
    lost: lost !== undefined && lost > 0n ? lost : undefined,
    share: lost !== undefined && lost > 0n ? share : undefined,
    seen,
    since: sinceBoot ? word('path-boot') : undefined,
  });
}
