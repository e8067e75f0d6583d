import type { CapturedFile, Line } from '../model.ts';
import { endpoint } from './endpoint.ts';
import { count, present, words } from './numbers.ts';
import { defineParser } from './parser.ts';
import { SocketCollector } from './socket-collector.ts';
import type { Socket, SocketTable, TcpState } from './sockets.ts';
import { socketSamples } from './sockets.ts';
import { readSsDetails } from './ss-details.ts';

const states = new Map<string, TcpState>([
  ['ESTAB', 'ESTABLISHED'],
  ['SYN-SENT', 'SYN_SENT'],
  ['SYN-RECV', 'SYN_RECV'],
  ['NEW-SYN-RECV', 'SYN_RECV'],
  ['FIN-WAIT-1', 'FIN_WAIT1'],
  ['FIN-WAIT-2', 'FIN_WAIT2'],
  ['TIME-WAIT', 'TIME_WAIT'],
  ['UNCONN', 'CLOSE'],
  ['CLOSED', 'CLOSE'],
  ['CLOSE-WAIT', 'CLOSE_WAIT'],
  ['LAST-ACK', 'LAST_ACK'],
  ['LISTEN', 'LISTEN'],
  ['CLOSING', 'CLOSING'],
  ['UNKNOWN', 'CLOSE'],
]);

/** The column Netid, of the sockets that can lose packets; unix sockets and others are passed over. */
const protocols = new Map<string, Socket['protocol']>([
  ['tcp', 'tcp'],
  ['udp', 'udp'],
  ['raw', 'raw'],
  ['icmp6', 'icmp'],
  ['sctp', 'sctp'],
  ['dccp', 'dccp'],
  ['mptcp', 'mptcp'],
  ['p_raw', 'packet'],
  ['p_dgr', 'packet'],
  ['nl', 'netlink'],
  ['v_str', 'vsock'],
  ['v_dgr', 'vsock'],
]);
const otherNetids = new Set(['u_str', 'u_dgr', 'u_seq', 'ti_st', 'ti_rd', 'ti_sq', 'ti_dg', 'xdp', '???']);

/** What the rows do not say themselves. */
interface Given {
  protocol?: Socket['protocol'];
  state?: TcpState;
  /** What an address '*' stands for: new versions print IPv4's any as 0.0.0.0 and mean by '*' both families. */
  any: 'inet' | 'inet6';
}

/**
 * `ss` with any of -t -u -w -0 -l -a -n -p -e -o -m -i: the columns 'Netid State Recv-Q Send-Q Local Peer Process', of
 * which Netid is left out for one kind of socket and State for one state; details follow on the same line or on lines
 * that begin with a tab. Source: iproute2 misc/ss.c.
 */
export const ss = defineParser<SocketTable>({
  name: 'ss',
  reads: /^ss(?! (.* )?-[a-zA-Z0-9]*s)(?!.* --summary)( .*)?$/,
  parse(file, note) {
    const collector = new SocketCollector();
    const given = givenBy(file);
    let open: Socket | undefined;
    let ignored = false;
    let [titled, empty] = [false, true];
    for (const line of file.lines) {
      if (isHeader(line.text)) titled = true;
      else if (line.text.trim() !== '' && !harmless.test(line.text)) empty = false;
      if (line.text.trim() === '' || isHeader(line.text) || complaint.test(line.text)) continue;
      if (/^\s/.test(line.text) && (open || ignored)) {
        if (open && (collector.hasRoom || tells(open, line.text))) readSsDetails(line.text, open);
        continue;
      }
      if (open) collector.add(open);
      open = rowOf(line, given, collector.hasRoom);
      ignored = !open && otherNetids.has(words(line.text)[0] ?? '');
      if (!open && !ignored) note(line, { id: 'common/unread-line', args: {} });
    }
    if (open) collector.add(open);
    return collector.table(note, titled && empty && / -\w*[tu]/.test(file.origin));
  },
  samples: socketSamples,
  equals: '/proc/net/{tcp,udp,raw}',
});

/** In a table that is too large to keep, details matter for listeners and for sockets that dropped something. */
function tells(socket: Socket, details: string): boolean {
  return socket.state === 'LISTEN' || /,d[1-9]/.test(details);
}

/** What ss prints to stderr, which some tools store with its output. */
const complaint = /^(Failed to |RTNETLINK answers|Cannot open |ss: )/;

/** Without the names of cgroups the table is whole. */
const harmless = /^Failed to find cgroup2 mount/;

function isHeader(text: string): boolean {
  return /^\s*(Netid|State|Recv-Q)\s/.test(text) && text.includes('Recv-Q');
}

const kinds: [letter: string, protocol: Socket['protocol']][] = [
  ['t', 'tcp'],
  ['u', 'udp'],
  ['w', 'raw'],
  ['d', 'dccp'],
  ['S', 'sctp'],
  ['M', 'mptcp'],
  ['0', 'packet'],
];

/** The options name the protocol when there is one only; `state X` as a filter takes the place of the column. */
function givenBy(file: CapturedFile): Given {
  const letters = [...file.origin.matchAll(/ -([a-zA-Z0-9]+)/g)].map(([, found = '']) => found).join('');
  const asked = kinds.filter(([letter]) => letters.includes(letter)).map(([, protocol]) => protocol);
  const state = / state ([a-z0-9-]+)/.exec(file.origin)?.[1]?.toUpperCase();
  return {
    ...present({
      protocol: asked.length === 1 ? asked[0] : undefined,
      state: states.get(state === 'ESTABLISHED' ? 'ESTAB' : (state ?? '')),
    }),
    any: anyOf(file.lines),
  };
}

function anyOf(lines: Iterable<Line>): Given['any'] {
  let rows = 0;
  for (const { text } of lines) {
    if (text.includes(' 0.0.0.0:') || text.includes(' [::]:')) return 'inet6';
    if (text.includes(' :::')) return 'inet';
    if (++rows > 5000) break;
  }
  return 'inet';
}

function rowOf(line: Line, given: Given, keep: boolean): Socket | undefined {
  const text = words(line.text.slice(0, 1000));
  let at = 0;
  const netid = protocols.get(text[0] ?? '');
  if (netid !== undefined) at++;
  else if (otherNetids.has(text[0] ?? '')) return undefined;
  const stated = states.get(text[at] ?? '');
  if (stated !== undefined) at++;
  const [recvQ, sendQ, local, peer] = [count(text[at]), count(text[at + 1]), text[at + 2], text[at + 3]];
  const state = stated ?? given.state;
  const protocol = netid ?? given.protocol ?? (state === 'CLOSE' ? 'udp' : 'tcp');
  if (
    state === undefined ||
    recvQ === undefined ||
    sendQ === undefined ||
    local === undefined ||
    peer === undefined
  )
    return undefined;
  const rest = afterWords(line.text, at + 4);
  // Printed of sockets of IPv6 only (-e): their '*' takes both families, whatever the version.
  const any = /(?:^| )v6only:[01]/.test(rest) ? 'inet6' : given.any;
  const ends = addresses(protocol, local, peer, any);
  const socket: Socket = { protocol, ...ends, state, recvQ, sendQ, line };
  if (rest !== '' && (keep || tells(socket, rest))) readSsDetails(rest, socket);
  return socket;
}

function addresses(
  protocol: Socket['protocol'],
  local: string,
  peer: string,
  any: Given['any'],
): Pick<Socket, 'family' | 'local' | 'peer'> {
  if (protocol === 'netlink' || protocol === 'packet' || protocol === 'vsock') {
    const at = local.lastIndexOf(':');
    const name = at < 0 ? local : local.slice(0, at);
    return {
      family: 'other',
      local: { address: name, service: local.slice(at + 1) },
      peer: { address: peer, port: 0 },
    };
  }
  const [here, there] = [endpoint(local), endpoint(peer)];
  const family = here.address.includes(':') ? 'inet6' : here.address === '*' ? any : 'inet';
  const anyAddress = family === 'inet6' ? '::' : '0.0.0.0';
  for (const side of [here, there]) if (side.address === '*') side.address = anyAddress;
  return { family, local: here, peer: there };
}

/** What stands after the first n words. */
function afterWords(text: string, n: number): string {
  const word = /\S+/g;
  for (let i = 0; i < n; i++) if (!word.exec(text)) return '';
  return text.slice(word.lastIndex).trim();
}
