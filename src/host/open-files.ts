import type { Context } from '../causes/cause.ts';
import { groupBy } from '../group-by.ts';
import type { Line } from '../model.ts';
import type { LocalSocket } from './sockets.ts';
import { socketsOf } from './sockets.ts';

/** Open files of the whole host and their limit, fs.file-max: it may be 2^63-1, beyond a number's precision. */
export interface SystemFiles {
  used: bigint;
  max: bigint;
  line: Line;
}

/** fs.file-nr: allocated, free (0 since 2.6), limit. Undefined when it was not collected. Source: fs/file_table.c. */
export function systemFiles(context: Context): SystemFiles | undefined {
  const setting = context.setting('fs.file-nr');
  const [allocated, free, max] = setting?.value.trim().split(/\s+/) ?? [];
  const known = [allocated, free, max].every((word) => word !== undefined && /^\d{1,20}$/.test(word));
  if (!setting || !known) return undefined;
  return { used: BigInt(allocated ?? 0) - BigInt(free ?? 0), max: BigInt(max ?? 0), line: setting.line };
}

/** What a process has open at least: the sockets that are known to be its own. */
export interface ProcessFiles {
  pid: number;
  name: string | undefined;
  /** systemd's unit, where its cgroup is known. */
  unit: string | undefined;
  sockets: number;
  /** The socket with the highest descriptor, where ss printed them: the kernel gives the lowest that is free. */
  highest: LocalSocket | undefined;
  /** Connections that wait for it to accept them. */
  waiting: number;
  /** Soft limit of open files. */
  limit: bigint;
  line: Line;
}

/** Processes whose limit was collected, the fullest first. A socket that several processes share counts for the first. */
export function processFiles(context: Context): ProcessFiles[] {
  const open = socketsOf(context).filter(({ state }) => state !== 'TIME_WAIT');
  const owned = groupBy(open, ({ pid }) => pid);
  const found = context.all('processLimits').flatMap(({ value: { pid, limits } }): ProcessFiles[] => {
    const files = limits.get('Max open files');
    const sockets = owned.get(pid) ?? [];
    const [first] = sockets;
    if (files?.soft === undefined || !first) return [];
    return [{ pid, ...about(sockets, first), limit: files.soft, line: files.line }];
  });
  return found.sort((a, b) => b.sockets / Number(b.limit) - a.sockets / Number(a.limit));
}

function about(sockets: readonly LocalSocket[], first: LocalSocket) {
  const withNumber = sockets.filter(({ fd }) => fd !== undefined);
  const waiting = sockets.filter(({ state }) => state === 'LISTEN').reduce((n, { recvQ }) => n + recvQ, 0);
  const cgroup = sockets.findLast((socket) => socket.cgroup !== undefined)?.cgroup;
  return {
    name: first.process,
    unit: /\/([\w.@:-]+\.service)(?:\/|$)/.exec(cgroup ?? '')?.[1],
    sockets: sockets.length,
    highest: withNumber.sort((a, b) => (b.fd ?? 0) - (a.fd ?? 0))[0],
    waiting,
  };
}
