/**
 * IPVS: /proc/net/ip_vs (addresses and ports in hexadecimal), `ipvsadm -Ln [--stats]` (in decimal), and the totals of
 * /proc/net/ip_vs_stats (hexadecimal). Source: net/netfilter/ipvs/ip_vs_ctl.c; ipvsadm.c.
 */
import type { CapturedFile, Line } from '../model.ts';
import type { NoteAt, Reading, SampleSeed } from './parser.ts';
import { defineParser, integer } from './parser.ts';

export interface IpvsDestination {
  /** '192.168.82.22:3306' */
  address: string;
  /** 'Tunnel', 'Route', 'Masq', 'Local'; undefined with --stats. */
  forward: string | undefined;
  /** 0: no new connections. */
  weight: bigint | undefined;
  active: bigint | undefined;
  inactive: bigint | undefined;
  line: Line;
}

export interface IpvsService {
  /** 'TCP', 'UDP', 'SCTP', 'FWM'. */
  protocol: string;
  /** Address and port, or the firewall mark. */
  address: string;
  scheduler: string | undefined;
  destinations: IpvsDestination[];
  line: Line;
}

/** '0A0000FE:0CEA' or '[20010DB8...]:0CEA' in the usual notation; anything else as it is. */
function addressOf(text: string): string {
  const v4 = /^([0-9A-F]{8}):([0-9A-F]{4})$/.exec(text);
  if (!v4) return text;
  const bytes = [...(v4[1] ?? '').matchAll(/../g)].map(([byte]) => Number.parseInt(byte, 16));
  return `${bytes.join('.')}:${Number.parseInt(v4[2] ?? '', 16)}`;
}

function parse(file: CapturedFile, note: NoteAt): IpvsService[] | undefined {
  const services: IpvsService[] = [];
  let columns: string[] = [];
  for (const line of file.lines) {
    const words = line.text.trim().split(/\s+/);
    const [first = '', second = ''] = words;
    if (first === '' || first === 'IP' || first === 'Prot') continue;
    if (first === '->' && second.startsWith('RemoteAddress')) columns = words;
    else if (first === '->') services.at(-1)?.destinations.push(destinationOf(words, columns, line));
    else if (/^(?:TCP|UDP|SCTP|FWM)$/.test(first)) {
      const scheduler = /^[a-z]/.test(words[2] ?? '') ? words[2] : undefined;
      services.push({ protocol: first, address: addressOf(second), scheduler, destinations: [], line });
    } else note(line, { id: 'common/unread-line', args: {} });
  }
  // An empty table still has its titles: IPVS is there and serves nothing.
  return columns.length > 0 || services.length > 0 ? services : undefined;
}

function destinationOf(words: readonly string[], columns: readonly string[], line: Line): IpvsDestination {
  // Index -1 of a column that is not there gives undefined.
  const cell = (name: string) => words[columns.indexOf(name)];
  return {
    address: addressOf(words[1] ?? ''),
    forward: cell('Forward'),
    weight: integer(cell('Weight')),
    active: integer(cell('ActiveConn')),
    inactive: integer(cell('InActConn')),
    line,
  };
}

export const ipvs = defineParser<IpvsService[]>({
  name: 'ipvsadm -Ln',
  reads: /^(?:\/proc\/net\/ip_vs|ipvsadm (?:\S+ )*-L\S*(?: .*)?)$/,
  parse,
});

/** Since the module was loaded: connections, packets and bytes in and out. */
export type IpvsStats = Map<string, Reading>;
const names = ['connections', 'in_packets', 'out_packets', 'in_bytes', 'out_bytes'];

export const ipvsStats = defineParser<IpvsStats>({
  name: '/proc/net/ip_vs_stats',
  reads: /^\/proc\/net\/ip_vs_stats$/,
  parse(file) {
    for (const line of file.lines) {
      const words = line.text.trim().split(/\s+/);
      if (words.length !== names.length || !words.every((word) => /^[0-9A-F]{1,16}$/.test(word))) continue;
      return new Map(names.map((name, i) => [name, { value: BigInt(`0x${words[i] ?? '0'}`), line }]));
    }
    return undefined;
  },
  samples: (stats): SampleSeed[] =>
    [...stats].map(([name, reading]) => ({ name: `ipvs.${name}`, ...reading })),
});
