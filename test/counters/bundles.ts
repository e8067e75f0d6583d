import { wholeFile } from '../../src/bundle/captured-file.ts';
import type { Bundle, Capture } from '../../src/model.ts';
import { clockAt } from './readings.ts';

/** What a capture is made of: seconds since boot, number of the boot, and files by origin. */
export interface CaptureText {
  uptime: number;
  boot?: number;
  /** Seconds that the host's clock is ahead of the true time. */
  clockAhead?: number;
  files: Record<string, string>;
  host?: string;
}

/** A bundle of captures, as the collector would have made it on one host. */
export function bundleOf(name: string, texts: readonly CaptureText[]): Bundle {
  const captures = texts.map((text, i): Capture => {
    const { boot = 1, clockAhead = 0, host = 'fixture' } = text;
    const { bootId, wall = 0, bootTime = 0 } = clockAt(text.uptime, boot);
    const takenAt = { wall: wall + clockAhead * 1000, monotonic: text.uptime };
    const stat = `btime ${(bootTime + clockAhead * 1000) / 1000}\n`;
    const files = Object.entries({ '/proc/stat': stat, ...text.files }).map(([origin, content]) => {
      const path = `${i + 1}${origin.startsWith('/') ? origin : `/cmd/${origin}`}`;
      return wholeFile({ path, origin, netns: '', takenAt }, new TextEncoder().encode(content));
    });
    return {
      label: `${name} (${i + 1})`,
      host: { name: host },
      takenAt,
      ...(bootId === undefined ? {} : { bootId }),
      files,
      absences: [],
    };
  });
  return { name, layout: 'dropcause', captures, notes: [] };
}

/** /proc/net/netstat with TcpExt counters. */
export function netstat(values: Record<string, number>): Record<string, string> {
  return { '/proc/net/netstat': pair('TcpExt', values) };
}

/** A pair of lines as /proc/net/snmp and netstat have them. */
export function pair(group: string, values: Record<string, number>): string {
  return `${group}: ${Object.keys(values).join(' ')}\n${group}: ${Object.values(values).join(' ')}\n`;
}
