import type { NoteAt } from './parser.ts';
import type { DestinationCount, PortCount, Socket, SocketCount, SocketTable } from './sockets.ts';

const keepAny = 20_000;
const keepTelling = 20_000;
const destinationLimit = 50_000;
const groupsShown = 50;

/** Builds a table row by row in bounded memory. */
export class SocketCollector {
  private readonly sockets: Socket[] = [];
  private readonly counts = new Map<string, SocketCount>();
  private readonly destinations = new Map<string, DestinationCount>();
  private readonly ports = new Map<string, PortCount>();
  private telling = 0;
  private omitted = 0;

  add(socket: Socket): void {
    this.countState(socket);
    if (socket.protocol === 'tcp') this.countPort(socket);
    if (socket.protocol === 'tcp' && socket.state !== 'LISTEN' && socket.peer.port !== 0)
      this.countDestination(socket);
    if (this.hasRoom) this.sockets.push(socket);
    else if (tells(socket) && this.telling < keepTelling) {
      this.telling += 1;
      this.sockets.push(socket);
    } else this.omitted += 1;
  }

  /** False: only rows that tell of something waiting or lost are kept from here on. */
  get hasRoom(): boolean {
    return this.sockets.length < keepAny;
  }

  /** Undefined when no row was understood, unless the titles of the table alone are an answer: there is no socket. */
  table(note: NoteAt, titled = false): SocketTable | undefined {
    const first = this.sockets[0];
    if (first === undefined && !titled) return undefined;
    if (first && this.omitted > 0)
      note(first.line, { id: 'common/sockets-omitted', args: { n: this.omitted } });
    const destinations = [...this.destinations.values()].filter((group) => group.count > 1);
    destinations.sort((a, b) => b.count - a.count);
    const ports = [...this.ports.values()].sort((a, b) => b.count - a.count);
    return {
      sockets: this.sockets,
      counts: [...this.counts.values()],
      destinations: destinations.slice(0, groupsShown),
      ports: ports.slice(0, groupsShown),
      omitted: this.omitted,
    };
  }

  private countPort({ local: { port }, state, line }: Socket): void {
    if (port === undefined) return;
    const key = `${port} ${state}`;
    const known = this.ports.get(key);
    if (known) known.count += 1;
    else this.ports.set(key, { port, state, count: 1, line });
  }

  private countState({ protocol, family, state, line }: Socket): void {
    const key = `${protocol} ${family} ${state}`;
    const known = this.counts.get(key);
    if (known) known.count += 1;
    else this.counts.set(key, { protocol, family, state, count: 1, line });
  }

  private countDestination({ local, peer, state, line }: Socket): void {
    const key = `${local.address} ${peer.address} ${peer.port ?? peer.service}`;
    const group = this.destinations.get(key) ?? { local: local.address, peer, count: 0, timeWait: 0, line };
    group.count += 1;
    if (state === 'TIME_WAIT') group.timeWait += 1;
    this.destinations.set(key, group);
    if (this.destinations.size <= destinationLimit) return;
    // A server sees every client once: small groups make room until half is free, so that large ones survive.
    for (let small = 1; this.destinations.size > destinationLimit / 2; small *= 2) {
      for (const [other, { count }] of this.destinations) if (count <= small) this.destinations.delete(other);
    }
  }
}

/** Rows that say more than that a connection exists. */
function tells({ state, recvQ, sendQ = 0, drops = 0n }: Socket): boolean {
  return state === 'LISTEN' || recvQ > 0 || sendQ > 0 || drops > 0n;
}
