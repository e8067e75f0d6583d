import type { Line } from '../model.ts';
import { count, fraction, present } from './numbers.ts';
import { defineParser } from './parser.ts';

/** Width in lanes and speed in GT/s of a PCI Express link. */
export interface PciLink {
  width?: number;
  speed?: number;
  /** lspci marks what is below the device's capability '(downgraded)'. */
  downgraded: boolean;
  line: Line;
}

export interface PciDevice {
  /** '0000:01:00.0' or '01:00.0', as printed. */
  slot: string;
  /** 'Ethernet controller'. */
  class: string;
  description: string;
  driver?: string;
  numaNode?: number;
  /** What the device can do (LnkCap), and what it negotiated (LnkSta): only with -vv and as root. */
  capability?: PciLink;
  status?: PciLink;
  line: Line;
}

const head =
  /^((?:[0-9a-f]{4,8}:)?[0-9a-f]{2}:[0-9a-f]{2}\.[0-7]) ("?[^":]{1,80}"?(?: \[[0-9a-f]{4}\])?):? (.*)$/i;

/** `lspci` with any of -v -vv -n -nn -k. Details are indented under their device. */
export const lspci = defineParser<PciDevice[]>({
  name: 'lspci',
  reads: /^lspci( .*)?$/,
  parse(file) {
    const devices: PciDevice[] = [];
    for (const line of file.lines) {
      const [, slot, kind = '', description = ''] = head.exec(line.text) ?? [];
      const last = devices.at(-1);
      if (slot !== undefined)
        devices.push({ slot, class: kind.replace(/ \[[0-9a-f]{4}\]$/i, ''), description, line });
      else if (last) readDetail(line, last);
    }
    return devices.length > 0 ? devices : undefined;
  },
});

function readDetail(line: Line, device: PciDevice): void {
  const text = line.text.slice(0, 500);
  const link = /^\s+(LnkCap|LnkSta):/.exec(text)?.[1];
  if (link !== undefined) {
    const speed = /Speed ([\d.]{1,6})GT\/s/.exec(text)?.[1];
    const width = /Width x(\d{1,2})/.exec(text)?.[1];
    const read: PciLink = {
      ...present({ speed: fraction(speed), width: count(width) }),
      downgraded: text.includes('(downgraded)'),
      line,
    };
    if (link === 'LnkCap') device.capability = read;
    else device.status = read;
  }
  const driver = /^\s+Kernel driver in use: (\S+)/.exec(text)?.[1];
  if (driver !== undefined) device.driver = driver;
  const node = /^\s+.*NUMA node: (\d{1,4})/.exec(text)?.[1];
  if (node !== undefined) device.numaNode = Number(node);
}
