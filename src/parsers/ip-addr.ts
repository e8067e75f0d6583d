import type { Line } from '../model.ts';
import { ipShows } from './ip-command.ts';
import type { Link } from './ip-link.ts';
import { linkBlocks, linkOf } from './ip-link.ts';
import { after, count, present, words } from './numbers.ts';
import { defineParser } from './parser.ts';

/** An address of a device. */
export interface InterfaceAddress {
  device: string;
  family: 'inet' | 'inet6';
  address: string;
  prefixLength?: number;
  /** Far end of a point-to-point link. */
  peer?: string;
  broadcast?: string;
  /** 'global', 'link', 'host', 'site'. */
  scope?: string;
  /** 'secondary', 'dynamic', 'tentative', 'dadfailed', 'deprecated', 'temporary', 'noprefixroute' ... */
  flags: string[];
  line: Line;
}

const keywords = new Set(['peer', 'brd', 'any', 'scope', 'metric', 'proto', 'label']);

/** 'inet 192.0.2.1/24 brd 192.0.2.255 scope global secondary eth0'; with a peer: 'inet 10.0.0.1 peer 10.0.0.2/32'. */
function addressOf(device: string, text: string[], line: Line): InterfaceAddress | undefined {
  const [family, first] = text;
  if ((family !== 'inet' && family !== 'inet6') || first === undefined) return undefined;
  const [address = '', length] = first.split('/');
  const [peer, peerLength] = (after(text, 'peer') ?? '').split('/');
  const flags: string[] = [];
  for (let i = 2; i < text.length; i++) {
    const word = text[i] ?? '';
    if (keywords.has(word)) i++;
    else if (/^[a-z]\w+$/.test(word) && word !== device && i < text.length) flags.push(word);
  }
  return {
    device,
    family,
    address,
    ...present({
      prefixLength: count(length ?? peerLength),
      peer: peer === '' ? undefined : peer,
      broadcast: after(text, 'brd'),
      scope: after(text, 'scope'),
    }),
    flags,
    line,
  };
}

const reads = ipShows('a|ad|addr|addre|address');

/** `ip addr`, and its one-line form `ip -o addr`: '2: eth0    inet 192.0.2.1/24 brd ...'. Source: iproute2 ip/ipaddress.c. */
export const ipAddr = defineParser<InterfaceAddress[]>({
  name: 'ip addr',
  reads,
  parse(file) {
    const found: InterfaceAddress[] = [];
    let device = '';
    for (const line of file.lines) {
      // -o puts a backslash where lines were.
      const text = words(line.text.split('\\')[0] ?? '');
      const start = /^\d{1,9}:$/.test(text[0] ?? '') ? (text[1] ?? '') : undefined;
      if (start !== undefined) device = start.replace(/:$/, '').split('@')[0] ?? '';
      const address = addressOf(device, start === undefined ? text : text.slice(2), line);
      if (address && device !== '') found.push(address);
    }
    return found.length > 0 ? found : undefined;
  },
});

/** The devices, as far as `ip addr` shows them. */
export const ipAddrLinks = defineParser<Link[]>({
  name: 'ip addr (links)',
  reads,
  parse(file, note) {
    const blocks = linkBlocks(file.lines, /-o/.test(file.origin) ? () => {} : note);
    return blocks.length > 0 ? blocks.map(linkOf) : undefined;
  },
});
