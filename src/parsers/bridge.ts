/** Ports of bridges: `bridge [-d] link show` and `brctl show`. Source: iproute2 bridge/link.c; bridge-utils brctl_cmd.c. */
import type { CapturedFile, Line } from '../model.ts';
import { defineParser } from './parser.ts';

export interface BridgePort {
  device: string;
  bridge: string;
  /** 'forwarding', 'blocking', 'disabled' ...; undefined of brctl. */
  state: string | undefined;
  line: Line;
}

const port = /^\d+: ([^\s@:]+)(?:@\S+)?:? .*\bmaster (\S+)(?:.*\bstate (\w+))?/;

/** Nothing printed: no bridge has a port. */
function parseLink(file: CapturedFile): BridgePort[] | undefined {
  const ports: BridgePort[] = [];
  let empty = true;
  for (const line of file.lines) {
    const [, device, bridge, state] = port.exec(line.text.slice(0, 2000)) ?? [];
    if (line.text.trim() !== '') empty = false;
    if (device !== undefined && bridge !== undefined) ports.push({ device, bridge, state, line });
  }
  return empty || ports.length > 0 ? ports : undefined;
}

export const bridgeLink = defineParser<BridgePort[]>({
  name: 'bridge link show',
  reads: /^bridge (?:-\S+ )*link(?: (?:show|list))?$/,
  parse: parseLink,
});

/** The first line of a bridge has its name, further ports stand alone below. */
function parseBrctl(file: CapturedFile): BridgePort[] | undefined {
  const ports: BridgePort[] = [];
  let bridge: string | undefined;
  let titled = false;
  for (const line of file.lines) {
    const words = line.text.trim().split(/\s+/);
    if (line.text.startsWith('bridge name')) titled = true;
    else if (/^\S/.test(line.text)) bridge = words[0];
    const device = /^\S/.test(line.text) ? words[3] : words[0];
    const isPort = titled && !line.text.startsWith('bridge name') && bridge !== undefined;
    if (isPort && device !== undefined && device !== '')
      ports.push({ device, bridge: bridge ?? '', state: undefined, line });
  }
  return ports.length > 0 ? ports : undefined;
}

export const brctlShow = defineParser<BridgePort[]>({
  name: 'brctl show',
  reads: /^brctl show$/,
  parse: parseBrctl,
});
