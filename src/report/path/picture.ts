import type { Layer } from '../../model.ts';
import { formatPercent } from '../../texts/render.ts';
import { compact } from '../figures.ts';
import type { View } from '../view.ts';
import type { Direction, Station, StationState } from './stations.ts';
import { stationsOf } from './stations.ts';

/** The packet's path as geometry, in SVG user units: up on the left from the wire, down on the right. */
export interface Picture {
  width: number;
  height: number;
  title: string;
  lanes: { d: string }[];
  nodes: Node[];
  labels: { x: number; y: number; anchor: 'start' | 'middle' | 'end'; text: string }[];
  /** The frame of the host, the line between kernel and user space. */
  frame: { x: number; y: number; width: number; height: number };
  border: { y: number; user: string; userY: number; kernel: string; kernelY: number };
  words: Place[];
  /** Which way the packets go. */
  arrows: { d: string }[];
  legend: { state: StationState; word: string; means: string }[];
}

interface Place {
  x: number;
  y: number;
  text: string;
}

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

/** Rows from the application down to the wire; a layer stands in the lane in which packets meet it. */
const rows: readonly { in?: Layer; out?: Layer }[] = [
  { in: 'application' },
  { in: 'socket', out: 'socket' },
  { in: 'udp', out: 'udp' },
  { in: 'tcp', out: 'tcp' },
  { in: 'tcp-listen' },
  { in: 'ip', out: 'ip' },
  { in: 'conntrack', out: 'conntrack' },
  { in: 'netfilter', out: 'netfilter' },
  { in: 'bridge', out: 'neighbour' },
  { in: 'tc-ingress', out: 'qdisc' },
  { in: 'softirq' },
  { in: 'xdp' },
  { in: 'driver', out: 'driver' },
  { in: 'nic', out: 'nic' },
  { in: 'wire', out: 'wire' },
  { in: 'far-side', out: 'far-side' },
];

const width = 460;
const laneIn = 150;
const laneOut = width - laneIn;
const middle = width / 2;
const rowHeight = 34;
const firstRow = 74;
/** TCP goes straight; UDP takes a way of its own between IP and the socket. */
const udpBulge = 20;
/** The application stands apart: above the line between user space and kernel. */
const yOf = (row: number) => (row === 0 ? 42 : firstRow + row * rowHeight);
const rowOf = (layer: Layer) => rows.findIndex((row) => row.in === layer || row.out === layer);
const loud: readonly StationState[] = ['problem', 'suspect'];

export function pictureOf(view: View): Picture {
  const { word } = view;
  const stations = stationsOf(view);
  const station = (layer: Layer, direction: Direction): Station =>
    stations.find((s) => s.layer === layer && s.direction === direction) ?? {
      layer,
      direction,
      state: 'none',
      sinceBoot: false,
      consequence: false,
    };
  const placed = rows.flatMap((row, index) => [
    ...(row.in ? [node(station(row.in, 'in'), laneOf(row.in, 'in'), yOf(index), view)] : []),
    ...(row.out ? [node(station(row.out, 'out'), laneOf(row.out, 'out'), yOf(index), view)] : []),
  ]);
  const host = station('host', 'in');
  const frame = { x: 12, y: 14, width: width - 24, height: yOf(rowOf('nic')) + 17 - 14 };
  const border = yOf(0) + 38;
  const hostNode = node(host, middle - 62, frame.y, view);
  return {
    width,
    height: yOf(rows.length - 1) + 34,
    title: word('path'),
    lanes: lanes(),
    nodes: [...placed, hostNode],
    labels: [...labels(view), { x: middle - 48, y: frame.y + 4, anchor: 'start', text: word('layer-host') }],
    frame,
    border: {
      y: border,
      user: word('path-user'),
      userY: border - 6,
      kernel: word('path-kernel'),
      kernelY: border + 14,
    },
    words: [
      { x: laneIn, y: yOf(rows.length - 1) + 26, text: word('path-in') },
      { x: laneOut, y: yOf(rows.length - 1) + 26, text: word('path-out') },
    ],
    arrows: arrows(),
    legend: (['problem', 'suspect', 'past', 'risk', 'ok', 'unknown', 'none'] as const).map((state) => ({
      state,
      word: word(state),
      means: word(`${state}-means`),
    })),
  };
}

function laneOf(layer: Layer, direction: Direction): number {
  if (layer === 'application') return middle;
  const inward = layer === 'udp' ? udpBulge : 0;
  return direction === 'in' ? laneIn + inward : laneOut - inward;
}

/** The two lanes with their turn at the application, and the ways of UDP. */
function lanes(): { d: string }[] {
  const [top, bottom] = [yOf(0), yOf(rows.length - 1)];
  const turn = 16;
  const main = `M${laneIn} ${bottom}V${top + turn}q0 ${-turn} ${turn} ${-turn}H${laneOut - turn}q${turn} 0 ${turn} ${turn}V${bottom}`;
  const [ip, udp, socket] = [rowOf('ip'), rowOf('udp'), rowOf('socket')].map(yOf) as [number, number, number];
  const way = (lane: number, inward: number) =>
    `M${lane} ${ip}C${lane} ${ip - 17} ${lane + inward} ${ip - 17} ${lane + inward} ${ip - 34}V${udp}` +
    `C${lane + inward} ${udp - 17} ${lane} ${socket + 17} ${lane} ${socket}`;
  return [{ d: main }, { d: way(laneIn, udpBulge) }, { d: way(laneOut, -udpBulge) }];
}

/** Arrowheads between the wire and the NIC, up and down. */
function arrows(): { d: string }[] {
  const y = (yOf(rowOf('wire')) + yOf(rowOf('nic'))) / 2;
  return [{ d: `M${laneIn - 5} ${y + 3}l5 -7l5 7` }, { d: `M${laneOut - 5} ${y - 3}l5 7l5 -7` }];
}

function labels({ word }: View): Picture['labels'] {
  return rows.flatMap((row, index): Picture['labels'] => {
    const y = yOf(index) + 4;
    if (row.in === 'application')
      return [{ x: middle, y: yOf(0) + 24, anchor: 'middle' as const, text: word('layer-application') }];
    if (row.in !== undefined && (row.in === row.out || row.in === 'tcp-listen'))
      return [{ x: middle, y, anchor: 'middle' as const, text: word(`layer-${row.in}`) }];
    return [
      ...(row.in ? [{ x: laneIn + 16, y, anchor: 'start' as const, text: word(`layer-${row.in}`) }] : []),
      ...(row.out ? [{ x: laneOut - 16, y, anchor: 'end' as const, text: word(`layer-${row.out}`) }] : []),
    ];
  });
}

function node(station: Station, x: number, y: number, view: View): Node {
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
    const parts = [
      share === undefined ? undefined : formatPercent(share),
      sinceBoot ? word('path-since-boot') : undefined,
    ];
    const detail = parts.filter((part) => part !== undefined).join(' ');
    return {
      x,
      y: detail === '' ? y + 5 : y - 1,
      anchor,
      lost: `\u2212${compact(lost)}`,
      detail,
      detailY: y + 13,
    };
  }
  if (seen === undefined || state === 'unknown') return null;
  return { x, y, anchor, lost: '', detail: compact(seen), detailY: y + 4 };
}

/** A break in the lane below the station (inbound: before it; outbound: after it). */
function gapOf({ gap, direction }: Station, x: number, y: number, { word }: View): Node['gap'] {
  if (gap === undefined) return null;
  const at = y + 17;
  const d = `M${x - 7} ${at + 5}l5 -6l4 6l5 -6`;
  const anchor = direction === 'in' ? 'end' : 'start';
  return {
    d,
    x: x + (direction === 'in' ? -12 : 12),
    y: at + 4,
    anchor,
    text: word('path-gap', { n: compact(gap) }),
  };
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
