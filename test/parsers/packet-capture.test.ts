import { expect, test } from 'vitest';
import { packetCapture } from '../../src/parsers/packet-capture.ts';
import { parsed } from './captured.ts';

/** Bytes by hand: the formats are small, and both byte orders must be made. */
const be16 = (n: number) => [(n >> 8) & 255, n & 255];
const be32 = (n: number) => [...be16(n >>> 16), ...be16(n & 0xffff)];
const order = (little: boolean, bytes: number[]) => (little ? [...bytes].reverse() : bytes);

interface Tcp {
  from: string;
  to: string;
  flags: number;
  sequence?: number;
  acknowledgement?: number;
  timestamp?: number;
  fragment?: number;
}

const SYN = 0x02;
const SYNACK = 0x12;
const RST = 0x14;

function addressAndPort(text: string) {
  const [address = '', port = '0'] = text.split(' ');
  return { address: address.split('.').map(Number), port: Number(port) };
}

function tcpOptions(timestamp: number | undefined): number[] {
  return timestamp === undefined ? [] : [1, 1, 8, 10, ...be32(timestamp), ...be32(0)];
}

function tcpSegment({ from, to, flags, sequence = 1, acknowledgement = 0, timestamp }: Tcp): number[] {
  const options = tcpOptions(timestamp);
  const ports = [...be16(addressAndPort(from).port), ...be16(addressAndPort(to).port)];
  const offset = ((20 + options.length) / 4) << 4;
  return [...ports, ...be32(sequence), ...be32(acknowledgement), offset, flags, 0, 0, 0, 0, 0, 0, ...options];
}

function ipv4(packet: Tcp): number[] {
  const segment = tcpSegment(packet);
  const { address: source } = addressAndPort(packet.from);
  const { address: destination } = addressAndPort(packet.to);
  const head = [0x45, 0, ...be16(20 + segment.length), 0, 1, ...be16(packet.fragment ?? 0), 64, 6, 0, 0];
  return [...head, ...source, ...destination, ...segment];
}

const ethernet = (ip: number[], vlan = false) => [
  ...Array(12).fill(2),
  ...(vlan ? [0x81, 0, 0, 7] : []),
  8,
  0,
  ...ip,
];

function pcap(packets: number[][], little: boolean, link = 1): Uint8Array {
  const u32 = (n: number) => order(little, be32(n));
  const bytes = [
    ...u32(0xa1b2c3d4),
    ...order(little, be16(2)),
    ...order(little, be16(4)),
    ...u32(0),
    ...u32(0),
    ...u32(65535),
    ...u32(link),
  ];
  packets.forEach((packet, i) => {
    bytes.push(
      ...u32(1_700_000_000 + i),
      ...u32(500_000),
      ...u32(packet.length),
      ...u32(packet.length),
      ...packet,
    );
  });
  return new Uint8Array(bytes);
}

function pcapng(packets: number[][], little: boolean): Uint8Array {
  const u16 = (n: number) => order(little, be16(n));
  const u32 = (n: number) => order(little, be32(n));
  const block = (type: number, body: number[]) => [
    ...u32(type),
    ...u32(body.length + 12),
    ...body,
    ...u32(body.length + 12),
  ];
  const bytes = [
    ...block(0x0a0d0d0a, [...u32(0x1a2b3c4d), ...u16(1), ...u16(0), ...u32(0xffffffff), ...u32(0xffffffff)]),
    // Resolution of 10^-9.
    ...block(1, [...u16(1), ...u16(0), ...u32(0), ...u16(9), ...u16(1), 9, 0, 0, 0, ...u16(0), ...u16(0)]),
  ];
  packets.forEach((packet, i) => {
    const time = (1_700_000_000n + BigInt(i)) * 1_000_000_000n + 500_000_000n;
    const padding = Array((4 - (packet.length % 4)) % 4).fill(0);
    const times = [...u32(Number(time >> 32n)), ...u32(Number(time & 0xffffffffn))];
    bytes.push(
      ...block(6, [...u32(0), ...times, ...u32(packet.length), ...u32(packet.length), ...packet, ...padding]),
    );
  });
  return new Uint8Array(bytes);
}

/** Two clients behind one address: the second one's timestamp lies before the first one's, and its SYN stays unanswered. */
const behindNat: Tcp[] = [
  { from: '198.51.100.9 40001', to: '10.0.0.1 443', flags: SYN, sequence: 100, timestamp: 5_000_000 },
  {
    from: '10.0.0.1 443',
    to: '198.51.100.9 40001',
    flags: SYNACK,
    sequence: 7,
    acknowledgement: 101,
    timestamp: 9,
  },
  { from: '198.51.100.9 40002', to: '10.0.0.1 443', flags: SYN, sequence: 200, timestamp: 1_000_000 },
  { from: '198.51.100.9 40002', to: '10.0.0.1 443', flags: SYN, sequence: 200, timestamp: 1_001_000 },
  { from: '198.51.100.9 40003', to: '10.0.0.1 80', flags: SYN, sequence: 300, timestamp: 5_000_100 },
  { from: '10.0.0.1 80', to: '198.51.100.9 40003', flags: RST, acknowledgement: 301 },
];

const containers: [string, (packets: number[][]) => Uint8Array][] = [
  ['pcap, little endian', (packets) => pcap(packets, true)],
  ['pcap, big endian', (packets) => pcap(packets, false)],
  ['pcapng, little endian', (packets) => pcapng(packets, true)],
  ['pcapng, big endian', (packets) => pcapng(packets, false)],
];

test.each(containers)('%s: attempts, answers, timestamps that go back', (_, container) => {
  const bytes = container(behindNat.map((packet, i) => ethernet(ipv4(packet), i === 2)));
  const { value } = parsed(packetCapture, 'capture.pcap', bytes);
  expect(value).toMatchObject({ packets: 6, first: 1_700_000_000_500, last: 1_700_000_005_500, whole: true });
  expect(
    value?.attempts.map(({ sourcePort, destinationPort, syns, answer, timestamp, backwards }) => [
      sourcePort,
      destinationPort,
      syns,
      answer,
      timestamp,
      backwards,
    ]),
  ).toEqual([
    [40001, 443, 1, 'syn-ack', 5_000_000, false],
    [40002, 443, 2, undefined, 1_000_000, true],
    [40003, 80, 1, 'rst', 5_000_100, false],
  ]);
  expect(value?.attempts[1]?.line).toMatchObject({
    number: 3,
    text: 'packet 3: 198.51.100.9:40002 > 10.0.0.1:443 SYN, TSval 1000000',
  });
});

test('a copy that another device saw is no retransmission', () => {
  const syn: Tcp = { from: '192.0.2.1 40000', to: '10.0.0.1 80', flags: SYN, sequence: 5 };
  const bytes = pcap([syn, syn, syn].map(ipv4), true, 101);
  // The second packet comes a millisecond after the first, the third two seconds later.
  const view = new DataView(bytes.buffer);
  const second = 24 + 16 + ipv4(syn).length;
  view.setUint32(second, 1_700_000_000, true);
  view.setUint32(second + 4, 501_000, true);
  expect(parsed(packetCapture, 'any.pcap', bytes).value?.attempts).toMatchObject([{ syns: 2 }]);
});

test('timestamps wrap at 2^32', () => {
  const syn = (port: number, timestamp: number): Tcp => ({
    from: `192.0.2.1 ${port}`,
    to: '10.0.0.1 80',
    flags: SYN,
    sequence: port,
    timestamp,
  });
  const { value } = parsed(
    packetCapture,
    'a.pcapng',
    pcap([syn(1, 0xffffff00), syn(2, 5)].map(ipv4), true, 101),
  );
  expect(value?.attempts.map(({ backwards }) => backwards)).toEqual([false, false]);
});

test('TCP in fragments is counted at its source; later pieces have no ports', () => {
  const pieces: Tcp[] = [
    { from: '192.0.2.1 443', to: '10.0.0.1 40000', flags: 0x10, fragment: 0x2000 },
    { from: '192.0.2.1 443', to: '10.0.0.1 40000', flags: SYN, fragment: 0x00b9 },
  ];
  const { value } = parsed(packetCapture, 'a.pcap', pcap(pieces.map(ipv4), true, 101));
  expect(value?.sources.get('192.0.2.1')).toMatchObject({
    packets: 2,
    tcpFragments: 2,
    otherFragments: 0,
    fragment: { number: 1 },
  });
  expect(value?.attempts).toEqual([]);
});

test('IPv6 behind an extension header, cooked captures', () => {
  const segment = tcpSegment({ from: '0 40000', to: '0 443', flags: SYN, timestamp: 77 });
  const address = (last: number) => [0x20, 1, 0x0d, 0xb8, ...Array(11).fill(0), last];
  const ip = [
    0x60,
    0,
    0,
    0,
    ...be16(8 + segment.length),
    0,
    64,
    ...address(1),
    ...address(2),
    6,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
    ...segment,
  ];
  const { value } = parsed(
    packetCapture,
    'a.pcap',
    pcap([[...Array(14).fill(0), 0x86, 0xdd, ...ip]], true, 113),
  );
  expect(value?.attempts[0]).toMatchObject({
    source: '2001:db8::1',
    destination: '2001:db8::2',
    destinationPort: 443,
    timestamp: 77,
  });
});

test('no capture, a cut one, an unknown link type', () => {
  expect(
    parsed(packetCapture, 'a.pcap', "tcpdump: eth0: You don't have permission to capture\n").value,
  ).toBeUndefined();
  const bytes = pcap(
    behindNat.map((packet) => ethernet(ipv4(packet))),
    true,
  );
  expect(parsed(packetCapture, 'a.pcap', bytes.subarray(0, bytes.length - 10)).value?.packets).toBe(5);
  expect(parsed(packetCapture, 'a.pcap', pcap([ipv4(behindNat[0] as Tcp)], true, 9999)).value).toMatchObject({
    packets: 1,
    attempts: [],
  });
});
