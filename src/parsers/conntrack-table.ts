/**
 * The connection tracking table, from /proc/net/nf_conntrack, /proc/net/ip_conntrack or `conntrack -L [-o extended]`.
 * It can have a million lines, so it is counted and not kept. Each line has the original direction's addresses, then
 * those of the reply. Source: net/netfilter/nf_conntrack_standalone.c, ct_seq_show; conntrack-tools src/conntrack.c.
 */
import type { CapturedFile, Line } from '../model.ts';
import { defineParser } from './parser.ts';

/** How many entries share something, and one of them to show. */
export interface ConntrackGroup {
  count: number;
  line: Line;
}

export interface ConntrackTable {
  entries: number;
  /** No answer seen yet; and seen traffic in both ways, which keeps them from early eviction. */
  unreplied: number;
  assured: number;
  /** 'tcp ESTABLISHED', 'udp' ... */
  states: Map<string, ConntrackGroup>;
  /** Zone number; entries without one are in '0'. */
  zones: Map<string, ConntrackGroup>;
  /** Original source and destination address, most entries first. */
  sources: [string, ConntrackGroup][];
  destinations: [string, ConntrackGroup][];
  /** Flows whose source was translated: 'tcp 203.0.113.7 to 198.51.100.1:443', which share 64 thousand ports. */
  translated: [string, ConntrackGroup][];
  /** False: the file was cut, or an address was new after too many others; the counts are lower bounds. */
  whole: boolean;
}

/** Distinct keys kept while counting; a scan brings a new address with every line. */
const mostKeys = 200_000;
/** Groups handed on. */
const mostShown = 50;

class Groups extends Map<string, ConntrackGroup> {
  overflowed = false;

  add(key: string, line: Line): void {
    const known = this.get(key);
    if (known) known.count += 1;
    else if (this.size < mostKeys) this.set(key, { count: 1, line });
    else this.overflowed = true;
  }

  /** Equal counts by key, so that the same table gives the same order. */
  largest(): [string, ConntrackGroup][] {
    return [...this].sort((a, b) => b[1].count - a[1].count || (a[0] < b[0] ? -1 : 1)).slice(0, mostShown);
  }
}

const entry =
  /^(?:ipv[46]\s+\d+\s+)?(\S+)\s+\d{1,3}\s+(?:\d+\s+)?(?:([A-Z][A-Z_0-9]*)\s+)?(?:\[UNREPLIED\]\s+)?(?=src=)/;
/** What `conntrack -L` says at its end, on stderr. */
const shown = /flow entries have been shown/;
const pair = /\b(src|dst|sport|dport)=(\S+)/g;

function parse(file: CapturedFile): ConntrackTable | undefined {
  const [states, zones, sources, destinations, translated] = [1, 2, 3, 4, 5].map(() => new Groups()) as [
    Groups,
    Groups,
    Groups,
    Groups,
    Groups,
  ];
  const counts = { entries: 0, unreplied: 0, assured: 0 };
  let unread = false;
  for (const line of file.lines) {
    const text = line.text.slice(0, 1000).trimStart();
    const found = entry.exec(text);
    if (!found) {
      if (text !== '' && !shown.test(text)) unread = true;
      continue;
    }
    const [, protocol = '', state] = found;
    counts.entries += 1;
    if (text.includes('[UNREPLIED]')) counts.unreplied += 1;
    if (text.includes('[ASSURED]')) counts.assured += 1;
    states.add(state === undefined ? protocol : `${protocol} ${state}`, line);
    zones.add(/\bzone(?:-orig)?=(\d+)/.exec(text)?.[1] ?? '0', line);
    const { source, destination, answerer, port, replyTo } = addresses(text);
    sources.add(source, line);
    destinations.add(destination, line);
    if (replyTo !== undefined && replyTo !== source) {
      translated.add(`${protocol} ${replyTo} to ${answerer}${port === undefined ? '' : `:${port}`}`, line);
    }
  }
  if (counts.entries === 0 && unread) return undefined;
  const whole = file.whole && ![sources, destinations, translated].some(({ overflowed }) => overflowed);
  const groups = {
    sources: sources.largest(),
    destinations: destinations.largest(),
    translated: translated.largest(),
  };
  return { ...counts, states, zones, ...groups, whole };
}

/**
 * The first src= and dst= are those of the original direction. The second are those of the reply: who answers, which
 * is another address and port than the flow was opened to where the destination is translated as well, and to where.
 */
function addresses(text: string) {
  const found: Record<'src' | 'dst' | 'sport' | 'dport', string[]> = {
    src: [],
    dst: [],
    sport: [],
    dport: [],
  };
  for (const [, name, value = ''] of text.matchAll(pair)) found[name as 'src' | 'dst' | 'dport'].push(value);
  const [source = '', answerer = ''] = found.src;
  const [destination = '', replyTo] = found.dst;
  return { source, destination, answerer, replyTo, port: found.sport[1] };
}

export const conntrackTable = defineParser<ConntrackTable>({
  name: 'conntrack -L',
  reads: /^(?:conntrack (?:-f \S+ )?(?:-L|--dump)\b|\/proc\/net\/(?:nf|ip)_conntrack$)/,
  parse,
});
