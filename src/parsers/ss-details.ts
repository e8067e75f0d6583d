import { count, words } from './numbers.ts';
import { integer } from './parser.ts';
import type { Socket } from './sockets.ts';

/** Words of `ss -i` whose value follows after a blank. */
const spaced = new Set(['send', 'pacing_rate', 'delivery_rate', 'max_pacing_rate']);

/** Adds what ss prints after the addresses: users, timer, skmem, uid, ino, and the TCP internals of -i. */
export function readSsDetails(text: string, socket: Socket): void {
  const rest = readUsers(text, socket);
  const list = words(rest);
  const info = socket.info ?? new Map<string, string>();
  for (let i = 0; i < list.length; i++) {
    const word = list[i] ?? '';
    const colon = word.indexOf(':');
    if (spaced.has(word)) info.set(word, list[++i] ?? '');
    else if (colon < 0) info.set(word, '');
    else if (!readKnown(word.slice(0, colon), word.slice(colon + 1), socket))
      info.set(word.slice(0, colon), word.slice(colon + 1));
  }
  if (info.size > 0) socket.info = info;
}

/** 'users:(("nginx",pid=812,fd=6),("nginx",...))', before 2014 'users:(("nginx",812,6))'. The first user stands for all. */
function readUsers(text: string, socket: Socket): string {
  const start = text.indexOf('users:((');
  if (start < 0) return text;
  const user = /^users:\(\("([^"]{0,200})",(?:pid=)?(\d{1,10}),(?:fd=)?(\d{1,10})/.exec(
    text.slice(start, start + 300),
  );
  if (user) {
    socket.process = user[1] ?? '';
    socket.pid = Number(user[2]);
    socket.fd = Number(user[3]);
  }
  const end = text.indexOf('))', start);
  return end < 0 ? text.slice(0, start) : `${text.slice(0, start)} ${text.slice(end + 2)}`;
}

/** True when the word told something that has a field of its own. */
function readKnown(key: string, value: string, socket: Socket): boolean {
  if (key === 'skmem' || key === 'mem') readMemory(value, socket);
  else if (key === 'timer') readTimer(value, socket);
  else if (key === 'uid') Object.assign(socket, count(value) === undefined ? {} : { uid: Number(value) });
  else if (key === 'ino') Object.assign(socket, value === '0' ? {} : { inode: value });
  else if (key === 'cgroup') socket.cgroup = value;
  else if (key === 'retrans') {
    const [current, total] = value.split('/').map(count);
    if (current === undefined) return false;
    socket.retrans = { current, total: total ?? current };
  } else return false;
  return true;
}

const memoryFields = { r: 'rmem', rb: 'rcvbuf', t: 'wmem', tb: 'sndbuf', bl: 'backlog' } as const;

/** 'skmem:(r0,rb131072,t0,tb16384,f0,w0,o0,bl0,d0)'; old versions 'mem:(r0,w0,f0,t0)', and without bl or d. */
function readMemory(value: string, socket: Socket): void {
  for (const part of value.replace(/[()]/g, '').split(',')) {
    const [, letters = '', digits] = /^([a-z]{1,2})(\d{1,20})$/.exec(part) ?? [];
    if (letters === 'd') {
      const drops = integer(digits);
      if (drops !== undefined) socket.drops = drops;
    } else if (Object.hasOwn(memoryFields, letters))
      socket[memoryFields[letters as keyof typeof memoryFields]] = Number(digits);
  }
}

/** 'timer:(keepalive,9min47sec,0)'. */
function readTimer(value: string, socket: Socket): void {
  const [kind, expires, attempts] = value.replace(/[()]/g, '').split(',');
  if (kind === undefined || kind === '') return;
  socket.timer = { kind, ...(expires === undefined ? {} : { expires }), attempts: count(attempts) ?? 0 };
}
