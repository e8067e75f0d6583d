/**
 * What a small packet capture proves about connections: SYNs and their answers, fragments, and TCP timestamps per
 * source. A SYN whose timestamp lies before that of an earlier one from the same address is what a server with
 * tcp_tw_recycle drops (RFC 7323 section 5, PAWS applied per host).
 */
import type { CapturedFile, Line } from '../model.ts';
import type { Packet, TcpHeader } from './packets.ts';
import { packetOf } from './packets.ts';
import { defineParser } from './parser.ts';
import { packetsOf } from './pcap.ts';

/** One attempt to connect: a SYN and its retransmissions. */
export interface SynAttempt {
  source: string;
  sourcePort: number;
  destination: string;
  destinationPort: number;
  /** Milliseconds since the epoch of the first SYN. */
  at: number;
  /** Copies that other devices saw at the same moment are not counted: captures are often taken on all of them. */
  syns: number;
  answer: 'syn-ack' | 'rst' | undefined;
  /** TSval of the first SYN; undefined without the option. */
  timestamp: number | undefined;
  /** The timestamp is older than one that the same source sent to the same server before. */
  backwards: boolean;
  /** Of the first SYN: its packet number stands for a line number. */
  line: Line;
}

export interface CapturedSource {
  /** A capture on all devices sees a forwarded packet once per device. */
  packets: number;
  /** Pieces of datagrams by protocol: TCP should have none. */
  tcpFragments: number;
  otherFragments: number;
  /** The first fragment. */
  fragment: Line | undefined;
}

export interface PacketCapture {
  packets: number;
  /** Milliseconds since the epoch, of the first and the last packet. */
  first: number;
  last: number;
  attempts: SynAttempt[];
  /** By source address. */
  sources: Map<string, CapturedSource>;
  /** False: the capture was cut, or has more attempts or sources than are kept. */
  whole: boolean;
}

const most = 100_000;
/** A SYN is repeated after a second, later after more (RFC 6298); sooner it is a copy. Milliseconds. */
const soonest = 100;

class Reader {
  readonly attempts = new Map<string, SynAttempt>();
  readonly sources = new Map<string, CapturedSource>();
  /** When the last counted SYN of an attempt was seen. */
  private readonly lastSyn = new Map<string, number>();
  /** Newest timestamp by source and server. */
  private readonly newest = new Map<string, number>();
  overflowed = false;

  private readonly file: CapturedFile;

  constructor(file: CapturedFile) {
    this.file = file;
  }

  read(packet: Packet, number: number, at: number): void {
    this.count(packet, number);
    const { tcp } = packet;
    if (tcp?.syn && !tcp.ack) this.attempt(packet, tcp, number, at);
    else if (tcp && (tcp.rst || tcp.syn)) this.answer(packet, tcp);
  }

  private count(packet: Packet, number: number): void {
    const known = this.sources.get(packet.source);
    const source = known ?? { packets: 0, tcpFragments: 0, otherFragments: 0, fragment: undefined };
    if (!known && this.sources.size < most) this.sources.set(packet.source, source);
    else if (!known) this.overflowed = true;
    source.packets += 1;
    if (!packet.fragment) return;
    if (packet.protocol === 6) source.tcpFragments += 1;
    else source.otherFragments += 1;
    source.fragment ??= this.line(
      number,
      `${packet.source} > ${packet.destination} fragment of protocol ${packet.protocol}`,
    );
  }

  private attempt({ source, destination }: Packet, tcp: TcpHeader, number: number, at: number): void {
    const { sourcePort, destinationPort, timestamp, sequence } = tcp;
    const key = `${source} ${sourcePort} ${destination} ${destinationPort} ${sequence}`;
    const known = this.attempts.get(key);
    if (known && at - (this.lastSyn.get(key) ?? at) >= soonest) {
      known.syns += 1;
      this.lastSyn.set(key, at);
    }
    if (known) return;
    if (this.attempts.size >= most) this.overflowed = true;
    else {
      const shown = timestamp === undefined ? 'no timestamp' : `TSval ${timestamp}`;
      const line = this.line(
        number,
        `${source}:${sourcePort} > ${destination}:${destinationPort} SYN, ${shown}`,
      );
      const backwards = this.isBackwards(`${source} ${destination}`, timestamp);
      const about = { source, sourcePort, destination, destinationPort, at, timestamp, backwards, line };
      this.attempts.set(key, { ...about, syns: 1, answer: undefined });
      this.lastSyn.set(key, at);
    }
  }

  /** Timestamps are compared modulo 2^32. */
  private isBackwards(hosts: string, timestamp: number | undefined): boolean {
    if (timestamp === undefined) return false;
    const newest = this.newest.get(hosts);
    const backwards = newest !== undefined && ((timestamp - newest) | 0) < 0;
    if (!backwards && this.newest.size < most) this.newest.set(hosts, timestamp);
    return backwards;
  }

  /** The answer acknowledges the SYN's sequence number plus one. */
  private answer({ source, destination }: Packet, tcp: TcpHeader): void {
    const sequence = (tcp.acknowledgement - 1) >>> 0;
    const attempt = this.attempts.get(
      `${destination} ${tcp.destinationPort} ${source} ${tcp.sourcePort} ${sequence}`,
    );
    if (attempt) attempt.answer ??= tcp.rst ? 'rst' : 'syn-ack';
  }

  private line(number: number, text: string): Line {
    return { text: `packet ${number}: ${text}`, number, file: this.file };
  }
}

function parse(file: CapturedFile): PacketCapture | undefined {
  const bytes = file.bytes?.();
  if (!bytes) return undefined;
  const reader = new Reader(file);
  let packets = 0;
  let first = 0;
  let last = 0;
  for (const { number, at, link, bytes: raw } of packetsOf(bytes)) {
    packets = number;
    if (number === 1) first = at;
    last = at;
    const packet = packetOf(link, raw);
    if (packet) reader.read(packet, number, at);
  }
  if (packets === 0) return undefined;
  const whole = file.whole && !reader.overflowed;
  return { packets, first, last, attempts: [...reader.attempts.values()], sources: reader.sources, whole };
}

export const packetCapture = defineParser<PacketCapture>({
  name: 'packet capture',
  reads: /\.p?cap(?:ng)?\d*$|^tcpdump\b.* -w\b/,
  parse,
});
