import type { Layer } from '../../model.ts';
import type { View } from '../view.ts';
import type { Direction } from './stations.ts';

/** A text in the picture, in SVG user units. */
export interface Label {
  x: number;
  y: number;
  anchor: 'start' | 'middle' | 'end';
  text: string;
}

/** Rows from the application down to the wire; a layer stands in the lane in which packets meet it. */
export const rows: readonly { in?: Layer; out?: Layer }[] = [
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

export const width = 484;
export const laneIn = 166;
export const laneOut = width - laneIn;
export const middle = width / 2;
const rowHeight = 34;
const firstRow = 74;
/** TCP goes straight; UDP takes a way of its own between IP and the socket. */
const udpBulge = 20;
/** The application stands apart: above the line between user space and kernel. */
export const yOf = (row: number) => (row === 0 ? 42 : firstRow + row * rowHeight);
export const rowOf = (layer: Layer) => rows.findIndex((row) => row.in === layer || row.out === layer);
/** Where the packets of a layer go up or down. */
export function laneOf(layer: Layer, direction: Direction): number {
  if (layer === 'application') return middle;
  const inward = layer === 'udp' ? udpBulge : 0;
  return direction === 'in' ? laneIn + inward : laneOut - inward;
}

/** The two lanes with their turn at the application, and the ways of UDP. */
export function lanes(): { d: string }[] {
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
export function arrows(): { d: string }[] {
  const y = (yOf(rowOf('wire')) + yOf(rowOf('nic'))) / 2;
  return [{ d: `M${laneIn - 5} ${y + 3}l5 -7l5 7` }, { d: `M${laneOut - 5} ${y - 3}l5 7l5 -7` }];
}

/** Names of the layers: between the lanes, or beside the one lane that has it. */
export function labels({ word }: View): Label[] {
  return rows.flatMap((row, index): Label[] => {
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
