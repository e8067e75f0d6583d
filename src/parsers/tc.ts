/** What queueing disciplines, classes and filters of tc(8) print alike. Source: iproute2 tc/tc_util.c, print_tcstats2_attr. */
import type { CapturedFile, Line } from '../model.ts';
import type { Reading } from './parser.ts';
import { integer } from './parser.ts';

/** Totals since the object was made; undefined where not printed (`tc` without -s). */
export interface TcCounters {
  bytes: Reading | undefined;
  packets: Reading | undefined;
  dropped: Reading | undefined;
  overlimits: Reading | undefined;
  requeues: Reading | undefined;
  /** Waiting now. */
  backlogPackets: Reading | undefined;
}

export function noCounters(): TcCounters {
  const none = undefined;
  return {
    bytes: none,
    packets: none,
    dropped: none,
    overlimits: none,
    requeues: none,
    backlogPackets: none,
  };
}

const sent = /^Sent (\d+) bytes? (\d+) pkts? \(dropped (\d+), overlimits (\d+)(?: requeues (\d+))?\s*\)/;
const backlog = /^(?:rate \S+ \S+ )?backlog \S+ (\d+)p(?: requeues (\d+))?/;

/** Reads a counters line into `counters`; false when the line is none. */
export function readCounters(line: Line, counters: TcCounters): boolean {
  const text = line.text.trim();
  const reading = (digits: string | undefined): Reading | undefined => {
    const value = integer(digits);
    return value === undefined ? undefined : { value, line };
  };
  const totals = sent.exec(text);
  const waiting = backlog.exec(text);
  if (totals) {
    counters.bytes = reading(totals[1]);
    counters.packets = reading(totals[2]);
    counters.dropped = reading(totals[3]);
    counters.overlimits = reading(totals[4]);
    counters.requeues = reading(totals[5]);
  }
  if (waiting) counters.backlogPackets = reading(waiting[1]);
  return totals !== null || waiting !== null;
}

/** `tc ... show dev eth0`: the device is in the command, and older versions then leave it out of the output. */
export function askedDevice(file: CapturedFile): string {
  return /\sdev (\S+)/.exec(file.origin)?.[1] ?? '';
}

/** The word after `name`: 'parent 1:1', 'dev eth0', 'limit 10240p'. */
export function wordAfter(text: string, name: string): string | undefined {
  const words = text.split(/\s+/);
  const at = words.indexOf(name);
  return at < 0 ? undefined : words[at + 1];
}
