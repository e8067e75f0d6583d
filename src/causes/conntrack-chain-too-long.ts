import { conntrackFill } from '../host/conntrack.ts';
import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import { cite, defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { citeSetting } from './grade.ts';
import { investigate } from './remedy.ts';

const buckets = 'net.netfilter.nf_conntrack_buckets';

export default defineCause({
  id: 'conntrack-chain-too-long',
  layer: 'conntrack',
  per: 'netns',
  needs: ['conntrack.chaintoolong'],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'conntrack-insert-failed',
  texts: {
    title: 'Connection tracking: hash chain too long',
    why:
      'Flows are kept in a hash table. Since 5.15 a new flow whose chain is already very long (some 100 to 200 entries, ' +
      'drawn at random) is not inserted, and its first packet is dropped: chaintoolong, and insert_failed with it. ' +
      'Either the table has far too few buckets for its entries, or a great many flows differ in so little that they ' +
      'share a chain: one address pair and port behind many zones, or an attack that aims at it.',
    problem:
      '{n} new flows refused: their hash chain is too long[[ in {seconds:duration}]][[ ({rate:rate})]]',
    suspect:
      '{n} new flows refused since boot: their hash chain was too long[[ ({rate:rate} on average)]]; when is unknown',
    past: '{n} new flows refused since boot for a long hash chain, none in the {flat:duration} between the captures',
    ok: 'no hash chain was too long',
    entries: '{count} entries',
    'few-buckets': 'Give the table a bucket for every entry that it may hold',
    rehash:
      'The whole table is rebuilt at once: some milliseconds without forwarding on a large one. Each bucket takes 8 bytes.',
    alike:
      'See what the entries have in common: with buckets enough, only flows that are nearly equal share a chain',
  },
  references: ['net/netfilter/nf_conntrack_core.c: __nf_conntrack_confirm (MAX_CHAINLEN)', 'conntrack(8)'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, { bad: ['conntrack.chaintoolong'], perConnection: true });
    if (!told) return nothingPrinted('conntrack.chaintoolong');
    if (told.verdict === 'ok') return told;
    const fill = conntrackFill(context)?.highest;
    const now = numberOf(context, buckets);
    const verify = [inNamespace(context.netns, 'conntrack -S')];
    const list = `conntrack -L 2>/dev/null | grep -o 'src=[^ ]* dst=[^ ]*' | sort | uniq -c | sort -rn | head`;
    return {
      ...told,
      evidence: [
        ...told.evidence,
        ...(fill ? [cite(fill.countLine, say('entries', { count: fill.count }))] : []),
        ...citeSetting(context.setting(buckets)),
      ],
      remedies: [
        investigate(say('alike'), [inNamespace(context.netns, list)], 'admin', verify),
        ...(fill && now !== undefined && now < fill.max && context.netns === ''
          ? changeSetting(context, {
              key: buckets,
              to: fill.max,
              what: say('few-buckets'),
              sideEffects: say('rehash'),
              verify,
            })
          : []),
      ],
    };
  },
});
