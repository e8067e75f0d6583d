import type { Line } from '../model.ts';
import { endpoint } from './endpoint.ts';
import { count, headerWords, present, words } from './numbers.ts';
import { defineParser } from './parser.ts';
import { SocketCollector } from './socket-collector.ts';
import type { Socket, SocketTable, TcpState } from './sockets.ts';

const states = new Set<string>([
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
]);
const isState = (text: string): text is TcpState => states.has(text);

const internetRow = /^(tcp|udp|udplite|raw|icmp|sctp)\d{0,2}\s/;

/**
 * `netstat -an` and its variants (-neopa, -W, -T): 'Proto Recv-Q Send-Q Local Foreign State User Inode PID/Program Timer'.
 * UDP rows have no state unless connected. For LISTEN it prints no limit: Send-Q is 0 and means nothing. Without -W long
 * addresses are cut. Titles are in the user's language; the tables of unix sockets and Bluetooth that follow are passed
 * over. Source: net-tools netstat.c.
 */
export const netstatSockets = defineParser<SocketTable>({
  name: 'netstat -an',
  reads: /^netstat(?! (.* )?-[a-zA-Z]*[sirgM])(?!.* --(statistics|interfaces|route|groups))( .*)?$/,
  parse(file, note) {
    const collector = new SocketCollector();
    let columns: string[] = [];
    for (const line of file.lines) {
      if (/^\s*Proto\s/.test(line.text)) columns = headerWords(line.text);
      else if (internetRow.test(line.text)) {
        const socket = socketOf(line, columns);
        if (socket) collector.add(socket);
        else note(line, { id: 'common/unread-line', args: {} });
      }
    }
    return collector.table(note);
  },
});

function socketOf(line: Line, columns: string[]): Socket | undefined {
  const text = words(line.text);
  const [proto = '', recv, send, local, peer] = text;
  const protocol = /^(tcp|udp|udplite|raw|icmp|sctp)6?$/.exec(proto)?.[1] as Socket['protocol'] | undefined;
  const [recvQ, sendQ] = [count(recv), count(send)];
  if (
    protocol === undefined ||
    recvQ === undefined ||
    sendQ === undefined ||
    local === undefined ||
    peer === undefined ||
    !local.includes(':') ||
    !peer.includes(':')
  )
    return undefined;
  const rest = text.slice(5);
  const named = rest[0] ?? '';
  const stated = isState(named);
  const state = stated ? named : 'CLOSE';
  if (stated || (/^\d+$/.test(named) && protocol === 'raw')) rest.shift();
  return {
    protocol,
    ...sides(local, peer, proto.endsWith('6')),
    state,
    recvQ,
    ...(state === 'LISTEN' ? {} : { sendQ }),
    ...owner(rest, columns),
    line,
  };
}

function sides(local: string, peer: string, six: boolean): Pick<Socket, 'family' | 'local' | 'peer'> {
  const [here, there] = [endpoint(local), endpoint(peer)];
  const inet6 = six || here.address.includes(':');
  for (const side of [here, there]) if (side.address === '*') side.address = inet6 ? '::' : '0.0.0.0';
  return { family: inet6 ? 'inet6' : 'inet', local: here, peer: there };
}

/** User, Inode (-e), PID/Program (-p; '-' when it is not ours), Timer (-o): as far as the header announces them. */
function owner(
  rest: string[],
  columns: string[],
): Pick<Socket, 'uid' | 'inode' | 'pid' | 'process' | 'timer'> {
  const extended = columns.includes('Inode');
  const [uid, inode] = extended ? rest : [];
  const tail = rest.slice(extended ? 2 : 0).join(' ');
  const [, pid, program] =
    /^(\d{1,10})\/(.*?)(?: +(?:off|on|keepalive|timewait|probe|unkn-\d+) \(.*)?$/.exec(tail) ?? [];
  const timer = /(on|keepalive|timewait|probe) \(([\d.-]+)\/(\d+)\/\d+\)/.exec(tail);
  return present({
    uid: count(uid),
    inode: inode === '0' || count(inode) === undefined ? undefined : inode,
    pid: count(pid),
    process: program?.trim(),
    timer: timer ? { kind: timer[1] ?? '', expires: `${timer[2]} s`, attempts: Number(timer[3]) } : undefined,
  });
}
