import type { Line } from '../model.ts';
import type { SampleSeed } from './parser.ts';

/** TCP states as the kernel names them (include/net/tcp_states.h), without the prefix 'TCP_'. */
export type TcpState =
  | 'ESTABLISHED'
  | 'SYN_SENT'
  | 'SYN_RECV'
  | 'FIN_WAIT1'
  | 'FIN_WAIT2'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'CLOSE_WAIT'
  | 'LAST_ACK'
  | 'LISTEN'
  | 'CLOSING';

export interface Endpoint {
  /** '0.0.0.0', '::', '192.0.2.1', 'fe80::1'; the name as printed for sockets that are not of the Internet. */
  address: string;
  /** 0: any port; undefined where only a name is known. For raw sockets the protocol number. */
  port?: number;
  /** The port's name where the command printed one ('https'), and what stands there for other sockets. */
  service?: string;
  /** SO_BINDTODEVICE, or the zone of a link-local address: 'eth0'. */
  device?: string;
}

/** One socket, whichever of /proc/net, ss and netstat told of it. */
export interface Socket {
  protocol:
    | 'tcp'
    | 'udp'
    | 'udplite'
    | 'raw'
    | 'icmp'
    | 'sctp'
    | 'dccp'
    | 'mptcp'
    | 'packet'
    | 'netlink'
    | 'vsock';
  family: 'inet' | 'inet6' | 'other';
  /** UDP and raw sockets: CLOSE, or ESTABLISHED after connect(). */
  state: TcpState;
  local: Endpoint;
  peer: Endpoint;
  /** Bytes that wait for the application; for LISTEN: connections in the accept queue. */
  recvQ: number;
  /** Bytes sent and not acknowledged; for LISTEN: the backlog limit, undefined where the source shows none. */
  sendQ?: number;
  /** sk_drops: packets that this very socket dropped, 32 bits. For LISTEN: SYNs and final ACKs. */
  drops?: bigint;
  /** SO_RCVBUF and SO_SNDBUF as the kernel keeps them (doubled), and the memory in use, bytes: skmem rb, tb, r, t. */
  rcvbuf?: number;
  sndbuf?: number;
  rmem?: number;
  wmem?: number;
  /** Bytes queued because a user holds the socket: skmem bl. */
  backlog?: number;
  process?: string;
  pid?: number;
  /** Its file descriptor in that process (ss -p). */
  fd?: number;
  uid?: number;
  inode?: string;
  cgroup?: string;
  /** 'on', 'keepalive', 'timewait', 'persist', 'unknown'; how long until it fires, as printed; and unanswered attempts. */
  timer?: { kind: string; expires?: string; attempts: number };
  /** Segments now in retransmission, and in the socket's whole life (ss -i). */
  retrans?: { current: number; total: number };
  /** Everything else of `ss -i`: 'mss' -> '1448', 'rtt' -> '0.1/0.05', 'send' -> '10Mbps'; flags map to ''. */
  info?: Map<string, string>;
  line: Line;
}

/** Number of sockets of one kind, over the whole table. */
export interface SocketCount {
  protocol: Socket['protocol'];
  family: Socket['family'];
  state: TcpState;
  count: number;
  /** The first of them. */
  line: Line;
}

/** TCP sockets that share a local address and a remote address and port: what a local port is taken for. */
export interface DestinationCount {
  local: string;
  peer: Endpoint;
  count: number;
  timeWait: number;
  /** The first of them. */
  line: Line;
}

/** TCP sockets of one local port in one state: half-open ones of a listener, closed by the peer and not by us. */
export interface PortCount {
  port: number;
  state: TcpState;
  count: number;
  /** The first of them. */
  line: Line;
}

/**
 * A table of sockets. Large tables keep listeners, and sockets with something in a queue or with drops, before others;
 * the counts are of all rows.
 */
export interface SocketTable {
  sockets: Socket[];
  counts: SocketCount[];
  /** The largest groups first; only groups of two or more. */
  destinations: DestinationCount[];
  /** TCP sockets by local port and state, the largest groups first. */
  ports: PortCount[];
  /** Rows counted but not kept in `sockets`. */
  omitted: number;
}

/** 'udp 0.0.0.0:5300', 'tcp [::1]:80', with the peer where there is one. */
export function socketName({ protocol, local, peer }: Pick<Socket, 'protocol' | 'local' | 'peer'>): string {
  return peer.port === 0
    ? `${protocol} ${endpointText(local)}`
    : `${protocol} ${endpointText(local)} ${endpointText(peer)}`;
}

export function endpointText({ address, port, service, device }: Endpoint): string {
  const host = address.includes(':') ? `[${address}]` : address;
  return `${host}${device === undefined ? '' : `%${device}`}:${port ?? service ?? ''}`;
}

/**
 * Drops per socket. Connected TCP sockets are left out while they dropped nothing: a host has thousands of them, and
 * each would be a counter of its own.
 */
export function socketSamples({ sockets }: SocketTable): SampleSeed[] {
  const seen = new Map<string, number>();
  const seeds: SampleSeed[] = [];
  for (const socket of sockets) {
    if (socket.drops === undefined) continue;
    if (socket.protocol === 'tcp' && socket.state !== 'LISTEN' && socket.drops === 0n) continue;
    const name = socketName(socket);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    seeds.push({
      name: 'socket.drops',
      value: socket.drops,
      line: socket.line,
      bits: 32,
      scope: { socket: nth === 1 ? name : `${name} #${nth}` },
      ...(socket.inode === undefined ? {} : { incarnation: socket.inode }),
    });
  }
  return seeds;
}
