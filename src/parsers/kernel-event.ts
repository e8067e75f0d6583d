/** One message of a kernel log, recognised: which event it tells, about which device, with which arguments. */
import type { Line } from '../model.ts';
import type { KernelMessage } from './kernel-messages.ts';
import { stackMessages } from './kernel-messages.ts';
import { deviceMessages } from './kernel-messages-devices.ts';
import { hostMessages } from './kernel-messages-host.ts';
import type { LogTime } from './log-time.ts';

type Known = (typeof stackMessages)[number] | (typeof deviceMessages)[number] | (typeof hostMessages)[number];
export type KernelEventKind = Known['kind'];

export interface KernelEvent {
  kind: KernelEventKind;
  at: LogTime | undefined;
  /** Lines like this one for certain: itself, 'last message repeated 9 times', and what was folded into it. */
  count: number;
  /** Messages that the kernel says to have swallowed just before this one; most of them, not all, are of this kind. */
  suppressed: number;
  /** Of the last line that was folded into this event. */
  until: LogTime | undefined;
  /** A boot follows it in the log, or the file is of an earlier boot: today's counters know nothing of it. */
  earlierBoot: boolean;
  device: string | undefined;
  /** Who logged it, for messages of programs. */
  tag: string | undefined;
  /** Parts of the message by name: 'port', 'source', 'order', 'process' ... */
  args: Map<string, string>;
  line: Line;
}

const known: readonly (KernelMessage & { kind: KernelEventKind })[] = [
  ...stackMessages,
  ...deviceMessages,
  ...hostMessages,
];
/** Byte strings; every line with a known message holds one of them. */
export const messageNeedles: readonly string[] = [...new Set(known.flatMap(({ needles }) => needles))];

/** Needles and their messages by their first two characters, so that a line is searched for all of them at once. */
const byStart: { needle: string; messages: typeof known }[][] = Array.from({ length: 0x10000 }, () => []);
for (const needle of messageNeedles) {
  const messages = known.filter(({ needles }) => needles.includes(needle));
  byStart[startAt(needle, 0)]?.push({ needle, messages });
}

/** Needles are ASCII; other characters may meet a needle's place by chance and are compared in full. */
function startAt(text: string, at: number): number {
  return ((text.charCodeAt(at) & 0xff) << 8) | (text.charCodeAt(at + 1) & 0xff);
}

/** The messages whose needles the text holds, in the order in which they stand there. */
function* candidates(text: string): Generator<(typeof known)[number]> {
  for (let at = 0; at + 1 < text.length; at++) {
    for (const { needle, messages } of byStart[startAt(text, at)] ?? []) {
      if (text.startsWith(needle, at)) yield* messages;
    }
  }
}

/** Device names that are no network device: SATA, PCI hotplug and Fibre Channel links go up and down as well. */
const otherLink = /\bSATA link|pciehp|pcieport|\b(?:lpfc|qla2xxx|fnic|bfa|bnx2fc|libfc|qedf|fcoe|ata\d)/;

/** The event that a message tells, if it is a known one. `tag`: who logged it; undefined for what only the kernel prints. */
export function eventOf(
  line: Line,
  at: LogTime | undefined,
  tag: string | undefined,
  message: string,
): KernelEvent | undefined {
  const byKernel = tag === undefined || tag === 'kernel' || tag === 'audit';
  for (const { kind, pattern, daemon } of candidates(message)) {
    if (daemon ? tag === 'kernel' : !byKernel) continue;
    const found = pattern.exec(message);
    if (!found || (kind.startsWith('link-') && otherLink.test(message))) continue;
    const args = argumentsOf(found.groups ?? {});
    const device = args.get('device') ?? args.get('late') ?? args.get('dev');
    for (const name of ['device', 'late', 'dev']) args.delete(name);
    rename(args, 'src', 'source');
    rename(args, 'dst', 'destination');
    const counts = { count: 1, suppressed: 0, until: undefined, earlierBoot: false };
    return { kind, at, ...counts, device: device || undefined, tag, args, line };
  }
  return undefined;
}

/** Named groups; those of alternatives that did not match are undefined. */
function argumentsOf(groups: Record<string, string | undefined>): Map<string, string> {
  const args = new Map<string, string>();
  for (const [name, value] of Object.entries(groups)) if (value !== undefined) args.set(name, value);
  return args;
}

/** A second spelling of a message needs a second name for the same part. */
function rename(args: Map<string, string>, from: string, to: string): void {
  const value = args.get(from);
  if (value === undefined) return;
  args.delete(from);
  args.set(to, value);
}
