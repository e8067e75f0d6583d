/** The headers of one captured packet that tell about TCP handshakes and fragments. RFC 791, 8200, 9293, 7323. */

export interface Packet {
  source: string;
  destination: string;
  /** 6 is TCP, 17 is UDP. */
  protocol: number;
  /** A piece of a datagram; only the first has ports. */
  fragment: boolean;
  tcp: TcpHeader | undefined;
}

export interface TcpHeader {
  sourcePort: number;
  destinationPort: number;
  sequence: number;
  acknowledgement: number;
  syn: boolean;
  ack: boolean;
  rst: boolean;
  /** TSval of the timestamps option. */
  timestamp: number | undefined;
}

/** Where the network layer begins, by link type (tcpdump.org/linktypes.html); undefined: a type not known here. */
function networkOffset(link: number, view: DataView): number | undefined {
  if (link === 1) return ethernetOffset(view);
  if (link === 0 || link === 108) return 4;
  if (link === 113) return 16;
  if (link === 276) return 20;
  return [12, 14, 101, 228, 229].includes(link) ? 0 : undefined;
}

/** Behind any number of VLAN tags (802.1Q, 802.1ad). */
function ethernetOffset(view: DataView): number {
  let at = 12;
  while (at + 4 <= view.byteLength && [0x8100, 0x88a8, 0x9100].includes(view.getUint16(at))) at += 4;
  return at + 2;
}

/** Reads one packet; undefined when it is neither IPv4 nor IPv6, or cut before its headers end. */
export function packetOf(link: number, bytes: Uint8Array): Packet | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const offset = networkOffset(link, view);
  if (offset === undefined || offset >= view.byteLength) return undefined;
  const version = view.getUint8(offset) >> 4;
  if (version === 4) return ipv4(view, offset);
  return version === 6 ? ipv6(view, offset) : undefined;
}

function ipv4(view: DataView, at: number): Packet | undefined {
  if (at + 20 > view.byteLength) return undefined;
  const length = (view.getUint8(at) & 0x0f) * 4;
  const fragmentation = view.getUint16(at + 6);
  const protocol = view.getUint8(at + 9);
  const first = (fragmentation & 0x1fff) === 0;
  return {
    source: dotted(view, at + 12),
    destination: dotted(view, at + 16),
    protocol,
    fragment: (fragmentation & 0x3fff) !== 0,
    tcp: protocol === 6 && first ? tcp(view, at + length) : undefined,
  };
}

/** Extension headers that have a length of their own in units of 8 bytes: hop-by-hop, routing, destination options. */
const extensions = [0, 43, 60];
const fragmentHeader = 44;

function ipv6(view: DataView, start: number): Packet | undefined {
  if (start + 40 > view.byteLength) return undefined;
  let protocol = view.getUint8(start + 6);
  let at = start + 40;
  let fragment = false;
  let first = true;
  while ((extensions.includes(protocol) || protocol === fragmentHeader) && at + 8 <= view.byteLength) {
    if (protocol === fragmentHeader) {
      fragment = true;
      first = (view.getUint16(at + 2) & 0xfff8) === 0;
    }
    const length = protocol === fragmentHeader ? 8 : (view.getUint8(at + 1) + 1) * 8;
    protocol = view.getUint8(at);
    at += length;
  }
  const tcpHeader = protocol === 6 && first ? tcp(view, at) : undefined;
  return {
    source: hex(view, start + 8),
    destination: hex(view, start + 24),
    protocol,
    fragment,
    tcp: tcpHeader,
  };
}

function tcp(view: DataView, at: number): TcpHeader | undefined {
  if (at + 20 > view.byteLength) return undefined;
  const flags = view.getUint8(at + 13);
  return {
    sourcePort: view.getUint16(at),
    destinationPort: view.getUint16(at + 2),
    sequence: view.getUint32(at + 4),
    acknowledgement: view.getUint32(at + 8),
    syn: (flags & 0x02) !== 0,
    ack: (flags & 0x10) !== 0,
    rst: (flags & 0x04) !== 0,
    timestamp: timestampOf(view, at + 20, at + (view.getUint8(at + 12) >> 4) * 4),
  };
}

/** Options are kind and length, but for end (0) and padding (1). Timestamps are kind 8. */
function timestampOf(view: DataView, from: number, to: number): number | undefined {
  const end = Math.min(to, view.byteLength);
  for (let at = from; at + 1 < end; ) {
    const kind = view.getUint8(at);
    if (kind === 0) return undefined;
    if (kind === 8 && at + 10 <= end) return view.getUint32(at + 2);
    at += kind === 1 ? 1 : Math.max(2, view.getUint8(at + 1));
  }
  return undefined;
}

function dotted(view: DataView, at: number): string {
  return [0, 1, 2, 3].map((i) => view.getUint8(at + i)).join('.');
}

/** RFC 5952: the longest run of two and more zero groups is written as '::'. */
function hex(view: DataView, at: number): string {
  const text = [0, 2, 4, 6, 8, 10, 12, 14].map((i) => view.getUint16(at + i).toString(16)).join(':');
  const runs = [...text.matchAll(/\b0(?::0)+\b/g)].sort((a, b) => b[0].length - a[0].length);
  const run = runs[0];
  if (!run) return text;
  return `${text.slice(0, run.index).replace(/:$/, '')}::${text.slice(run.index + run[0].length).replace(/^:/, '')}`;
}
