/** sos_logs/sos.log, in all versions: when each file was copied and each command was run, and why one was not. */
import type { CapturedFile, Message } from '../../model.ts';
import { message } from '../entry.ts';
import { localTime } from './sos-manifest.ts';

export interface SosLog {
  /** By path of the host; a directory that was copied as one ends in a slash. Local time, milliseconds as if UTC. */
  copied: Map<string, number>;
  /** By command line. */
  run: Map<string, number>;
  /** Commands that were not run, or did not end. */
  skipped: Map<string, Message>;
  /** Local time of the first line. */
  begin: number | undefined;
}

/** Of a log of tens of thousands of lines, these are read. */
export const sosLogNeedles = [
  "collecting path '/proc/",
  "collecting path '/sys/class/net",
  "collecting path '/sys/devices/",
  'collecting output of ',
  'skipped command ',
  "' timed out after ",
];

const copied = /\] collecting path '(\/[^']+)'/;
const run = /\] collecting output of '(.+)'$/;
/** The reason's wording: 3.7 to 3.9 "kmods=[a,b] services=[]", 4.0 on "required kmods missing: a, b." */
const skipped = /\] skipped command '(.+?)': (.+)$/;
const modules = /required kmods missing: ([\w, -]+)|kmods=\[([\w,"-]+)\]/;
const services = /required services missing: ([\w@., -]+?)\.(?:\s|$)|services=\[([\w,@."-]+)\]/;
const timedOut = /\] command '(.+)' timed out after (\d+)s/;

export function readSosLog(file: CapturedFile): SosLog {
  const log: SosLog = { copied: new Map(), run: new Map(), skipped: new Map(), begin: undefined };
  for (const { text } of file.lines) {
    const at = localTime(text.slice(0, 26));
    if (at === undefined) continue;
    log.begin ??= at;
    const [, path] = copied.exec(text) ?? [];
    const [, ran] = run.exec(text) ?? [];
    const [, left, why = ''] = skipped.exec(text) ?? [];
    const [, late, seconds] = timedOut.exec(text) ?? [];
    if (path !== undefined) log.copied.set(path, at);
    else if (ran !== undefined) log.run.set(ran, at);
    else if (left !== undefined) log.skipped.set(left, reason(why));
    else if (late !== undefined)
      log.skipped.set(late, message('reason-timeout', { seconds: Number(seconds) }));
  }
  return log;
}

function reason(text: string): Message {
  const names = (found: RegExpExecArray | null) =>
    (found?.[1] ?? found?.[2])?.replace(/[",\s]+/g, ' ').trim();
  const kmods = names(modules.exec(text));
  const units = names(services.exec(text));
  if (kmods) return message('reason-modules', { modules: kmods });
  if (units) return message('reason-services', { services: units });
  return message('reason-skipped', { text: text.slice(0, 200) });
}
