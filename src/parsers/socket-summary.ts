import { words } from './numbers.ts';
import type { Reading, SampleSeed } from './parser.ts';
import { defineParser, integer } from './parser.ts';

/** Sockets and their memory by 'PROTOCOL_key': 'TCP_inuse', 'TCP_mem' (pages), 'FRAG_memory' (bytes), 'sockets_used'. */
export type SocketSummary = Map<string, Reading>;

/** 'sockstat.TCP_mem', 'sockstat6.TCP6_inuse': called after the file that has it. */
function summarySamples(summary: SocketSummary): SampleSeed[] {
  return [...summary].map(([name, { value, line }]) => ({
    name: /^[A-Z]+6_/.test(name) ? `sockstat6.${name}` : `sockstat.${name}`,
    value,
    line,
    kind: 'gauge',
  }));
}

/**
 * /proc/net/sockstat and sockstat6: 'TCP: inuse 3 orphan 0 tw 0 alloc 4 mem 1'. `mem` counts pages, `FRAG memory`
 * bytes; all are of the namespace but `mem`, `alloc` and, before 4.x, `orphan`. Source: net/ipv4/proc.c sockstat_seq_show.
 */
export const procNetSockstat = defineParser<SocketSummary>({
  name: '/proc/net/sockstat',
  reads: /^\/proc\/net\/sockstat6?$/,
  parse(file, note) {
    const summary: SocketSummary = new Map();
    for (const line of file.lines) {
      const [head, ...pairs] = words(line.text);
      if (head === undefined) continue;
      if (!head.endsWith(':')) note(line, { id: 'common/unread-line', args: {} });
      else
        for (let i = 0; i + 1 < pairs.length; i += 2) {
          const value = integer(pairs[i + 1]);
          if (value !== undefined) summary.set(`${head.slice(0, -1)}_${pairs[i] ?? ''}`, { value, line });
        }
    }
    return summary.size > 0 ? summary : undefined;
  },
  samples: summarySamples,
});

/** The names of `ss -s` for what sockstat has, and for the two that it has not. */
const tcpWords: Record<string, string> = {
  estab: 'TCP_estab',
  closed: 'TCP_closed',
  orphaned: 'TCP_orphan',
  synrecv: 'TCP_synrecv',
  timewait: 'TCP_tw',
};

/**
 * `ss -s`: 'TCP:   4 (estab 1, closed 0, orphaned 0, timewait 0)', in old versions 'synrecv 0, timewait 39/0), ports 0'
 * and a slab count '(kernel 1689)'; then a table whose IP and IPv6 columns are sockstat's inuse. Source: iproute2
 * misc/ss.c, print_summary.
 */
export const ssSummary = defineParser<SocketSummary>({
  name: 'ss -s',
  reads: /^ss( -\S+)* (-[a-zA-Z0-9]*s[a-zA-Z0-9]*|--summary)$/,
  parse(file) {
    const summary: SocketSummary = new Map();
    for (const line of file.lines) {
      const set = (name: string, text: string | undefined) => {
        const value = integer(text);
        if (value !== undefined) summary.set(name, { value, line });
      };
      const [head = '', total, ip, ip6] = words(line.text);
      if (head === 'Total:') set('sockets_used', total);
      else if (head === 'TCP:') {
        set('TCP_total', total);
        for (const [, word = '', number] of line.text.matchAll(/\b([a-z]{1,12}) (\d{1,20})/g))
          if (Object.hasOwn(tcpWords, word)) set(tcpWords[word] ?? '', number);
      } else if (/^(RAW|UDP|TCP|FRAG)$/.test(head)) {
        set(`${head}_inuse`, ip);
        set(`${head}6_inuse`, ip6);
      }
    }
    return summary.size > 0 ? summary : undefined;
  },
  samples: summarySamples,
});
