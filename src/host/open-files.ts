import type { Context } from '../causes/cause.ts';
import type { Line } from '../model.ts';
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
  /** Soft limit of open files. */
  limit: bigint;
  line: Line;
}

/** Processes whose limit was collected, the fullest first. A socket that several processes share counts for the first. */
export function processFiles(context: Context): ProcessFiles[] {
  const owned = new Map<number, { sockets: number; name: string | undefined; cgroup: string | undefined }>();
  for (const { pid, state, process, cgroup } of socketsOf(context)) {
    if (pid === undefined || state === 'TIME_WAIT') continue;
    const known = owned.get(pid) ?? { sockets: 0, name: process, cgroup };
    owned.set(pid, { ...known, sockets: known.sockets + 1 });
  }
  const found = context.all('processLimits').flatMap(({ value: { pid, limits } }): ProcessFiles[] => {
    const files = limits.get('Max open files');
    const { sockets, name, cgroup } = owned.get(pid) ?? {};
    if (files?.soft === undefined || sockets === undefined) return [];
    const unit = /\/([\w.@:-]+\.service)(?:\/|$)/.exec(cgroup ?? '')?.[1];
    return [{ pid, name, unit, sockets, limit: files.soft, line: files.line }];
  });
  return found.sort((a, b) => b.sockets / Number(b.limit) - a.sockets / Number(a.limit));
}
