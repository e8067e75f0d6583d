import type { DropSite } from '../host/drop-sites.ts';
import { dropSites } from '../host/drop-sites.ts';
import type { Instance } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { cite, defineCause } from './cause.ts';
import { investigate } from './remedy.ts';

const texts = {
  title: 'Where the kernel drops packets',
  why:
    'dropwatch and the tracepoint skb:kfree_skb tell in which function, and since kernel 5.17 for which reason, the kernel ' +
    'threw packets away while they ran. Not every one is a loss: sockets that are closed with data in them, duplicates, ' +
    'and packets that a capture tool did not take are freed at the same places. Functions move between kernels: a place ' +
    'is a hint, a reason nearly a proof.',
  suspect: 'the kernel threw away most packets at {name}: {n} of {total}[[, which speaks for {cause}]]',
  ok: 'all {total} packets that the kernel threw away were freed in the normal course of things, most at {name}',
  few: 'hardly a packet was thrown away but in the normal course of things: {n} of {total} at {name}[[, which speaks for {cause}]]',
  site: '{n} packets[[, speaks for {cause}]]',
  'site-benign': '{n} packets, no loss',
  ambiguous:
    'NOT_SPECIFIED and bare addresses may be anything; an address needs the symbols (kallsyms) of that very boot.',
  again: 'With the call chain, for half a minute, while the fault happens',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'locate-drop-site',
  layer: 'host',
  per: 'host',
  needs: ['dropReasons'],
  verdicts: ['suspect', 'ok'],
  lookAlike: 'iface-rx-dropped',
  texts,
  references: ['include/net/dropreason-core.h', 'dropwatch(1)', 'include/trace/events/skb.h'],

  evaluate(context, say) {
    const sites = dropSites(context);
    const total = sites.reduce((sum, { count }) => sum + count, 0);
    const worst = sites.find(({ benign }) => !benign);
    const first = worst ?? sites[0];
    if (!first)
      return { verdict: 'unknown', summary: { id: 'common/not-collected', args: { what: 'perf script' } } };
    // Single packets are dropped on every host at any time.
    const loud = worst !== undefined && worst.count >= 10 && worst.count >= total / 10;
    const verdict = loud ? 'suspect' : 'ok';
    const instances = sites.slice(0, 20).map((site) => instanceOf(site, verdict, context, say));
    const args = { name: first.name, n: first.count, total, cause: first.cause };
    if (!loud) return { verdict, summary: say(worst ? 'few' : 'ok', args), instances };
    return {
      verdict,
      severity: 'medium',
      certainty: 'possible',
      summary: say('suspect', args),
      instances,
      remedies: [investigate(say('again'), recording)],
      confirm: [say('ambiguous')],
      consequenceOf: sites.flatMap(({ cause }) => cause ?? []),
    };
  },
});

const recording = [
  'perf record -a -g -e skb:kfree_skb -o /tmp/drops.data -- sleep 30',
  'perf script -i /tmp/drops.data > /tmp/drops.txt',
  'rm /tmp/drops.data',
];

function instanceOf(site: DropSite, whole: 'suspect' | 'ok', context: Context, say: Speak): Instance {
  const { name, count, cause, benign, line } = site;
  const summary = say(benign ? 'site-benign' : 'site', { n: count, cause });
  const verdict = benign ? 'ok' : whole;
  const severity = verdict === 'ok' ? 'info' : 'low';
  return {
    subject: name,
    scope: { netns: context.netns },
    verdict,
    severity,
    summary,
    evidence: [cite(line, summary)],
  };
}
