import { dropSites } from '../host/drop-sites.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import type { Conclusion, Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Burst limit before the transmit queue',
  why:
    'Since kernel 6.19 CPUs that want to send through one qdisc at the same time do not wait for its lock: they put their ' +
    'packets on a list, and one of them queues them all. When more than net.core.qdisc_max_burst packets are on that list ' +
    'the kernel drops the next ones before the qdisc ever sees them: neither tc nor the device counts them, only a trace ' +
    'of dropped packets names them (QDISC_BURST_DROP). It takes many CPUs and one root qdisc with a lock, such as htb.',
  problem: '{n} packets dropped before the qdisc while the trace ran: too many waited for its lock at once',
  risk: 'at most {limit} packets may wait for the lock of a qdisc, fewer than the kernel allows by default (1000)',
  ok: 'the trace of dropped packets names no burst limit of a qdisc',
  'no-limit': 'this kernel has no burst limit of qdiscs (net.core.qdisc_max_burst, since 6.19)',
  'trace-only':
    'the burst limit of qdiscs has no counter: only a trace of skb:kfree_skb tells whether it drops',
  'one-queue':
    'See which root qdisc all CPUs share (htb, tbf, hfsc), and whether its work can be spread: mq with a qdisc per queue, or a shaper in the card',
  'more-memory':
    'Packets on the list take memory, and wait without any order: a qdisc that is too slow stays so.',
  'not-the-queue': 'Not the length of the queue: txqueuelen and the limit of the qdisc change nothing here.',
};
type Speak = Say<typeof texts>;

const key = 'net.core.qdisc_max_burst';
/** QDISC_MAX_BURST as the kernel starts. */
const standard = 1000;

export default defineCause({
  id: 'qdisc-burst',
  layer: 'qdisc',
  per: 'host',
  needs: [['dropReasons', 'sysctl']],
  verdicts: ['problem', 'risk', 'ok'],
  lookAlike: 'qdisc-drops',
  texts,
  references: [
    'net/core/dev.c: __dev_xmit_skb',
    'include/net/dropreason-core.h: QDISC_BURST_DROP',
    'https://docs.kernel.org/admin-guide/sysctl/net.html',
  ],

  evaluate(context, say) {
    const sites = dropSites(context);
    const site = sites.find(({ name }) => name === 'QDISC_BURST_DROP');
    const limit = numberOf(context, key);
    if (site) {
      const summary = say('problem', { n: site.count });
      return {
        verdict: 'problem',
        severity: site.count >= 10 ? 'medium' : 'low',
        summary,
        evidence: [cite(site.line, summary), ...citeSetting(context.setting(key))],
        remedies: [investigate(say('one-queue'), look), ...raise(context, limit, say)],
        ruledOut: [say('not-the-queue')],
      };
    }
    if (limit !== undefined && limit < standard) return tooLow(context, limit, say);
    const [first] = context.all('dropReasons').flatMap(({ value }) => value.drops);
    if (first?.reason !== undefined)
      return { verdict: 'ok', summary: say('ok'), evidence: [cite(first.line, say('ok'))] };
    // Another key of the same folder: the folder was read, and this one is not there.
    const neighbour = context.setting('net.core.netdev_max_backlog');
    if (limit === undefined && neighbour)
      return { verdict: 'ok', summary: say('no-limit'), evidence: citeSetting(neighbour) };
    return {
      verdict: 'unknown',
      summary: say('trace-only'),
      confirm: [{ id: 'common/brings-it', args: { command: 'perf record -a -g -e skb:kfree_skb sleep 30' } }],
    };
  },
});

const look = ['tc -s -d qdisc show', 'perf record -a -g -e skb:kfree_skb -o /tmp/drops.data -- sleep 30'];

function tooLow(context: Context, limit: number, say: Speak): Conclusion {
  return {
    verdict: 'risk',
    severity: 'low',
    summary: say('risk', { limit }),
    evidence: citeSetting(context.setting(key)),
    remedies: raise(context, limit, say),
  };
}

function raise(context: Context, limit: number | undefined, say: Speak) {
  if (limit === undefined) return [];
  return changeSetting(context, {
    key,
    to: limit < standard ? standard : limit * 2,
    sideEffects: say('more-memory'),
  });
}
