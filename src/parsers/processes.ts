import type { CapturedFile, Line } from '../model.ts';
import { fraction, present, words } from './numbers.ts';
import { defineParser, integer } from './parser.ts';

export interface Process {
  pid: number;
  ppid?: number;
  user?: string;
  /** Percent of one CPU: in ps averaged over the process's life, in top over its interval. */
  cpu?: number;
  /** Percent of the memory. */
  memory?: number;
  /** Resident memory, bytes. */
  rss?: bigint;
  /** First letter: R, S, D, T, Z ...; the rest as in ps(1). */
  state?: string;
  wchan?: string;
  /** Name, or name and arguments, as printed. */
  command: string;
  line: Line;
}

/**
 * `ps` and `top`: read by header; a command in the last column takes the rest of the line. Of several screens of `top`
 * the last counts: only from the second on is %CPU that of an interval.
 */
export const processes = defineParser<Process[]>({
  name: 'ps',
  reads: /^(ps|top)( .*)?$/,
  parse(file: CapturedFile) {
    let found: Process[] = [];
    let columns: string[] | undefined;
    for (const line of file.lines) {
      const text = words(line.text.slice(0, 4096));
      if (text.includes('PID') && commandColumn(text) >= 0) {
        columns = text;
        found = [];
      } else if (columns) {
        const process = processOf(columns, text, line);
        if (process) found.push(process);
      }
    }
    return found.length > 0 ? found : undefined;
  },
});

function commandColumn(columns: readonly string[]): number {
  return columns.findIndex((name) => name === 'COMMAND' || name === 'CMD' || name === 'ARGS');
}

function processOf(columns: string[], text: string[], line: Line): Process | undefined {
  if (text.length < columns.length) return undefined;
  const column = (...names: string[]) => {
    const at = columns.findIndex((name) => names.includes(name));
    return at < 0 ? undefined : text[at];
  };
  const [pid, ppid] = [column('PID'), column('PPID')];
  if (pid === undefined || !/^\d{1,10}$/.test(pid)) return undefined;
  return {
    pid: Number(pid),
    ...present({
      ppid: ppid === undefined || !/^\d{1,10}$/.test(ppid) ? undefined : Number(ppid),
      user: column('USER', 'UID', 'RUSER', 'EUSER'),
      cpu: fraction(column('%CPU', 'C')),
      memory: fraction(column('%MEM')),
      rss: bytesOf(column('RSS', 'RES')),
      state: column('STAT', 'S'),
      wchan: column('WCHAN'),
    }),
    command: commandOf(columns, text),
    line,
  };
}

function commandOf(columns: readonly string[], text: readonly string[]): string {
  const at = commandColumn(columns);
  return at === columns.length - 1 ? text.slice(at).join(' ') : (text[at] ?? '');
}

/** KiB, or with a unit as top prints large ones: '1.2g', '512m'. */
function bytesOf(text: string | undefined): bigint | undefined {
  const [, number, unit = 'k'] = /^(\d{1,12}(?:\.\d{1,3})?)([kmgt])?$/i.exec(text ?? '') ?? [];
  if (number === undefined) return undefined;
  const whole = integer(number);
  const scale = 1024 ** ('kmgt'.indexOf(unit.toLowerCase()) + 1);
  return whole === undefined ? BigInt(Math.round(Number(number) * scale)) : whole * BigInt(scale);
}

/** Limits of one process by the kernel's names: 'Max open files'. Undefined: unlimited. */
export interface ProcessLimits {
  pid: number;
  limits: Map<string, { soft?: bigint; hard?: bigint; unit?: string; line: Line }>;
}

/** /proc/PID/limits: 'Max open files            1024                 4096                 files' (fs/proc/base.c). */
export const procLimits = defineParser<ProcessLimits>({
  name: '/proc/PID/limits',
  reads: /^\/proc\/(\d{1,10}|self)\/limits$/,
  parse(file, note) {
    const pid = Number(file.origin.split('/')[2]);
    const limits: ProcessLimits['limits'] = new Map();
    for (const line of file.lines) {
      const match =
        /^(Max \S+(?: \S+){0,3}?)\s{2,}(\d{1,20}|unlimited)\s+(\d{1,20}|unlimited)(?:\s+(\S+))?\s*$/.exec(
          line.text.slice(0, 200),
        );
      if (match)
        limits.set(match[1] ?? '', {
          ...present({ soft: integer(match[2]), hard: integer(match[3]), unit: match[4] }),
          line,
        });
      else if (!line.text.startsWith('Limit') && line.text.trim() !== '')
        note(line, { id: 'common/unread-line', args: {} });
    }
    return limits.size > 0 ? { pid: Number.isNaN(pid) ? 0 : pid, limits } : undefined;
  },
});
