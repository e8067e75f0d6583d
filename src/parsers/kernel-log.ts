/**
 * The kernel's log wherever it is kept: dmesg, the journal, syslog files, also rotated ones. They may be hundreds of
 * megabytes, so the bundle reader searches them for the needles of the known messages and keeps only those lines.
 * Rate limits and syslog's compression swallow lines: every count is a lower bound.
 */
import type { CapturedFile, Line } from '../model.ts';
import type { KernelEvent } from './kernel-event.ts';
import { eventOf, messageNeedles } from './kernel-event.ts';
import type { LogTime } from './log-time.ts';
import { logLine } from './log-time.ts';
import { defineParser } from './parser.ts';

export type { KernelEvent, KernelEventKind } from './kernel-event.ts';

export interface KernelLog {
  events: KernelEvent[];
  /** What time the log covers. A message that is not there may lie outside of it. */
  first: LogTime | undefined;
  last: LogTime | undefined;
  /** The log begins with the boot: nothing has been overwritten. */
  sinceBoot: boolean;
  /** Everything that the kernel said it swallowed, whatever it was. */
  suppressed: number;
}

/** Lines that tell of lines that are not there, and lines of a call trace that tell that it was a packet's memory. */
const suppression = /(?:^|: )(\d{1,9}) (?:messages|callbacks) suppressed/;
const repetition = /last message repeated (\d{1,9}) times?/;
const compressed = /message repeated (\d{1,9}) times?: \[ ?(.*)\]\s*$/;
const packetMemory =
  /\b(?:__)?(?:netdev_alloc_(?:skb|frag)|alloc_skb|napi_alloc_skb|sk_prot_alloc|tcp_v[46]_\w+)\b|_alloc_skb/;

const needles: readonly string[] = [
  ...messageNeedles,
  ' suppressed',
  'message repeated',
  'alloc_skb',
  'netdev_alloc',
  'sk_prot_alloc',
];
/** Longer lines are judged by their beginning. In characters. */
const longest = 1000;
/** Events of one kind and device that are kept one by one; later ones are folded into the last. */
const most = 200;

class Reader {
  readonly log: KernelLog = {
    events: [],
    first: undefined,
    last: undefined,
    sinceBoot: false,
    suppressed: 0,
  };
  private previous: { event: KernelEvent; number: number } | undefined;
  private pending: { count: number; number: number } | undefined;
  private readonly kept = new Map<string, { event: KernelEvent; count: number }>();

  read(line: Line): void {
    const text = line.text.slice(0, longest).trimEnd();
    const { at, tag, message } = logLine(text);
    this.cover(at);
    const swallowed = suppression.exec(message);
    const again = repetition.exec(text);
    const whole = compressed.exec(message);
    if (swallowed) this.swallow(Number(swallowed[1]), line);
    else if (whole) this.add(line, at, tag, whole[2] ?? '', Number(whole[1]));
    else if (again) this.repeat(Number(again[1]), line);
    else if (!this.add(line, at, tag, message, 1)) this.trace(message, line);
  }

  /** Messages before the last boot in the log are marked. */
  finish(file: CapturedFile): KernelLog {
    const lastBoot = this.log.events.findLast(({ kind }) => kind === 'boot')?.line.number ?? 0;
    for (const event of this.log.events)
      event.earlierBoot = event.line.number < lastBoot || earlierDmesg.test(file.origin);
    return this.log;
  }

  private cover(at: LogTime | undefined): void {
    if (!at) return;
    if (!this.log.first) {
      this.log.first = at;
      // The first second of a boot is full of messages; a log that begins there has lost none.
      this.log.sinceBoot = at.monotonic !== undefined && at.monotonic < 1;
    }
    this.log.last = at;
  }

  private swallow(count: number, line: Line): void {
    this.log.suppressed += count;
    this.pending = { count, number: line.number };
  }

  private repeat(times: number, line: Line): void {
    if (this.previous?.number !== line.number - 1) return;
    this.previous.event.count += times;
    this.previous.number = line.number;
  }

  /** Lines of the call trace stand below the failure that they explain. */
  private trace(message: string, line: Line): void {
    const event = this.previous?.event;
    if (event?.kind !== 'page-allocation-failure' || line.number - event.line.number > 60) return;
    if (packetMemory.test(message)) event.args.set('path', 'packet');
  }

  private add(
    line: Line,
    at: LogTime | undefined,
    tag: string | undefined,
    message: string,
    count: number,
  ): boolean {
    const event = eventOf(line, at, tag, message);
    if (!event) return false;
    event.count = count;
    if (this.pending?.number === line.number - 1) event.suppressed = this.pending.count;
    this.pending = undefined;
    this.previous = { event: this.keep(event), number: line.number };
    return true;
  }

  /** Returns the event that now stands for this one. */
  private keep(event: KernelEvent): KernelEvent {
    const key = `${event.kind} ${event.device ?? ''}`;
    const kept = this.kept.get(key) ?? { event, count: 0 };
    kept.count += 1;
    this.kept.set(key, kept);
    if (kept.count <= most) {
      kept.event = event;
      this.log.events.push(event);
      return event;
    }
    kept.event.count += event.count;
    kept.event.suppressed += event.suppressed;
    kept.event.until = event.at ?? kept.event.until;
    return kept.event;
  }
}

/** Kept from the boot before: Debian's, and that of old Red Hat releases. */
const earlierDmesg = /^\/var\/log\/dmesg\.(?:\d+|old)$/;

const logs = new RegExp(
  [
    String.raw`^dmesg\b`,
    String.raw`^logread\b`,
    String.raw`^journalctl(?!.*--(?:list-boots|disk-usage|header|verify))\b`,
    String.raw`^/var/log/(?:messages|syslog|kern|kern\.log|dmesg|boot\.log|boot\.msg|warn|firewall|audit/audit\.log)(?:[-.]\S*)?(?: - Last \d+ Lines)?$`,
  ].join('|'),
);

export const kernelLog = defineParser<KernelLog>({
  name: 'kernel log',
  reads: logs,
  search: needles,
  parse(file: CapturedFile) {
    const reader = new Reader();
    let lines = 0;
    for (const line of file.lines) {
      lines += 1;
      reader.read(line);
    }
    return lines > 0 ? reader.finish(file) : undefined;
  },
});
