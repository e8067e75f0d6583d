import type { Context } from '../causes/cause.ts';
import { groupBy } from '../group-by.ts';
import type { Delta } from '../model.ts';
import type { Fact, Value } from '../parsers/index.ts';
import type { Socket } from '../parsers/sockets.ts';
import { endpointText, socketName } from '../parsers/sockets.ts';
import { remembered } from './remembered.ts';

/** A socket and how its own drop counter moved. */
export interface LocalSocket extends Socket {
  /** 'tcp 0.0.0.0:80', with '#2' for the second of that name (SO_REUSEPORT): the scope of its counters. */
  name: string;
  dropped?: Delta;
}

/**
 * All sockets of the newest capture that has any, each once: /proc/net knows drops, ss the backlog limit, netstat the
 * process, and what one leaves out another adds.
 */
export const socketsOf = remembered((context: Context): readonly LocalSocket[] =>
  [...mergeTables(context.all('sockets')).values()].map((socket) => {
    const dropped = context.counter('socket.drops', { socket: socket.name });
    return dropped === undefined ? socket : { ...socket, dropped };
  }),
);

/** The same for each capture, oldest first, by name and without counters: for queues that stay full. */
export const socketHistory = remembered((context: Context): readonly ReadonlyMap<string, LocalSocket>[] =>
  [...groupBy(context.history('sockets'), ({ capture }) => capture).values()].map(mergeTables),
);

function mergeTables(tables: readonly Fact<Value<'sockets'>>[]): Map<string, LocalSocket> {
  const merged = new Map<string, LocalSocket>();
  for (const { value } of tables) {
    const seen = new Map<string, number>();
    for (const socket of value.sockets) {
      const plain = socketName(socket);
      const nth = (seen.get(plain) ?? 0) + 1;
      seen.set(plain, nth);
      const name = nth === 1 ? plain : `${plain} #${nth}`;
      merged.set(name, both(socket, merged.get(name), name));
    }
  }
  return merged;
}

/** In how many captures that show sockets this one was like that. */
export function capturesWhere(
  context: Context,
  { name }: LocalSocket,
  isSo: (socket: LocalSocket) => boolean,
): number {
  return socketHistory(context).filter((sockets) => {
    const then = sockets.get(name);
    return then !== undefined && isSo(then);
  }).length;
}

/** What two tables say of one socket; the first prevails, and each may have details (ss -i, ss -m) of its own. */
function both(socket: Socket, first: LocalSocket | undefined, name: string): LocalSocket {
  if (!first?.info || !socket.info) return { ...socket, ...first, name };
  return { ...socket, ...first, info: new Map([...socket.info, ...first.info]), name };
}

/** Sockets that wait for connections. */
export function listenersOf(context: Context): LocalSocket[] {
  return socketsOf(context).filter(({ protocol, state }) => protocol === 'tcp' && state === 'LISTEN');
}

/**
 * Services that waited in an earlier capture, by whether a socket of the newest one stands for them; only those whom the
 * newest capture would show. Ephemeral ports come and go, and so do programs that talk to this host only.
 */
export function earlierServices(context: Context): { still: LocalSocket[]; gone: LocalSocket[] } {
  const captures = socketHistory(context).map((sockets) => [...sockets.values()].filter(waits));
  const latest = captures.pop() ?? [];
  const place = ({ protocol, local: { port } }: LocalSocket) => `${protocol} ${port}`;
  const taken = new Set(latest.map(place));
  const listings = new Set(context.all('sockets').map(({ file }) => file.origin));
  const shown = ({ protocol, line }: LocalSocket) =>
    listings.has(line.file.origin) || latest.some((socket) => socket.protocol === protocol);
  const missed = ({ local: { address, port = 0 } }: LocalSocket) =>
    port < ephemeralFrom(context) && !isLoopback(address) && !isDomestic(port);
  const found = captures.flat().filter((socket) => missed(socket) && shown(socket));
  const services = [...new Map(found.map((socket) => [socket.name, socket])).values()];
  return {
    still: services.filter((socket) => taken.has(place(socket))),
    gone: services.filter((socket) => !taken.has(place(socket))),
  };
}

/** A listener of TCP, or a socket of UDP that takes datagrams from whomever. */
function waits({ protocol, state, peer }: LocalSocket): boolean {
  return protocol === 'tcp' ? state === 'LISTEN' : protocol === 'udp' && peer.port === 0;
}

/** The kernel compares with '>': a queue of one more than its limit is full (sk_acceptq_is_full, include/net/sock.h). */
export function isFull({ state, recvQ, sendQ }: Socket): boolean {
  return state === 'LISTEN' && sendQ !== undefined && recvQ > sendQ;
}

export { endpointText };

/** '0.0.0.0:443 (nginx, pid 812)'. */
export function describeSocket({ local, process, pid }: Socket): string {
  const owner = [process, pid === undefined ? undefined : `pid ${pid}`]
    .filter((part) => part !== undefined)
    .join(', ');
  return owner === '' ? endpointText(local) : `${endpointText(local)} (${owner})`;
}

/** Only reachable from the host itself. */
export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1' || address.startsWith('::ffff:127.');
}

/** Ports that hosts keep open for themselves or their neighbours only: nobody misses them behind a packet filter. */
const domestic = new Set([25, 67, 68, 69, 111, 123, 137, 138, 161, 323, 546, 547, 631, 5353, 5355]);

export const isDomestic = (port: number): boolean => domestic.has(port);

/** A port of this host that others are meant to reach. */
export interface Service {
  protocol: 'tcp' | 'udp';
  port: number;
  families: Set<'inet' | 'inet6'>;
  socket: LocalSocket;
}

/** The first of the ports that connections of this host's own get. */
function ephemeralFrom(context: Context): number {
  return Number(context.setting('net.ipv4.ip_local_port_range')?.value.split(/\s+/)[0] ?? 32768);
}

/** TCP listeners and UDP sockets that others can reach; UDP sockets on ephemeral ports are clients waiting for answers. */
export function servicesOf(context: Context): Service[] {
  const ephemeral = ephemeralFrom(context);
  const services = new Map<string, Service>();
  for (const socket of socketsOf(context)) {
    const { protocol, state, local, peer } = socket;
    if (protocol !== 'udp' && !(protocol === 'tcp' && state === 'LISTEN')) continue;
    if (peer.port !== 0 || !local.port || isLoopback(local.address)) continue;
    // What the customer asks about is a service, whatever its port.
    const asked = local.port === context.focus.port;
    if (!asked && (isDomestic(local.port) || (protocol === 'udp' && local.port >= ephemeral))) continue;
    const key = `${protocol} ${local.port}`;
    const service = services.get(key) ?? { protocol, port: local.port, families: new Set(), socket };
    // Sockets on [::] take IPv4 as well, unless bindv6only is set.
    if (socket.family === 'inet' || local.address === '::' || local.address === '*')
      service.families.add('inet');
    if (socket.family === 'inet6' || local.address === '*') service.families.add('inet6');
    services.set(key, service);
  }
  return [...services.values()];
}
