import type { Line } from '../model.ts';
import { ipShows } from './ip-command.ts';
import { after, count, hexadecimal, present, words } from './numbers.ts';
import { defineParser } from './parser.ts';

/** An entry of the ARP or neighbour discovery table. */
export interface Neighbour {
  family: 'inet' | 'inet6';
  address: string;
  device?: string;
  /** Link-layer address, where known. */
  lladdr?: string;
  /** NUD state: 'REACHABLE', 'STALE', 'DELAY', 'PROBE', 'FAILED', 'INCOMPLETE', 'PERMANENT', 'NOARP'. */
  state?: string;
  /** 'router', 'proxy', 'extern_learn' ... */
  flags: string[];
  /** Unanswered probes so far (-s). */
  probes?: number;
  line: Line;
}

const states = new Set([
  'REACHABLE',
  'STALE',
  'DELAY',
  'PROBE',
  'FAILED',
  'INCOMPLETE',
  'PERMANENT',
  'NOARP',
  'NONE',
]);
const flags = new Set(['router', 'proxy', 'extern_learn', 'managed', 'offload', 'extern_valid']);

/**
 * `ip neigh`, with -s also use and probes: '10.0.0.1 dev eth0 lladdr 00:.. ref 1 used 1/61/1probes 0 DELAY'. Asked for
 * one device, ip leaves the device out of its lines.
 */
export const ipNeigh = defineParser<Neighbour[]>({
  name: 'ip neigh',
  reads: ipShows('n|ne|nei|neigh|neighbor|neighbour'),
  parse(file, note) {
    const neighbours: Neighbour[] = [];
    const asked = / dev (\S+)/.exec(file.origin)?.[1];
    for (const line of file.lines) {
      // iproute2 glues 'probes' to the number before it.
      const text = words(line.text.replace(/(\d)probes /, '$1 probes '));
      const address = text[0] ?? '';
      if (address === '') continue;
      const state = text.findLast((word) => states.has(word));
      if (!/^[0-9a-fA-F.:]+$/.test(address) || (state === undefined && after(text, 'lladdr') === undefined))
        note(line, { id: 'common/unread-line', args: {} });
      else
        neighbours.push({
          family: address.includes(':') ? 'inet6' : 'inet',
          address,
          ...present({
            device: after(text, 'dev') ?? asked,
            lladdr: after(text, 'lladdr'),
            state,
            probes: count(after(text, 'probes')),
          }),
          flags: text.filter((word) => flags.has(word)),
          line,
        });
    }
    return neighbours.length > 0 ? neighbours : undefined;
  },
});

/** /proc/net/arp: the flags are ATF_COM 2, ATF_PERM 4, ATF_PUBL 8; without ATF_COM the entry is incomplete. */
export const procNetArp = defineParser<Neighbour[]>({
  name: '/proc/net/arp',
  reads: /^\/proc\/net\/arp$/,
  parse(file, note) {
    const neighbours: Neighbour[] = [];
    for (const line of file.lines) {
      const [address = '', , flagsHex = '', lladdr = '', , device = ''] = words(line.text);
      if (address === '' || address === 'IP') continue;
      const bits = hexadecimal(flagsHex.replace(/^0x/, ''));
      if (bits === undefined || device === '') note(line, { id: 'common/unread-line', args: {} });
      else {
        const complete = (bits & 2n) !== 0n;
        const permanent = (bits & 4n) !== 0n;
        const state = permanent ? { state: 'PERMANENT' } : complete ? {} : { state: 'INCOMPLETE' };
        neighbours.push({
          family: 'inet',
          address,
          device,
          ...(complete ? { lladdr } : {}),
          ...state,
          flags: (bits & 8n) !== 0n ? ['proxy'] : [],
          line,
        });
      }
    }
    return neighbours.length > 0 ? neighbours : undefined;
  },
});

/**
 * `arp -n`: 'Address HWtype HWaddress Flags Mask Iface', and `arp -a`: 'name (192.0.2.1) at 00:.. [ether] on eth0'.
 * '(incomplete)' or '<incomplete>' stands for an unanswered request.
 */
export const arp = defineParser<Neighbour[]>({
  name: 'arp',
  reads: /^arp( .*)?$/,
  parse(file, note) {
    const neighbours: Neighbour[] = [];
    for (const line of file.lines) {
      const text = words(line.text);
      if (text.length === 0 || text[0] === 'Address' || text[0] === 'Entries:') continue;
      const neighbour = text.includes('at') ? dashA(text, line) : dashN(text, line);
      if (neighbour) neighbours.push(neighbour);
      else note(line, { id: 'common/unread-line', args: {} });
    }
    return neighbours.length > 0 ? neighbours : undefined;
  },
});

const hardware = /^[0-9a-f]{2}(:[0-9a-f]{2}){5,19}$/i;

function dashA(text: string[], line: Line): Neighbour | undefined {
  const address = /^\(([0-9.]{7,15})\)$/.exec(text[1] ?? '')?.[1];
  const device = after(text, 'on');
  if (address === undefined || device === undefined) return undefined;
  return entry(address, device, after(text, 'at') ?? '', text.includes('PERM'), line);
}

function dashN(text: string[], line: Line): Neighbour | undefined {
  const [address = ''] = text;
  const lladdr = text[1] === '(incomplete)' ? text[1] : (text[2] ?? '');
  const device = text.at(-1) ?? '';
  if (!hardware.test(lladdr) && lladdr !== '(incomplete)') return undefined;
  return entry(
    address,
    device,
    lladdr,
    text.slice(3, -1).some((word) => /^[A-Z]*M[A-Z]*$/.test(word)),
    line,
  );
}

function entry(address: string, device: string, lladdr: string, permanent: boolean, line: Line): Neighbour {
  const known = hardware.test(lladdr);
  const state = permanent ? { state: 'PERMANENT' } : known ? {} : { state: 'INCOMPLETE' };
  return { family: 'inet', address, device, ...(known ? { lladdr } : {}), ...state, flags: [], line };
}
