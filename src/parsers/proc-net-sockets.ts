import type { Line } from '../model.ts';
import { ipv4FromHex, ipv6FromHex } from './internet-address.ts';
import { hexadecimal, words } from './numbers.ts';
import { defineParser, integer } from './parser.ts';
import { SocketCollector } from './socket-collector.ts';
import type { Endpoint, Socket, SocketTable, TcpState } from './sockets.ts';
import { socketSamples } from './sockets.ts';

/** include/net/tcp_states.h. 12 is a request socket inside the kernel, and printed as SYN_RECV. */
const states: readonly (TcpState | undefined)[] = [
  undefined,
  'ESTABLISHED',
  'SYN_SENT',
  'SYN_RECV',
  'FIN_WAIT1',
  'FIN_WAIT2',
  'TIME_WAIT',
  'CLOSE',
  'CLOSE_WAIT',
  'LAST_ACK',
  'LISTEN',
  'CLOSING',
  'SYN_RECV',
];
const timers = ['off', 'on', 'keepalive', 'timewait', 'persist'];

type Protocol = 'tcp' | 'udp' | 'udplite' | 'raw' | 'icmp';

/**
 * /proc/net/{tcp,udp,udplite,raw,icmp}[6]: 'sl local rem st tx:rx tr:when retrnsmt uid timeout inode ...'. Two columns
 * of the header are three in the rows, so rows are read by position, which has not changed since 2.6; `drops` of UDP and
 * raw sockets is the last column (since 2.6.27), and the inode is followed by 'ref pointer'. TCP shows no backlog limit
 * for LISTEN. Addresses are in the host's byte order. Sources: net/ipv4/tcp_ipv4.c get_tcp4_sock, net/ipv4/udp.c.
 */
export const procNetSockets = defineParser<SocketTable>({
  name: '/proc/net/{tcp,udp,raw}',
  reads: /^\/proc\/net\/(tcp|udp|udplite|raw|icmp)6?$/,
  parse(file, note) {
    const protocol = file.origin.slice('/proc/net/'.length).replace('6', '') as Protocol;
    const bigEndian = isBigEndian(file.lines);
    const collector = new SocketCollector();
    let titled = false;
    let rows = 0;
    for (const line of file.lines) {
      const row = words(line.text);
      titled ||= row[0] === 'sl';
      if (row[0] === undefined || row[0] === 'sl') continue;
      rows += 1;
      const socket = socketOf(row, protocol, bigEndian, line);
      if (socket) collector.add(socket);
      else note(line, { id: 'common/unread-line', args: {} });
    }
    return collector.table(note, titled && rows === 0 && /^(?:tcp|udp)$/.test(protocol));
  },
  samples: socketSamples,
});

/** s390x prints 127.0.0.1 as 7F000001, others as 0100007F: the first thousand rows tell which. */
function isBigEndian(lines: Iterable<Line>): boolean {
  let rows = 0;
  for (const { text } of lines) {
    if (text.includes('0100007F:')) return false;
    if (text.includes('7F000001:')) return true;
    if (++rows > 1000) return false;
  }
  return false;
}

function socketOf(row: string[], protocol: Protocol, bigEndian: boolean, line: Line): Socket | undefined {
  const [, localHex, peerHex, st, queues = '', timer = '', retransmits, uid, , inode] = row;
  const local = endpointOf(localHex, bigEndian);
  const peer = endpointOf(peerHex, bigEndian);
  const state = states[Number.parseInt(st ?? '', 16)];
  if (!local || !peer || state === undefined || !twoNumbers.test(queues)) return undefined;
  const drops = protocol === 'tcp' ? undefined : integer(row[12]);
  return {
    protocol,
    family: local.address.includes(':') ? 'inet6' : 'inet',
    state,
    local,
    peer,
    recvQ: Number.parseInt(queues.slice(9), 16),
    ...(protocol === 'tcp' && state === 'LISTEN' ? {} : { sendQ: Number.parseInt(queues, 16) }),
    ...(drops === undefined ? {} : { drops }),
    ...(uid === undefined ? {} : { uid: Number(uid) }),
    ...(inode === undefined || inode === '0' ? {} : { inode }),
    ...timerOf(timer, retransmits),
    line,
  };
}

/** 'tx_queue:rx_queue', and hexadecimal without a sign. */
const twoNumbers = /^[0-9A-Fa-f]{8}:[0-9A-Fa-f]{8}$/;
const hexEndpoint = /^(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{32}):[0-9A-Fa-f]{4}$/;

function endpointOf(text: string | undefined, bigEndian: boolean): Endpoint | undefined {
  if (text === undefined || !hexEndpoint.test(text)) return undefined;
  const hex = text.slice(0, -5);
  const address = hex.length === 8 ? ipv4FromHex(hex, bigEndian) : ipv6FromHex(hex, bigEndian);
  return { address, port: Number.parseInt(text.slice(-4), 16) };
}

/** `tr:when` and `retrnsmt`, both hexadecimal; `when` is in jiffies, shown as they are. */
function timerOf(timer: string, attempts: string | undefined): Pick<Socket, 'timer'> {
  const number = Number.parseInt(timer, 16);
  if (number === 0 || Number.isNaN(number)) return {};
  const jiffies = hexadecimal(timer.split(':')[1]);
  return {
    timer: {
      kind: timers[number] ?? 'unknown',
      ...(jiffies === undefined ? {} : { expires: `${jiffies} ticks` }),
      attempts: Number(hexadecimal(attempts) ?? 0n),
    },
  };
}
