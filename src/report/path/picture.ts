import type { Layer } from '../../model.ts';
import type { View } from '../view.ts';
import type { Label } from './layout.ts';
import { arrows, labels, laneIn, laneOf, laneOut, lanes, middle, rowOf, rows, width, yOf } from './layout.ts';
import type { Node } from './node.ts';
import { nodeOf } from './node.ts';
import type { Direction, Station, StationState } from './stations.ts';
import { stationsOf } from './stations.ts';

/** The packet's path as geometry, in SVG user units: up on the left from the wire, down on the right. */
export interface Picture {
  width: number;
  height: number;
  title: string;
  lanes: { d: string }[];
  nodes: Node[];
  labels: Label[];
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
    ...(row.in ? [nodeOf(station(row.in, 'in'), laneOf(row.in, 'in'), yOf(index), view)] : []),
    ...(row.out ? [nodeOf(station(row.out, 'out'), laneOf(row.out, 'out'), yOf(index), view)] : []),
  ]);
  const host = station('host', 'in');
  const frame = { x: 12, y: 14, width: width - 24, height: yOf(rowOf('nic')) + 17 - 14 };
  const border = yOf(0) + 38;
  const hostNode = nodeOf(host, middle - 62, frame.y, view);
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
