/**
 * Containers of captured packets, both byte orders: pcap (micro- and nanoseconds) and pcapng.
 * Source: draft-ietf-opsawg-pcap, draft-ietf-opsawg-pcapng.
 */

export interface CapturedPacket {
  /** 1-based, as Wireshark numbers them. */
  number: number;
  /** Milliseconds since the epoch, UTC. */
  at: number;
  link: number;
  bytes: Uint8Array;
}

/** Yields nothing for bytes that are no capture, and stops where the file is cut. */
export function* packetsOf(bytes: Uint8Array): Generator<CapturedPacket> {
  if (bytes.byteLength < 24) return;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = view.getUint32(0);
  if (magic === 0x0a0d0d0a) yield* blocks(bytes, view);
  else if (magic === 0xa1b2c3d4 || magic === 0xa1b23c4d) yield* records(bytes, view, false);
  else if (magic === 0xd4c3b2a1 || magic === 0x4d3cb2a1) yield* records(bytes, view, true);
}

function* records(bytes: Uint8Array, view: DataView, little: boolean): Generator<CapturedPacket> {
  const nanoseconds = view.getUint32(0, little) === 0xa1b23c4d;
  const link = view.getUint32(20, little) & 0xffff;
  let number = 0;
  for (let at = 24; at + 16 <= view.byteLength; ) {
    const seconds = view.getUint32(at, little);
    const fraction = view.getUint32(at + 4, little);
    const length = view.getUint32(at + 8, little);
    if (at + 16 + length > view.byteLength) return;
    number += 1;
    const milliseconds = fraction / (nanoseconds ? 1_000_000 : 1000);
    yield {
      number,
      at: seconds * 1000 + milliseconds,
      link,
      bytes: bytes.subarray(at + 16, at + 16 + length),
    };
    at += 16 + length;
  }
}

const sectionHeader = 0x0a0d0d0a;
const interfaceDescription = 1;
const simplePacket = 3;
const enhancedPacket = 6;

interface Interface {
  link: number;
  /** Of a time stamp's unit, per millisecond. */
  perMillisecond: number;
}

function* blocks(bytes: Uint8Array, view: DataView): Generator<CapturedPacket> {
  let little = false;
  let interfaces: Interface[] = [];
  let number = 0;
  for (let at = 0; at + 12 <= view.byteLength; ) {
    if (view.getUint32(at) === sectionHeader) {
      little = view.getUint32(at + 8) === 0x4d3c2b1a;
      interfaces = [];
    }
    const type = view.getUint32(at, little);
    const length = view.getUint32(at + 4, little);
    if (length < 12 || at + length > view.byteLength) return;
    const body = new DataView(bytes.buffer, bytes.byteOffset + at + 8, length - 12);
    if (type === interfaceDescription && body.byteLength >= 8) interfaces.push(interfaceOf(body, little));
    if (type === enhancedPacket || type === simplePacket) {
      number += 1;
      const packet = packetIn(body, type, little, interfaces);
      if (packet) yield { number, ...packet };
    }
    at += length;
  }
}

function packetIn(body: DataView, type: number, little: boolean, interfaces: readonly Interface[]) {
  const enhanced = type === enhancedPacket;
  if (body.byteLength < (enhanced ? 20 : 4)) return undefined;
  const about = interfaces[enhanced ? body.getUint32(0, little) : 0];
  if (!about) return undefined;
  const units = enhanced ? body.getUint32(4, little) * 2 ** 32 + body.getUint32(8, little) : 0;
  const start = enhanced ? 20 : 4;
  const length = Math.min(body.getUint32(enhanced ? 12 : 0, little), body.byteLength - start);
  const packet = new Uint8Array(body.buffer, body.byteOffset + start, length);
  return { at: units / about.perMillisecond, link: about.link, bytes: packet };
}

/** Option 9 of an interface is the resolution: a power of ten, or of two with the top bit set. Default 10^-6. */
function interfaceOf(body: DataView, little: boolean): Interface {
  const found = { link: body.getUint16(0, little), perMillisecond: 1000 };
  for (let at = 8; at + 4 <= body.byteLength; ) {
    const code = body.getUint16(at, little);
    const length = body.getUint16(at + 2, little);
    if (code === 0) break;
    if (code === 9 && length >= 1 && at + 4 < body.byteLength) {
      const resolution = body.getUint8(at + 4);
      found.perMillisecond = (resolution & 0x80 ? 2 ** (resolution & 0x7f) : 10 ** resolution) / 1000;
    }
    at += 4 + length + ((4 - (length % 4)) % 4);
  }
  return found;
}
