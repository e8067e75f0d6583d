/**
 * /proc/net/netfilter/nfnetlink_queue: one queue to user space per line, no header. Columns: number, port id of the
 * reader, waiting, copy mode, copy range, dropped for a full queue, dropped on the way to user space, last id, 1.
 * Source: net/netfilter/nfnetlink_queue.c, seq_show.
 */
import type { Line } from '../model.ts';
import { defineParser, integer } from './parser.ts';

export interface NfQueue {
  number: number;
  waiting: bigint;
  /** The queue had no room. */
  queueDropped: bigint;
  /** The reader's netlink socket had no room. */
  userDropped: bigint;
  line: Line;
}

/** An empty file tells that no program reads packets. */
export const procNetNfqueue = defineParser<NfQueue[]>({
  name: '/proc/net/netfilter/nfnetlink_queue',
  reads: /^\/proc\/net\/netfilter\/nfnetlink_queue$/,
  parse(file, note) {
    const queues: NfQueue[] = [];
    for (const line of file.lines) {
      const words = line.text.trim().split(/\s+/);
      if (words[0] === '') continue;
      const [number, , waiting, , , queueDropped, userDropped] = words.map(integer);
      if (
        number === undefined ||
        waiting === undefined ||
        queueDropped === undefined ||
        userDropped === undefined
      ) {
        note(line, { id: 'common/unread-line', args: {} });
      } else queues.push({ number: Number(number), waiting, queueDropped, userDropped, line });
    }
    return queues;
  },
  samples: (queues) =>
    queues.flatMap(({ number, waiting, queueDropped, userDropped, line }) => {
      const scope = { queue: String(number) };
      return [
        { name: 'nfqueue.queue_dropped', value: queueDropped, scope, line, bits: 32 },
        { name: 'nfqueue.user_dropped', value: userDropped, scope, line, bits: 32 },
        { name: 'nfqueue.waiting', value: waiting, scope, line, kind: 'gauge' },
      ];
    }),
});
