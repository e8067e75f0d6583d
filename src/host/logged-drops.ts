import type { Context } from '../causes/cause.ts';
import { groupBy } from '../group-by.ts';
import type { KernelEvent } from '../parsers/kernel-log.ts';
import type { LoggedEvents } from './kernel-events.ts';
import { eventsWhere } from './kernel-events.ts';

/** New connections to one port that a LOG rule of the packet filter says were dropped. */
export interface LoggedDrops {
  protocol: 'tcp' | 'udp';
  port: number;
  /** A lower bound: such rules log a few per minute. */
  n: number;
  /** What the rule puts before its lines: '[UFW BLOCK]'. */
  prefix: string;
  last: KernelEvent;
  verdict: LoggedEvents['verdict'];
  age: number | undefined;
}

/** Most first. */
export function loggedDrops(context: Context): LoggedDrops[] {
  const logged = eventsWhere(context, isDropped);
  if (!logged) return [];
  const ports = groupBy(
    logged.events,
    ({ args }) => `${args.get('protocol')?.toLowerCase()} ${args.get('port')}`,
  );
  return [...ports.values()]
    .flatMap((events) => {
      const last = events.at(-1);
      return last ? [ofPort(events, last, logged)] : [];
    })
    .sort((a, b) => b.n - a.n);
}

function ofPort(
  events: readonly KernelEvent[],
  last: KernelEvent,
  { verdict, age }: LoggedEvents,
): LoggedDrops {
  const { args } = last;
  return {
    protocol: args.get('protocol') === 'UDP' ? 'udp' : 'tcp',
    port: Number(args.get('port')),
    n: events.reduce((sum, { count }) => sum + count, 0),
    prefix: (args.get('prefix') ?? '').trim(),
    last,
    verdict,
    age,
  };
}

/** By what people call it: the kernel's line does not say what became of the packet. */
const dropping = /block|drop|den(?:y|ied)|reject/i;
const passing = /allow|accept|audit|invalid/i;

/** The first packet of a client of this host: a late one of an old connection is dropped everywhere, and by design. */
function isDropped({ kind, args, line }: KernelEvent): boolean {
  const prefix = args.get('prefix') ?? '';
  if (kind !== 'firewall-log' || !args.has('port') || args.get('out') !== '') return false;
  if (!dropping.test(prefix) || passing.test(prefix) || isForMany(args.get('destination') ?? ''))
    return false;
  return args.get('protocol') === 'UDP' || (/ SYN /.test(line.text) && !/ ACK /.test(line.text));
}

/** Broadcast and multicast. */
const isForMany = (address: string) => /^(?:22[4-9]|23\d|255)\.|\.255$|^ff/i.test(address);
