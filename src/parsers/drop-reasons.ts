/**
 * Where the kernel freed packets that nobody took: events of the tracepoint skb:kfree_skb, from `perf script`, ftrace
 * (trace, trace-cmd report) and dropwatch. Reasons are printed since 5.17; before, only the place tells. A place may
 * be a bare address; perf's call chain, if recorded, then names it. Source: include/trace/events/skb.h; dropwatch src/main.c.
 */
import type { CapturedFile, Line } from '../model.ts';
import { defineParser } from './parser.ts';

export interface Drops {
  /** 'NO_SOCKET', as in include/net/dropreason-core.h; undefined on kernels before 5.17. */
  reason: string | undefined;
  /** Function, without the offset in it: 'tcp_v4_rcv'; a bare address where nothing names it. */
  location: string;
  count: number;
  /** The first of them. */
  line: Line;
}

export interface DropReasons {
  /** Most first. */
  drops: Drops[];
  total: number;
}

const tracepoint = /\bkfree_skb: .*?\blocation=(\S+)(?:.*? reason: (\w+))?/;
const watched = /^\s*(\d{1,12}) drops at (\S+)/;
/** dropwatch in packet mode. */
const packetPlace = /^drop at: (\S+)/;
const packetReason = /^drop reason: (\w+)/;
/** A frame of perf's call chain: address, symbol and offset. */
const frame = /^\s+[0-9a-f]{6,16} (\w+)/;

class Counter {
  readonly found = new Map<string, Drops>();
  /** An event whose place is still an address: the frames below it may name it. */
  private open: { drops: Drops; frames: number } | undefined;

  read(line: Line): void {
    const text = line.text.slice(0, 1000);
    const event = tracepoint.exec(text);
    const dropwatch = watched.exec(text);
    const place = packetPlace.exec(text);
    const reason = packetReason.exec(text)?.[1];
    const below = frame.exec(text)?.[1];
    if (event) this.start(line, functionOf(event[1]), event[2], 1);
    else if (dropwatch) this.start(line, functionOf(dropwatch[2]), undefined, Number(dropwatch[1]));
    else if (place) this.start(line, functionOf(place[1]), undefined, 1);
    else if (reason !== undefined && this.open) this.open.drops.reason = reason;
    else if (below !== undefined && this.open) this.name(below);
  }

  private start(line: Line, location: string, reason: string | undefined, count: number): void {
    this.close();
    this.open = { drops: { reason, location, count, line }, frames: 0 };
  }

  /** The first frame that is not itself a function that frees packets is the place. */
  private name(symbol: string): void {
    if (
      !this.open?.drops.location.startsWith('0x') ||
      /^(?:__)?(?:kfree_skb|sk_skb_reason_drop|skb_release)/.test(symbol)
    )
      return;
    this.open.drops.location = symbol;
  }

  close(): void {
    if (!this.open) return;
    const { drops } = this.open;
    const key = `${drops.reason ?? ''} ${drops.location}`;
    const known = this.found.get(key);
    if (known) known.count += drops.count;
    else this.found.set(key, drops);
    this.open = undefined;
  }
}

/** 'tcp_v4_rcv+0x12/0x900' and 'icmp_rcv+11c' become the name; addresses get one spelling. */
function functionOf(text = ''): string {
  if (/^(?:0x)?[0-9a-f]{8,16}$/.test(text)) return text.startsWith('0x') ? text : `0x${text}`;
  return text.replace(/[+].*$/, '');
}

function parse(file: CapturedFile): DropReasons | undefined {
  const counter = new Counter();
  for (const line of file.lines) counter.read(line);
  counter.close();
  const drops = [...counter.found.values()].sort(
    (a, b) => b.count - a.count || a.line.number - b.line.number,
  );
  return drops.length > 0 ? { drops, total: drops.reduce((sum, { count }) => sum + count, 0) } : undefined;
}

export const dropReasons = defineParser<DropReasons>({
  name: 'skb:kfree_skb',
  reads:
    /^(?:dropwatch|perf script|perf trace|trace-cmd report)\b|^\/sys\/kernel\/(?:debug\/)?tracing\/trace(?:_pipe)?$/,
  parse,
});
