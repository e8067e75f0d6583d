/** Small files that tell who the host is and when it was asked. */
import type { Line } from '../model.ts';
import { defineParser } from './parser.ts';

/** A text and the line that it was read from. */
export interface Told {
  value: string;
  line: Line;
}

/** The first of the file's first lines that holds a value: a prompt or a comment may stand above it. */
const oneLine = (
  name: string,
  reads: RegExp,
  valid: RegExp,
  pick: (text: string) => string | undefined = (text) => text.trim(),
) =>
  defineParser<Told>({
    name,
    reads,
    parse(file) {
      let seen = 0;
      for (const line of file.lines) {
        const value = pick(line.text);
        if (value !== undefined && valid.test(value)) return { value, line };
        if (++seen === 5) break;
      }
      return undefined;
    },
  });

/** The nth word of what `uname -a` prints. */
const ofUname = (n: number) => (text: string) =>
  text.startsWith('Linux ') ? text.split(/\s+/)[n] : undefined;

/** `hostname`, /etc/hostname: at most 253 characters (RFC 1035), no blanks. */
const hostNamePattern = /^[^\s]{1,253}$/;
export const hostname = oneLine('hostname', /^hostname( -f| --fqdn)?$/, hostNamePattern);
export const etcHostname = oneLine('/etc/hostname', /^\/etc\/hostname$/, hostNamePattern);
export const kernelHostname = oneLine(
  '/proc/sys/kernel/hostname',
  /^\/proc\/sys\/kernel\/hostname$/,
  hostNamePattern,
);
/** `uname -a`: the second word is the node name. */
export const unameHostname = oneLine('uname -a (node name)', /^uname -a$/, hostNamePattern, ofUname(1));

/** /etc/machine-id: 32 hexadecimal digits (machine-id(5)). */
export const machineId = oneLine(
  '/etc/machine-id',
  /^\/(etc\/machine-id|var\/lib\/dbus\/machine-id)$/,
  /^[0-9a-f]{32}$/,
);

/** Changes with every boot (random(4)). */
export const bootId = oneLine(
  '/proc/sys/kernel/random/boot_id',
  /^\/proc\/sys\/kernel\/random\/boot_id$/,
  /^[0-9a-f-]{36}$/,
);

const release = /^\d+\.\d+\S*$/;
/** `uname -a`: the third word is the release. */
export const uname = oneLine('uname -a', /^uname -a$/, release, ofUname(2));
export const unameRelease = oneLine('uname -r', /^uname -r$/, release);
/** /proc/version: 'Linux version 5.10.0-8-amd64 (builder) ...'. */
export const procVersion = oneLine(
  '/proc/version',
  /^\/proc\/version$/,
  release,
  (t) => /^Linux version (\S+)/.exec(t)?.[1],
);
export const osrelease = oneLine('/proc/sys/kernel/osrelease', /^\/proc\/sys\/kernel\/osrelease$/, release);

/** /proc/uptime: seconds since boot, then idle seconds summed over CPUs (proc_uptime(5)). */
export const procUptime = oneLine(
  '/proc/uptime',
  /^\/proc\/uptime$/,
  /^\d+(\.\d+)?$/,
  (t) => t.trim().split(/\s+/)[0],
);

/**
 * `uptime`: 'up 10 days,  3:04,', 'up 5 min,', 'up 1 day, 2 min,', and -p: 'up 2 weeks, 3 days'. To the minute; seconds
 * as text.
 */
export const uptimeCommand = oneLine('uptime', /^(uptime( -p)?|w)$/, /^\d+$/, (text) => {
  const up = /\bup\s+(.*?)(?:,\s+\d+ users?\b|$)/.exec(text)?.[1];
  return up === undefined ? undefined : secondsOf(up);
});

const unitSeconds = { year: 31_536_000, week: 604_800, day: 86_400, hour: 3600, min: 60, sec: 1 };

function secondsOf(up: string): string | undefined {
  let seconds: number | undefined;
  for (const [, number, unit] of up.matchAll(/(\d{1,6}) (year|week|day|hour|min|sec)/g)) {
    seconds = (seconds ?? 0) + Number(number) * unitSeconds[unit as keyof typeof unitSeconds];
  }
  const [, hours, minutes] = /(?:^|[\s,])(\d{1,2}):(\d{2})(?:,|$)/.exec(up) ?? [];
  if (hours !== undefined) seconds = (seconds ?? 0) + Number(hours) * 3600 + Number(minutes) * 60;
  return seconds === undefined ? undefined : String(seconds);
}

/** PRETTY_NAME of os-release(5), or the only line of /etc/redhat-release and its like. */
export const osRelease = defineParser<Told>({
  name: '/etc/os-release',
  reads: /^\/(etc|usr\/lib)\/os-release$/,
  parse(file) {
    for (const line of file.lines) {
      const value = /^PRETTY_NAME=(["']?)(.{1,200}?)\1\s*$/.exec(line.text)?.[2];
      if (value !== undefined) return { value, line };
    }
    return undefined;
  },
});
export const redhatRelease = oneLine(
  '/etc/redhat-release',
  /^\/etc\/(redhat|centos|SuSE|oracle)-release$/,
  /^.{3,200}$/,
);

/** /proc/stat, `btime`: seconds since the epoch at which the host booted. */
export const bootTime = defineParser<Told>({
  name: '/proc/stat (btime)',
  reads: /^\/proc\/stat$/,
  parse(file) {
    for (const line of file.lines) {
      const value = /^btime (\d{1,12})\s*$/.exec(line.text)?.[1];
      if (value !== undefined) return { value, line };
    }
    return undefined;
  },
});
