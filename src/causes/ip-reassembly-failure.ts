import { changeSetting, numberOf } from '../host/settings.ts';
import { inNamespace } from '../host/shell.ts';
import type { Remedy } from '../model.ts';
import type { Context, Say } from './cause.ts';
import { defineCause } from './cause.ts';
import { concludeCounted, nothingPrinted } from './counted.ts';
import { amountOf, citeCounter } from './grade.ts';

const texts = {
  title: 'IP reassembly failure',
  why:
    'A datagram larger than the path MTU travels in fragments; the receiver can use it only when all of them arrive. ' +
    'Reassembly fails when a fragment never comes (ReasmTimeout: it was lost on the way, or a firewall passes only the ' +
    'first one), or when the memory for waiting fragments is full (ipfrag_high_thresh). One lost fragment loses the ' +
    'whole datagram, so a small loss on the path becomes a large one for big datagrams.',
  problem:
    '{n} reassemblies failed[[ in {seconds:duration}]][[ ({rate:rate})]][[, {share:percent} of the fragments that arrived]]',
  suspect:
    '{n} reassemblies failed since boot[[ ({rate:rate} on average)]][[, {share:percent} of the fragments that arrived]]; when is unknown',
  past: '{n} reassemblies failed since boot, none in the {flat:duration} between the captures',
  ok: 'no reassembly failed since boot',
  timeout: 'fragments never came: they were lost on the way here',
  memory: 'no fragment timed out: the memory for waiting fragments is full, or fragments overlap',
  limit: 'fragments wait in {used:bytes} of memory; the limit is {limit:bytes}',
  smaller:
    'Let the sender use datagrams that fit the path MTU (DNS: EDNS size 1232; tunnels: a lower MTU; NFS: TCP)',
  'more-memory': 'Senders of fragments can make this host hold so much more memory.',
  capture: 'See which fragments arrive, and which are missing',
};
type Speak = Say<typeof texts>;

export default defineCause({
  id: 'ip-reassembly-failure',
  layer: 'ip',
  per: 'netns',
  needs: [['Ip.ReasmFails', 'Ip6.ReasmFails']],
  verdicts: ['problem', 'suspect', 'past', 'ok'],
  lookAlike: 'ip-header-errors',
  texts,
  references: ['net/ipv4/ip_fragment.c', 'net/ipv6/reassembly.c', 'RFC 8900'],

  evaluate(context, say) {
    const told = concludeCounted(context, say, {
      bad: ['Ip.ReasmFails', 'Ip6.ReasmFails'],
      seen: ['Ip.ReasmReqds', 'Ip6.ReasmReqds'],
      within: true,
      few: 10n,
      atMost: 'high',
    });
    if (!told) return nothingPrinted('Ip.ReasmFails');
    if (told.verdict === 'ok') return told;
    const timeouts = [context.counter('Ip.ReasmTimeout'), context.counter('Ip6.ReasmTimeout')];
    const expired = timeouts.flatMap((delta) => (delta && amountOf(delta) > 0n ? [delta] : []));
    const still = timeouts.flatMap((delta) => (delta ? [delta] : [])).slice(0, expired.length > 0 ? 0 : 1);
    const fill = context.counter('sockstat.FRAG_memory');
    const limit = numberOf(context, 'net.ipv4.ipfrag_high_thresh');
    const near = Number(fill?.latest.value ?? 0) >= (limit ?? Infinity) * 0.75 ? fill : undefined;
    return {
      ...told,
      evidence: [
        ...told.evidence,
        ...expired.map((delta) => ({ ...citeCounter(delta), meaning: say('timeout') })),
        ...still.map((delta) => ({ ...citeCounter(delta), meaning: say('memory') })),
        ...(near
          ? [{ ...citeCounter(near), meaning: say('limit', { used: near.latest.value, limit }) }]
          : []),
      ],
      claims: [...told.claims, ...expired.map(({ name, scope }) => ({ name, scope }))],
      remedies: remediesOf(context, near ? limit : undefined, say),
    };
  },
});

/** More memory only where it is the limit: raising it does not bring lost fragments back. */
function remediesOf(context: Context, full: number | undefined, say: Speak): Remedy[] {
  const about = { verify: ['nstat -az IpReasmFails IpReasmTimeout'], undo: [], risk: 'none' as const };
  return [
    {
      when: 'investigate',
      what: say('capture'),
      commands: [inNamespace(context.netns, "tcpdump -nnv -c 50 'ip[6:2] & 0x3fff != 0'")],
      who: 'admin',
      ...about,
    },
    ...(full === undefined
      ? []
      : changeSetting(context, {
          key: 'net.ipv4.ipfrag_high_thresh',
          to: full * 4,
          sideEffects: say('more-memory'),
          verify: about.verify,
        })),
    { when: 'persist', what: say('smaller'), commands: [], who: 'application-owner', ...about },
  ];
}
